import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { announcePublished } from './announce.ts';
import { forgetAverages } from './averages.ts';

/**
 * Publishes the ratings that have waited for the other side for 14 days, and tells both sides; says how many. Running it twice, or in
 * several places at once, changes nothing.
 */
export async function publishDueRatings(now: Date = new Date()): Promise<number> {
  const published = await db.$transaction((tx) => publishDue(tx, now));
  if (published > 0) forgetAverages();
  return published;
}

async function publishDue(tx: Transaction, now: Date): Promise<number> {
  const due = await tx.$queryRaw<{ id: number }[]>`
    WITH over AS (SELECT id FROM events WHERE status = 'published' AND end_at + rating_window() <= ${now}::timestamptz)
    SELECT registration_id AS id FROM event_ratings WHERE published_at IS NULL AND event_id IN (SELECT id FROM over)
    UNION SELECT registration_id FROM participant_ratings WHERE published_at IS NULL AND event_id IN (SELECT id FROM over)`;
  if (due.length === 0) return 0;
  const [row] = await tx.$queryRaw<{ published: number }[]>`SELECT publish_due_ratings(${now}::timestamptz) AS published`;
  const published = row?.published ?? 0;
  if (published > 0)
    await announcePublished(
      tx,
      due.map(({ id }) => id),
    );
  return published;
}
