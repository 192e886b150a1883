import { Logger } from 'graphile-worker';
import { logger } from '../logger.ts';

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** What graphile-worker says about itself, as our JSON lines. Its everyday news is for debugging only. */
export const queueLog = new Logger(({ taskIdentifier, jobId }) => (level, message, meta) => {
  const error = meta['error'];
  const details = { event: 'queue', job: taskIdentifier, jobId, ...(error instanceof Error ? { err: error } : {}) };
  logger[levels[level]](details, message);
});
