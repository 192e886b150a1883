import { db } from '../../db.ts';
import type { Side } from '../../policies/registrations.ts';

/** How many wait for a seat. Only worth asking of a full event. */
export async function countWaitlist(eventId: number): Promise<number> {
  const [row] = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM reg_for_the_event WHERE event_id = ${eventId} AND status = 'waitlisted'`;
  return row?.waiting ?? 0;
}

/** How many wait for a seat of each side; whoever waits for an event without two sides waits for the place. */
export async function countWaitlists(eventId: number): Promise<Record<Side, number>> {
  const [row] = await db.$queryRaw<Record<Side, number>[]>`
    SELECT count(*) FILTER (WHERE NOT is_remote)::int AS offline, count(*) FILTER (WHERE is_remote)::int AS online
    FROM reg_for_the_event WHERE event_id = ${eventId} AND status = 'waitlisted'`;
  return row!;
}

/** The registration for an event made with this (confirmed) address, unless it was cancelled. */
export async function findRegistrationOf(eventId: number, email: string): Promise<{ id: number; status: string } | null> {
  const [found] = await db.$queryRaw<{ id: number; status: string }[]>`
    SELECT r.id, r.status FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id
    WHERE lower(v.email_address) = lower(${email}) AND r.event_id = ${eventId} AND r.status <> 'cancelled'`;
  return found ?? null;
}

/** How many were marked as having come. */
export const countAttended = (eventId: number): Promise<number> => db.registration.count({ where: { eventId, status: 'attended' } });
