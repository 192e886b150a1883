import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { forgetCatalogue } from './catalogue.ts';
import { lockSeats } from './seats.ts';

/** What cancelling an event will do. `refundSum` is in minor units. */
export interface CancellationPreview {
  registered: number;
  waitlisted: number;
  refunds: number;
  refundSum: number;
}

/** Counts who is told and what is to be paid back if the event is cancelled now. */
export async function previewCancellation(eventId: number): Promise<CancellationPreview> {
  const [preview] = await db.$queryRaw<CancellationPreview[]>`
    SELECT count(*) FILTER (WHERE status = 'registered')::int AS registered,
      count(*) FILTER (WHERE status = 'waitlisted')::int AS waitlisted,
      count(*) FILTER (WHERE billed_amount > refund_amount)::int AS refunds,
      coalesce(sum(billed_amount - refund_amount), 0)::float8 AS "refundSum"
    FROM reg_for_the_event WHERE event_id = ${eventId} AND status IN ('registered', 'waitlisted', 'cancelled')`;
  return preview!;
}

/**
 * Cancels a published event: registrations and the waiting list are closed, everybody in them is told by mail, and nobody
 * can register any more. Who has already come or missed it keeps that. Returns how many were told.
 * @throws Conflict for a draft and for an event that is cancelled or over
 */
export async function cancelEvent(eventId: number, reason: string, now = new Date()): Promise<number> {
  const told = await db.$transaction(async (tx) => {
    await lockSeats(tx, eventId);
    await closeEvent(tx, eventId, reason, now);
    return cancelRegistrations(tx, eventId, now);
  });
  forgetCatalogue();
  return told;
}

/** @throws Conflict for a draft and for an event that is cancelled or over */
export function assertCancellable({ status, endAt }: { status: string; endAt: Date }, now = new Date()): void {
  if (status !== 'published') throw new Conflict(`event_${status}`);
  if (endAt <= now) throw new Conflict('event_over');
}

async function closeEvent(tx: Transaction, id: number, reason: string, now: Date): Promise<void> {
  const { count } = await tx.event.updateMany({
    where: { id, status: 'published', endAt: { gt: now } },
    data: { status: 'cancelled', cancelledAt: now, cancelReason: reason },
  });
  if (count > 0) return;
  assertCancellable(await tx.event.findUniqueOrThrow({ where: { id } }), now);
}

async function cancelRegistrations(tx: Transaction, eventId: number, now: Date): Promise<number> {
  const told = await tx.$executeRaw`
    WITH closed AS (
      UPDATE reg_for_the_event
      SET status = 'cancelled', waitlisted_at = NULL, cancelled_at = ${now}::timestamptz, cancelled_by = 'event', updated_at = now()
      WHERE event_id = ${eventId} AND status IN ('registered', 'waitlisted') RETURNING id, event_id, visitor_id, locale
    )
    INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
    SELECT 'event-cancelled', v.email_address, c.locale, c.event_id, c.id FROM closed c JOIN visitors v ON v.id = c.visitor_id`;
  await tx.$executeRaw`
    UPDATE event_seats s SET (seats_taken, online_taken) = (
      SELECT count(*) FILTER (WHERE NOT r.is_remote), count(*) FILTER (WHERE r.is_remote)
      FROM reg_for_the_event r WHERE r.event_id = s.event_id AND r.status IN ('attended', 'no_show'))
    WHERE s.event_id = ${eventId}`;
  return told;
}

/** Somebody who paid for an event that was cancelled and has not been paid back. `due` is in minor units. */
export interface DueRefund {
  id: number;
  firstName: string;
  lastName: string;
  due: number;
}

/** Whose money is still to be paid back for an event, the largest sums first; at most 200. */
export const listDueRefunds = (eventId: number): Promise<DueRefund[]> => db.$queryRaw<DueRefund[]>`
  SELECT r.id, v.first_name AS "firstName", v.last_name AS "lastName", r.billed_amount - r.refund_amount AS due
  FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
  WHERE r.event_id = ${eventId} AND r.status = 'cancelled' AND r.billed_amount > r.refund_amount
  ORDER BY due DESC, r.id LIMIT 200`;
