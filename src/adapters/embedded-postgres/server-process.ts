import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const pidFile = (clusterDir: string) => join(clusterDir, 'postmaster.pid');

function pidFileLines(clusterDir: string): string[] {
  try {
    return readFileSync(pidFile(clusterDir), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Whether this process is the server and says in its pid file that it takes connections, as pg_ctl asks. */
export function isReady(pid: number | undefined, clusterDir: string): boolean {
  const lines = pidFileLines(clusterDir);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/**
 * Ends a server that outlived its owner. A pid file that names a process of somebody else, as after a crash of the
 * machine, is removed: PostgreSQL would refuse to start beside it.
 */
export async function stopLeftover(clusterDir: string): Promise<void> {
  const pid = Math.abs(Number(pidFileLines(clusterDir)[0]));
  if (!pid) return;
  for (const [signal, patienceMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 1000],
  ] as const) {
    if (!isServerOf(pid, clusterDir)) break;
    sendSignal(pid, signal);
    await until(() => !isServerOf(pid, clusterDir), patienceMs);
  }
  if (isAlive(pid)) await rm(pidFile(clusterDir), { force: true });
}

/** Waits until `condition` holds, at most `patienceMs`; tells whether it does. */
export async function until(condition: () => boolean, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!condition()) {
    if (Date.now() > deadline) return false;
    await wait(20);
  }
  return true;
}

// The pid alone proves nothing, it may have been given to another program since.
function isServerOf(pid: number, clusterDir: string): boolean {
  return commandLine(pid).includes(clusterDir);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

const isAlive = (pid: number) => sendSignal(pid, 0);

function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
