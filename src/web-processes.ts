import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { config } from './config.ts';
import { logger } from './logger.ts';

// A process that dies at once every time must not keep the machine busy.
const RESTART_AFTER_MS = 1000;

interface WebProcesses {
  url: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Starts several web processes on one port and replaces those that die; resolves when all of them listen.
 * @throws the listen error, EADDRINUSE for one
 */
export async function startWebProcesses(count: number): Promise<WebProcesses> {
  await checkPort(config.port);
  cluster.setupPrimary({ exec: fileURLToPath(new URL('./server.ts', import.meta.url)), args: [] });
  const ports = await Promise.all(Array.from({ length: count }, startProcess));
  cluster.on('exit', replace);
  return { url: config.baseUrl, port: ports[0]!, close: closeAll };
}

const fork = () => cluster.fork({ DATABASE_URL: config.databaseUrl });

/** Asked here once, because every process would complain at length. */
async function checkPort(port: number): Promise<void> {
  const probe = createServer().listen(port);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

async function startProcess(): Promise<number> {
  const worker = fork();
  const died = once(worker, 'exit').then(() => Promise.reject(new Error('A web process ended before it could listen.')));
  const [address] = (await Promise.race([once(worker, 'listening'), died])) as [AddressInfo];
  died.catch(() => {});
  return address.port;
}

function replace(worker: Worker): void {
  logger.error({ event: 'web.process-died', pid: worker.process.pid });
  setTimeout(fork, RESTART_AFTER_MS).unref();
}

async function closeAll(): Promise<void> {
  cluster.off('exit', replace);
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  await Promise.all(workers.map(closeProcess));
}

async function closeProcess(worker: Worker): Promise<void> {
  const exited = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  worker.disconnect(); // Else the channel to us would keep it alive.
  await exited;
}
