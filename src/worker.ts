import { run } from 'graphile-worker';
import { config } from './config.ts';
import { closeDatabase } from './db.ts';
import { startDelivery } from './jobs/deliver-mail.ts';
import type { Running } from './jobs/deliver-mail.ts';
import { taskList } from './jobs/index.ts';
import { queueLog } from './jobs/queue-log.ts';
import { schedule } from './jobs/schedule.ts';
import { logger } from './logger.ts';

/** Starts everything that happens in the background: mail, the clock and the jobs. Any number of workers may run. */
export async function startWorker(): Promise<Running> {
  const queue = await run({
    connectionString: config.databaseUrl!,
    maxPoolSize: 3,
    concurrency: 3,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 2000,
    logger: queueLog,
    taskList,
    parsedCronItems: schedule,
  });
  const delivery = startDelivery();
  logger.info({ event: 'worker.started' });
  return {
    async close() {
      await Promise.all([delivery.close(), queue.stop()]);
    },
  };
}

if (import.meta.main) {
  const running = await startWorker();
  const stop = async () => {
    await running.close();
    await closeDatabase();
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}
