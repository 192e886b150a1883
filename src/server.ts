import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { config } from './config.ts';
import { closeDatabase } from './db.ts';
import { logger } from './logger.ts';
import { closeHub } from './services/webinars/log.ts';
import { flushPresence } from './services/webinars/presence.ts';
import { closeRooms, stopWaiting } from './services/webinars/rooms.ts';
import { flushReactions } from './services/webinars/talk/reactions.ts';

/** How long running requests may take after a stop was asked for. */
const GRACE_MS = 2500;
const IDLE_CHECK_MS = 50;

export interface RunningServer {
  url: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Starts the web part and resolves when it listens.
 * @throws the listen error, EADDRINUSE for one
 */
export async function startServer(): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000 }, createApp());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, resolve);
  });
  const { port } = server.address() as AddressInfo;
  logger.info({ event: 'server.started', port });
  return { url: config.baseUrl, port, close: () => closeServer(server) };
}

/** Event streams never end by themselves, and players wait for the next piece; their browsers come back to whoever listens next. */
async function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  closeHub();
  stopWaiting();
  // A browser keeps its connection for what it may ask for next.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
  await Promise.all([flushPresence(), flushReactions()]);
  await closeRooms();
}

if (import.meta.main) {
  const running = await startServer();
  // Both may come: one from the terminal, one from the process that started this one.
  let stopped: Promise<void> | undefined;
  const stop = () => void (stopped ??= running.close().then(closeDatabase));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
