import { parseCronItems } from 'graphile-worker';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything that runs by the clock (UTC). What failed is not worth trying for long: the next turn comes. */
export const schedule = parseCronItems([
  { task: 'send-reminders', match: '*/5 * * * *', options: { maxAttempts: 2 } },
  { task: 'send-saved-reports', match: '*/5 * * * *', options: { maxAttempts: 2 } },
  { task: 'publish-ratings', match: '*/15 * * * *', options: { maxAttempts: 2 } },
  { task: 'make-exports', match: '* * * * *', options: { maxAttempts: 1 } },
  { task: 'fold-sums', match: '*/2 * * * *', options: { maxAttempts: 1 } },
  { task: 'end-lost-broadcasts', match: '* * * * *', options: { maxAttempts: 1 } },
  // These may take longer than a minute; they see to it themselves that they are not begun twice.
  { task: 'finish-webinars', match: '* * * * *', options: { maxAttempts: 1 } },
  { task: 'make-webinar-files', match: '* * * * *', options: { maxAttempts: 1 } },
  { task: 'send-group-digests', match: '0 6 * * *', options: { maxAttempts: 5, backfillPeriod: DAY_MS, jobKey: 'send-group-digests' } },
  { task: 'clean-up', match: '17 2 * * *', options: { maxAttempts: 5, backfillPeriod: DAY_MS, jobKey: 'clean-up' } },
]);
