import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { takesSeat } from '../../policies/registrations.ts';
import { promoteWaitlist } from '../events/seats.ts';
import { lockRegistration } from './lock.ts';
import type { Owner } from './lock.ts';
import { dropQueuedMails } from './mails.ts';

/**
 * Deletes a registration that no money hangs on and gives its seat to the first in line.
 * @throws NotFound, or Conflict if something was ever paid for it
 */
export function deleteRegistration(id: number, { owner = null }: { owner?: Owner } = {}): Promise<void> {
  return db.$transaction(async (tx) => {
    const { eventId, status, billedAmount } = await lockRegistration(tx, id, owner);
    if (billedAmount > 0) throw new Conflict('registration_has_money');
    await dropQueuedMails(tx, id);
    await tx.registration.delete({ where: { id }, select: { id: true } });
    if (!takesSeat(status)) return;
    await tx.$executeRaw`UPDATE event_seats SET seats_taken = seats_taken - 1 WHERE event_id = ${eventId}`;
    await promoteWaitlist(tx, eventId);
  });
}
