import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { takesSeat } from '../../policies/registrations.ts';
import { forgetSaid } from '../webinars/log.ts';
import { giveBackSeats, promoteWaitlist } from '../events/seats.ts';
import { lockRegistration } from './lock.ts';
import type { Owner } from './lock.ts';
import { dropQueuedMails } from './mails.ts';

/**
 * Deletes a registration that neither money nor ratings hang on and gives its seat to the first in line.
 * @throws NotFound, or Conflict if something was ever paid for it or one of its sides has rated the other
 */
export function deleteRegistration(id: number, { owner = null }: { owner?: Owner } = {}): Promise<void> {
  return db.$transaction(async (tx) => {
    const { eventId, status, isRemote, billedAmount } = await lockRegistration(tx, id, owner);
    if (billedAmount > 0) throw new Conflict('registration_has_money');
    await dropQueuedMails(tx, id);
    await forgetInWebinar(tx, id);
    await deleteUnrated(tx, id);
    if (!takesSeat(status)) return;
    await giveBackSeats(tx, eventId, { here: isRemote ? 0 : 1, remote: isRemote ? 1 : 0 });
    await promoteWaitlist(tx, eventId);
  });
}

/** What they said in the event's webinar goes with the registration, and so must what was told of it. */
async function forgetInWebinar(tx: Transaction, id: number): Promise<void> {
  const viewer = await tx.webinarViewer.findFirst({ where: { registrationId: id }, select: { id: true, eventId: true } });
  if (viewer) await forgetSaid(tx, viewer.eventId, { viewerId: viewer.id });
}

async function deleteUnrated(tx: Transaction, id: number): Promise<void> {
  try {
    await tx.registration.delete({ where: { id }, select: { id: true } });
  } catch (error) {
    const isRated = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003';
    throw isRated ? new Conflict('registration_rated') : error;
  }
}
