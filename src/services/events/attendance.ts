import { db } from '../../db.ts';

/** How many wait for a seat. Only worth asking of a full event. */
export async function countWaitlist(eventId: number): Promise<number> {
  const [row] = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM reg_for_the_event WHERE event_id = ${eventId} AND status = 'waitlisted'`;
  return row?.waiting ?? 0;
}

/** The registration for an event made with this (confirmed) address, unless it was cancelled. */
export async function findRegistrationOf(eventId: number, email: string): Promise<{ id: number; status: string } | null> {
  const [found] = await db.$queryRaw<{ id: number; status: string }[]>`
    SELECT r.id, r.status FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id
    WHERE lower(v.email_address) = lower(${email}) AND r.event_id = ${eventId} AND r.status <> 'cancelled'`;
  return found ?? null;
}
