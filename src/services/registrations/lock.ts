import type { Transaction } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';

/** A registration as it is while the seats of its event are ours. Amounts are in minor units. */
export interface LockedRegistration {
  id: number;
  eventId: number;
  status: RegistrationStatus;
  /** Takes part online in an event that is both; false for all others, also for a cancelled one of an event that has lost that side. */
  isRemote: boolean;
  /** The visitor has rated the event. */
  hasRated: boolean;
  price: number;
  billedAmount: number;
  refundAmount: number;
  billedAt: Date | null;
  refundedAt: Date | null;
  updatedAt: Date;
  event: LockedEvent;
}

interface LockedEvent {
  status: string;
  startAt: Date;
  endAt: Date;
  format: string;
  /** Of the place, or of all of an event without two sides. */
  price: number;
  onlinePrice: number;
}

interface EventColumns {
  eventStatus: string;
  startAt: Date;
  endAt: Date;
  format: string;
  eventPrice: number;
  onlinePrice: number;
}

/** Whose registrations one may touch: those of an organizer, or everybody's (null). */
export type Owner = number | null;

/**
 * Locks the seats of the events of some registrations, always in the same order, and reads the registrations in the order in which
 * they would get a seat.
 * @throws NotFound if one of them is missing or somebody else's
 */
export async function lockRegistrations(tx: Transaction, ids: number[], owner: Owner): Promise<LockedRegistration[]> {
  await tx.$queryRaw`
    SELECT 1 FROM event_seats WHERE event_id IN (SELECT event_id FROM reg_for_the_event WHERE id = ANY(${ids}::int[]))
    ORDER BY event_id FOR UPDATE`;
  const rows = await tx.$queryRaw<(Omit<LockedRegistration, 'event'> & EventColumns)[]>`
    SELECT r.id, r.event_id AS "eventId", r.status, r.is_remote AND e.format = 'hybrid' AS "isRemote", r.price, r.billed_amount AS "billedAmount",
      r.refund_amount AS "refundAmount", r.billed_at AS "billedAt", r.refunded_at AS "refundedAt", r.updated_at AS "updatedAt",
      EXISTS (SELECT 1 FROM event_ratings WHERE registration_id = r.id) AS "hasRated",
      e.status AS "eventStatus", e.start_at AS "startAt", e.end_at AS "endAt", e.format, e.price AS "eventPrice", e.online_price AS "onlinePrice"
    FROM reg_for_the_event r JOIN events e ON e.id = r.event_id
    WHERE r.id = ANY(${ids}::int[]) AND (${owner}::int IS NULL OR r.organizer_id = ${owner}::int)
    ORDER BY r.event_id, r.waitlisted_at NULLS LAST, r.id`;
  if (rows.length < new Set(ids).size) throw new NotFound();
  return rows.map(({ eventStatus, startAt, endAt, format, eventPrice, onlinePrice, ...row }) => ({
    ...row,
    event: { status: eventStatus, startAt, endAt, format, price: eventPrice, onlinePrice },
  }));
}

/** One of them; see lockRegistrations. */
export async function lockRegistration(tx: Transaction, id: number, owner: Owner): Promise<LockedRegistration> {
  const [registration] = await lockRegistrations(tx, [id], owner);
  return registration!;
}
