import type { Transaction } from '../../db.ts';
import { NotFound } from '../../errors.ts';

export interface Seats {
  seatLimit: number;
  seatsTaken: number;
}

/**
 * Locks the seats of an event until the transaction ends: the first lock of whoever touches its registrations.
 * @throws NotFound if there is no such event
 */
export async function lockSeats(tx: Transaction, eventId: number): Promise<Seats> {
  const [seats] = await tx.$queryRaw<Seats[]>`
    SELECT seat_limit AS "seatLimit", seats_taken AS "seatsTaken" FROM event_seats
    WHERE event_id = ${eventId} FOR UPDATE`;
  if (!seats) throw new NotFound();
  return seats;
}

/** Gives the free seats of a published event to the waiting list in its order, with mails; says how many moved up. */
export async function promoteWaitlist(tx: Transaction, eventId: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ promoted: number }[]>`
    SELECT promote_waitlist(${eventId}::integer) AS promoted`;
  return row?.promoted ?? 0;
}
