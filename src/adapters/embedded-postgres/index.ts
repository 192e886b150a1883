import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort, lastAddress, newPassword, rememberAddress, urlOf } from './address.ts';
import { findBinaries } from './binaries.ts';
import { changePassword, createCluster, isCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { spawnKept } from './keeper.ts';
import { lockDataDir } from './owner-lock.ts';
import { isReady, stopLeftover, until } from './server-process.ts';
import { chooseServerUser } from './server-user.ts';

export { lastDatabaseUrl } from './address.ts';
export { DataDirInUse } from './owner-lock.ts';

const fastSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];
const stopPatienceMs = 1500;
// After a crash the log is replayed first, which can take its time.
const recoveryPatienceMs = 60_000;

interface Options {
  dataDir: string;
  /** Told of what takes a moment. */
  log?: (step: 'creating') => void;
  /** Does without all safety against a crash: for tests. */
  fast?: boolean;
}

export interface EmbeddedPostgres {
  url: string;
  port: number;
  /** Settles when the server has ended, asked to or not. */
  exited: Promise<void>;
  /** Lets open transactions be rolled back and writes everything down; after 1.5 seconds it stops waiting for that. */
  stop(): Promise<void>;
  /** Ends it at once; the next start recovers from the log. */
  kill(): void;
}

/**
 * Starts the PostgreSQL of the data directory, making it the first time. It listens on 127.0.0.1 only and ends with this process.
 * @throws DataDirInUse if another instance works with the directory
 * @throws Error if PostgreSQL does not start, with its last words
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const lock = lockDataDir(dataDir);
  try {
    const cluster = await openCluster(dataDir, options);
    const server = await serve(cluster);
    void server.exited.then(lock.release);
    return server;
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openCluster(dataDir: string, { fast = false, log }: Options): Promise<Cluster> {
  const clusterDir = join(dataDir, 'postgres');
  const logFile = join(dataDir, 'postgres.log');
  const cluster = { dataDir, clusterDir, logFile, fast, binaries: await findBinaries(), user: chooseServerUser(clusterDir) };
  await writeFile(logFile, '', { mode: 0o600 });
  await stopLeftover(clusterDir);
  if (isCluster(clusterDir) && lastAddress(dataDir)) return cluster;

  const password = newPassword();
  if (isCluster(clusterDir)) {
    await changePassword(cluster, password);
  } else {
    log?.('creating');
    await createCluster(cluster, password);
  }
  await rememberAddress(dataDir, { port: 0, password });
  return cluster;
}

async function serve(cluster: Cluster, attempts = 3): Promise<EmbeddedPostgres> {
  const { port: lastPort, password } = lastAddress(cluster.dataDir)!;
  const port = await freePort(lastPort);
  const child = spawnKept({ ...cluster, command: serverCommand(cluster, port) });
  const exited = hasEnded(child);
  try {
    await becomesReady(child, cluster);
  } catch (error) {
    const isPortTaken = (await freePort(port)) !== port;
    if (isPortTaken && attempts > 1) return serve(cluster, attempts - 1);
    throw error;
  }
  await rememberAddress(cluster.dataDir, { port, password });
  return { url: urlOf({ port, password }), port, exited, stop: () => stop(child, exited), kill: () => void child.kill('SIGQUIT') };
}

function serverCommand({ binaries, clusterDir, fast }: Cluster, port: number): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(fast ? fastSettings : []),
  ];
  return [binaries.postgres, '-D', clusterDir, ...settings.flatMap((setting) => ['-c', setting])];
}

async function hasEnded(child: ChildProcess): Promise<void> {
  await Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => {});
}

async function becomesReady(child: ChildProcess, { clusterDir, logFile }: Cluster): Promise<void> {
  const hasFailed = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  await until(() => isReady(child.pid, clusterDir) || hasFailed(), recoveryPatienceMs);
  if (isReady(child.pid, clusterDir) && !hasFailed()) return;
  child.kill('SIGQUIT');
  const lastWords = readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join('\n');
  throw new Error(`PostgreSQL did not start. From ${logFile}:\n${lastWords}`);
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), stopPatienceMs);
  await exited;
  clearTimeout(impatience);
}
