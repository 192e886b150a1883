import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { lockRegistrations } from '../registrations/lock.ts';
import { applyStatus } from '../registrations/status.ts';

/** Who watched so much of a broadcast was there. */
const ENOUGH = 0.3;

/**
 * Marks those as attended who watched enough of an ended broadcast; says how many. Once for a webinar: what an organizer corrects afterwards
 * stays. Who is marked already stays so.
 */
export function markAttendance(eventId: number, now = new Date()): Promise<number> {
  return db.$transaction(async (tx) => {
    const begun = await tx.$executeRaw`
      UPDATE webinars SET attendance_at = ${now}::timestamptz WHERE event_id = ${eventId} AND state = 'ended' AND attendance_at IS NULL`;
    const ids = begun === 0 ? [] : await listThoseWhoWatched(tx, eventId);
    if (ids.length === 0) return 0;
    return (await applyStatus(tx, await lockRegistrations(tx, ids, null), { status: 'attended', now })).changed.length;
  });
}

async function listThoseWhoWatched(tx: Transaction, eventId: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT r.id FROM webinar_viewers v JOIN reg_for_the_event r ON r.id = v.registration_id
    WHERE v.event_id = ${eventId} AND r.status = 'registered' AND v.watched_seconds > 0 AND v.watched_seconds >= ${ENOUGH} * (
      SELECT coalesce(sum(s.duration), 0) FROM webinar_segments s JOIN webinar_epochs e ON e.event_id = s.event_id AND e.epoch = s.epoch
      WHERE s.event_id = ${eventId} AND NOT e.is_rehearsal)`;
  return rows.map(({ id }) => id);
}
