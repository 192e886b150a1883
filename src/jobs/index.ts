import type { TaskList } from 'graphile-worker';
import { logger } from '../logger.ts';
import { cleanUp } from './clean-up.ts';
import { endLost } from './end-lost-broadcasts.ts';
import { finishWebinars } from './finish-webinars.ts';
import { foldSums } from './fold-sums.ts';
import { makeExports } from './make-exports.ts';
import { makeWebinarFiles } from './make-webinar-files.ts';
import { publishRatings } from './publish-ratings.ts';
import { sendGroupDigests } from './send-group-digests.ts';
import { sendReminders } from './send-reminders.ts';
import { sendSavedReports } from './send-saved-reports.ts';

/** A job gives the numbers for its line in the log. */
type Job = () => Promise<Record<string, number>>;

const jobs: Record<string, Job> = {
  'send-reminders': sendReminders,
  'send-saved-reports': sendSavedReports,
  'send-group-digests': sendGroupDigests,
  'publish-ratings': publishRatings,
  'make-exports': makeExports,
  'clean-up': cleanUp,
  'fold-sums': foldSums,
  'finish-webinars': finishWebinars,
  'make-webinar-files': makeWebinarFiles,
  'end-lost-broadcasts': endLost,
};

/** Each run of a job is one line of the log; a failed one is logged by graphile-worker, which tries it again. */
const logged =
  (name: string, job: Job) =>
  async (_payload: unknown, { job: { id, attempts } }: { job: { id: string; attempts: number } }): Promise<void> => {
    const started = performance.now();
    const numbers = await job();
    logger.info({ event: 'job', job: name, jobId: id, attempts, ...numbers, ms: Math.round(performance.now() - started) });
  };

/** All background jobs by name. */
export const taskList: TaskList = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, logged(name, job)]));
