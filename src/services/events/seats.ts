import type { Transaction } from '../../db.ts';
import { NotFound } from '../../errors.ts';

/** The place of an event, or all of one that has no two sides; and the online side of a hybrid one, without seats in any other. */
export interface Seats {
  seatLimit: number;
  seatsTaken: number;
  onlineLimit: number;
  onlineTaken: number;
}

/** So many of each side. */
export interface SideCounts {
  here: number;
  remote: number;
}

/**
 * Locks the seats of an event until the transaction ends: the first lock of whoever touches its registrations.
 * @throws NotFound if there is no such event
 */
export async function lockSeats(tx: Transaction, eventId: number): Promise<Seats> {
  const [seats] = await tx.$queryRaw<Seats[]>`
    SELECT seat_limit AS "seatLimit", seats_taken AS "seatsTaken", online_limit AS "onlineLimit", online_taken AS "onlineTaken"
    FROM event_seats WHERE event_id = ${eventId} FOR UPDATE`;
  if (!seats) throw new NotFound();
  return seats;
}

/** How many seats of each side nobody has. */
export const freeSeats = ({ seatLimit, seatsTaken, onlineLimit, onlineTaken }: Seats): SideCounts => ({
  here: seatLimit - seatsTaken,
  remote: onlineLimit - onlineTaken,
});

/** Gives back seats of an event whose seats are locked; negative numbers take them. */
export async function giveBackSeats(tx: Transaction, eventId: number, { here, remote }: SideCounts): Promise<void> {
  if (here === 0 && remote === 0) return;
  await tx.$executeRaw`
    UPDATE event_seats SET seats_taken = seats_taken - ${here}::int, online_taken = online_taken - ${remote}::int
    WHERE event_id = ${eventId}`;
}

/** Gives the free seats of a published event to the waiting lists in their order, with mails; says how many moved up. */
export async function promoteWaitlist(tx: Transaction, eventId: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ promoted: number }[]>`
    SELECT promote_waitlist(${eventId}::integer) AS promoted`;
  return row?.promoted ?? 0;
}
