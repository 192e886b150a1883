import { db } from '../../db.ts';

export interface CleanUp {
  tokens: number;
  rateLimits: number;
  payloads: number;
  mails: number;
}

/**
 * Throws away what nobody needs any more: links of mails that have expired, counters of rate limits that have run out, what was kept
 * beside mails sent 90 days ago, and mails of a year ago.
 */
export async function cleanUp(now: Date = new Date()): Promise<CleanUp> {
  return {
    tokens: await db.$executeRaw`DELETE FROM account_tokens WHERE expires_at < ${now}::timestamptz`,
    rateLimits: await db.$executeRaw`DELETE FROM rate_limits WHERE expire < ${now.getTime()}::bigint`,
    payloads: await db.$executeRaw`
      UPDATE mails SET payload = '{}', error = NULL
      WHERE state = 'sent' AND sent_at < ${now}::timestamptz - interval '90 days' AND (payload <> '{}' OR error IS NOT NULL)`,
    mails: await db.$executeRaw`
      DELETE FROM mails WHERE state IN ('sent', 'failed') AND run_at < ${now}::timestamptz - interval '1 year'`,
  };
}
