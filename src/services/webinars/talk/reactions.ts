import { db } from '../../../db.ts';
import { logger } from '../../../logger.ts';
import type { ReactionSign } from '../../../policies/webinars.ts';
import { logRoom } from '../log.ts';

export type Counts = Partial<Record<ReactionSign, number>>;

/** What came within this second, by webinar; written down together, so that a thousand hands clapping are one row. */
const pending = new Map<number, Counts>();
let timer: NodeJS.Timeout | undefined;
const MERGE_MS = 1000;

/** Counts a reaction; it is told to all within a second. */
export function react(eventId: number, sign: ReactionSign): void {
  const counts = pending.get(eventId) ?? {};
  counts[sign] = (counts[sign] ?? 0) + 1;
  pending.set(eventId, counts);
  timer ??= setTimeout(() => {
    timer = undefined;
    flushReactions().catch((error: unknown) => logger.error({ event: 'live.reactions', err: error }));
  }, MERGE_MS);
}

/** Writes down and tells what has been counted so far. */
export async function flushReactions(now = new Date()): Promise<void> {
  const all = [...pending];
  pending.clear();
  for (const [eventId, counts] of all) {
    await db.$transaction(async (tx) => {
      for (const [sign, reactions] of Object.entries(counts)) {
        await tx.$executeRaw`
          INSERT INTO webinar_reactions AS r (event_id, at, sign, reactions)
          VALUES (${eventId}, date_trunc('second', ${now}::timestamptz), ${sign}, ${reactions})
          ON CONFLICT (event_id, at, sign) DO UPDATE SET reactions = r.reactions + EXCLUDED.reactions`;
      }
      await logRoom(tx, eventId, 'reactions', counts);
    });
  }
}

/** How many there were of each over all. */
export async function countReactions(eventId: number): Promise<Counts> {
  const rows = await db.$queryRaw<{ sign: ReactionSign; reactions: number }[]>`
    SELECT sign, sum(reactions)::int AS reactions FROM webinar_reactions WHERE event_id = ${eventId} GROUP BY sign`;
  return Object.fromEntries(rows.map(({ sign, reactions }) => [sign, reactions]));
}
