import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { otherPrice, sideRefusal, takesSeat } from '../../policies/registrations.ts';
import { freeSeats, giveBackSeats, lockSeats, promoteWaitlist } from '../events/seats.ts';
import { lockRegistration } from './lock.ts';
import type { LockedRegistration, Owner } from './lock.ts';
import { dropQueuedMails, queueRegistrationMails } from './mails.ts';

/**
 * Moves a registration to the place or to the online side of its hybrid event, as long as there is a seat, also out of the waiting list.
 * The price becomes that of the side, the visitor is told by mail, and the seat they leave goes to the first in line for it.
 * @throws NotFound if there is no such registration, or it is somebody else's
 * @throws Conflict with the code of the rule that forbids it
 */
export function changeSide(
  id: number,
  isRemote: boolean,
  { owner = null, now = new Date() }: { owner?: Owner; now?: Date } = {},
): Promise<void> {
  return db.$transaction(async (tx) => {
    const registration = await lockRegistration(tx, id, owner);
    if (registration.isRemote === isRemote && registration.event.format === 'hybrid') return;
    const refusal = sideRefusal(registration, registration.event, now);
    if (refusal) throw new Conflict(refusal);
    await takeOtherSeat(tx, registration);
    await writeSide(tx, registration);
    await tellOfSide(tx, registration);
    await promoteWaitlist(tx, registration.eventId);
  });
}

async function takeOtherSeat(tx: Transaction, { eventId, status, isRemote }: LockedRegistration): Promise<void> {
  const free = freeSeats(await lockSeats(tx, eventId));
  if ((isRemote ? free.here : free.remote) <= 0) throw new Conflict('no_seat_there');
  const left = takesSeat(status) ? 1 : 0;
  await giveBackSeats(tx, eventId, isRemote ? { here: -1, remote: left } : { here: left, remote: -1 });
}

async function writeSide(tx: Transaction, { id, isRemote, price, billedAmount, event }: LockedRegistration): Promise<void> {
  const newPrice = billedAmount > 0 ? price : otherPrice({ isRemote }, event);
  await tx.$executeRaw`
    UPDATE reg_for_the_event SET is_remote = ${!isRemote}, price = ${newPrice}, status = 'registered', waitlisted_at = NULL, updated_at = now()
    WHERE id = ${id}`;
}

/** One mail is enough for somebody who goes back and forth: what has not gone yet would say the same. */
async function tellOfSide(tx: Transaction, { id }: LockedRegistration): Promise<void> {
  await dropQueuedMails(tx, id, 'registration-moved');
  await queueRegistrationMails(tx, 'registration-moved', [id]);
}
