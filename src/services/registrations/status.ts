import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { statusRefusal, takesSeat } from '../../policies/registrations.ts';
import type { RegistrationStatus, SettableStatus } from '../../policies/registrations.ts';
import { lockSeats, promoteWaitlist } from '../events/seats.ts';
import type { MailKind } from '../mail/queue.ts';
import { lockRegistrations } from './lock.ts';
import { queueRegistrationMails } from './mails.ts';
import type { LockedRegistration, Owner } from './lock.ts';

/** What became of a wish to change some registrations. */
export interface StatusChange {
  changed: number[];
  refused: { id: number; from: RegistrationStatus; code: string }[];
}

interface Options {
  owner?: Owner;
  now?: Date;
}

/**
 * Changes the status of registrations as far as the rules allow: takes and frees seats, moves the waiting list up, queues the mails.
 * @throws NotFound if one of them is missing or somebody else's
 */
export function changeStatus(
  ids: number[],
  status: SettableStatus,
  { owner = null, now = new Date() }: Options = {},
): Promise<StatusChange> {
  return db.$transaction(async (tx) => applyStatus(tx, await lockRegistrations(tx, ids, owner), status, now));
}

/**
 * Changes the status of one registration.
 * @throws NotFound, or Conflict with the code of the rule that forbids it
 */
export async function setStatus(id: number, status: SettableStatus, options: Options = {}): Promise<void> {
  refuseIfAny(await changeStatus([id], status, options));
}

export function refuseIfAny({ refused }: StatusChange): void {
  const [first] = refused;
  if (first) throw new Conflict(first.code, { from: first.from });
}

/** The same within somebody's transaction, which has the seats of all their events. */
export async function applyStatus(
  tx: Transaction,
  registrations: LockedRegistration[],
  status: RegistrationStatus,
  now: Date,
): Promise<StatusChange> {
  const result: StatusChange = { changed: [], refused: [] };
  for (const [eventId, ofEvent] of Map.groupBy(registrations, (registration) => registration.eventId)) {
    const one = await changeInEvent(tx, eventId, ofEvent, status, now);
    result.changed.push(...one.changed);
    result.refused.push(...one.refused);
  }
  return result;
}

async function changeInEvent(
  tx: Transaction,
  eventId: number,
  registrations: LockedRegistration[],
  status: RegistrationStatus,
  now: Date,
): Promise<StatusChange> {
  const { seatLimit, seatsTaken } = await lockSeats(tx, eventId);
  const { allowed, refused } = sift(registrations, status, seatLimit - seatsTaken, now);
  const changed = allowed.map(({ id }) => id);
  if (changed.length === 0) return { changed, refused };

  const freed = sum(allowed.map((registration) => Number(takesSeat(registration.status)) - Number(takesSeat(status))));
  await tx.$executeRaw`
    UPDATE reg_for_the_event SET status = ${status}, waitlisted_at = NULL, updated_at = now() WHERE id = ANY(${changed}::int[])`;
  if (freed !== 0) await tx.$executeRaw`UPDATE event_seats SET seats_taken = seats_taken - ${freed} WHERE event_id = ${eventId}`;
  await queueMails(tx, allowed, status);
  if (freed > 0) await promoteWaitlist(tx, eventId);
  return { changed, refused };
}

/** Which of them may change, as long as the seats last. One that has the status already is neither changed nor refused. */
function sift(registrations: LockedRegistration[], status: RegistrationStatus, freeSeats: number, now: Date) {
  const allowed: LockedRegistration[] = [];
  const refused: StatusChange['refused'] = [];
  let free = freeSeats;
  for (const registration of registrations.filter((one) => one.status !== status)) {
    const wantsSeat = takesSeat(status) && !takesSeat(registration.status);
    const code = statusRefusal(registration.status, status, registration.event, now) ?? (wantsSeat && free <= 0 ? 'no_seat' : null);
    if (code) refused.push({ id: registration.id, from: registration.status, code });
    else allowed.push(registration);
    if (!code && wantsSeat) free -= 1;
  }
  return { allowed, refused };
}

/** People are told of a seat won or lost; that they were seen at the door they know. */
async function queueMails(tx: Transaction, changed: LockedRegistration[], status: RegistrationStatus): Promise<void> {
  const told = (kind: MailKind, among: LockedRegistration[]) =>
    queueRegistrationMails(
      tx,
      kind,
      among.map(({ id }) => id),
    );
  if (status === 'cancelled') await told('registration-cancelled', changed);
  if (status !== 'registered') return;
  await told(
    'registration-promoted',
    changed.filter((one) => one.status === 'waitlisted'),
  );
  await told(
    'registration-confirmed',
    changed.filter((one) => one.status === 'cancelled'),
  );
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
