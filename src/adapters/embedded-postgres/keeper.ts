import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { runAs } from './server-user.ts';
import type { ServerUser } from './server-user.ts';

/**
 * Becomes the program, but first leaves a watcher that waits for the end of pipe 3: it ends when we do, even by kill -9, and then
 * the program is asked to stop. In /bin/sh, because another node would cost 40 MB.
 */
export const keeper = '( ( cat <&3; kill -INT $$ ) </dev/null >/dev/null 2>&1 & ); exec "$@" 3<&-';

interface Program {
  command: string[];
  user: ServerUser | undefined;
  clusterDir: string;
  logFile: string;
}

/** Starts a PostgreSQL program that never outlives us, in a process group of its own: Ctrl-C is for us to handle. */
export function spawnKept({ command, user, clusterDir, logFile }: Program): ChildProcess {
  const run = runAs(user, [command[0]!, clusterDir], ['/bin/sh', '-c', keeper, 'sh', ...command]);
  const log = openSync(logFile, 'a');
  const child = spawn(run.command[0]!, run.command.slice(1), {
    ...run.user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', log, log, 'pipe'],
  });
  closeSync(log);
  child.once('exit', () => (child.stdio[3] as Duplex).destroy());
  return child;
}

/**
 * Runs a PostgreSQL program to its end.
 * @throws Error if it could not be started or failed
 */
export function runKept(program: Program, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawnKept(program);
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program.command[0]} failed, see ${program.logFile}`))));
    child.stdin!.on('error', () => {}); // A program that failed reads no further: its exit code tells.
    child.stdin!.end(input);
  });
}
