import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { listedColumns } from '../events/listed.ts';
import type { ListedEvent } from '../events/listed.ts';
import { ownEvents } from './owned.ts';

/** An event that is still to come or runs, on its organizer's home page. */
export interface NextEvent extends ListedEvent {
  waitlisted: number;
  /** Registrations of the last seven days that were not cancelled. */
  gained: number;
}

const WEEK_MS = 7 * 86_400_000;

/** The next published events of an organizer, or of everybody for null (admins). */
export function listNextEvents(ownerId: number | null, limit = 3, now = new Date()): Promise<NextEvent[]> {
  const aWeekAgo = new Date(now.getTime() - WEEK_MS);
  return db.$queryRaw<NextEvent[]>`
    WITH next AS MATERIALIZED (
      SELECT e.* FROM events e WHERE ${ownEvents(ownerId)} AND e.status = 'published' AND e.end_at > ${now}
      ORDER BY e.start_at, e.id LIMIT ${limit}::int
    )
    SELECT ${listedColumns}, r.waitlisted, r.gained
    FROM next e JOIN event_seats s ON s.event_id = e.id CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE r.status = 'waitlisted')::int AS waitlisted,
        count(*) FILTER (WHERE r.status NOT IN ('waitlisted', 'cancelled') AND r.created_at > ${aWeekAgo})::int AS gained
      FROM reg_for_the_event r WHERE r.event_id = e.id) r
    ORDER BY e.start_at, e.id`;
}

/** Whether an organizer has any event at all, of whatever state. */
export async function hasEvents(ownerId: number | null): Promise<boolean> {
  const [found] = await db.$queryRaw<{ has: boolean }[]>(
    Prisma.sql`SELECT EXISTS (SELECT 1 FROM events e WHERE ${ownEvents(ownerId)}) AS has`,
  );
  return found!.has;
}
