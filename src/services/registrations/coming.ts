import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';

/**
 * Notes that somebody has said once more that they are coming. Saying so twice changes nothing; what was said before the event moved to
 * another week is said anew.
 * @throws Conflict if they have no seat, or the event is over or cancelled
 */
export async function confirmComing(id: number, now: Date = new Date()): Promise<void> {
  const confirmed = await db.$executeRaw`
    UPDATE reg_for_the_event r SET confirmed_at = CASE WHEN r.confirmed_at > e.start_at - interval '48 hours' THEN r.confirmed_at ELSE ${now}::timestamptz END FROM events e
    WHERE r.id = ${id} AND e.id = r.event_id AND r.status = 'registered' AND e.status = 'published' AND e.end_at > ${now}::timestamptz`;
  if (confirmed === 0) throw new Conflict('not_awaited');
}
