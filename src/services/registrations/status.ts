import { db, sqlStateOf } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { statusRefusal, takesSeat } from '../../policies/registrations.ts';
import type { RegistrationStatus, SettableStatus } from '../../policies/registrations.ts';
import { freeSeats, giveBackSeats, lockSeats, promoteWaitlist } from '../events/seats.ts';
import type { SideCounts } from '../events/seats.ts';
import { lockRegistrations } from './lock.ts';
import { queueRegistrationMails, tellOfSeats } from './mails.ts';
import type { LockedRegistration, Owner } from './lock.ts';

/** What became of a wish to change some registrations. */
export interface StatusChange {
  changed: number[];
  refused: { id: number; from: RegistrationStatus; code: string }[];
}

/** Whose wish it is: a cancellation remembers that. */
export type Canceller = 'visitor' | 'organizer';

interface Options {
  owner?: Owner;
  by?: Canceller;
  now?: Date;
}

interface Change {
  status: RegistrationStatus;
  by?: Canceller;
  now: Date;
}

/**
 * Changes the status of registrations as far as the rules allow: takes and frees seats, moves the waiting list up, queues the mails.
 * @throws NotFound if one of them is missing or somebody else's
 */
export function changeStatus(
  ids: number[],
  status: SettableStatus,
  { owner = null, by = 'organizer', now = new Date() }: Options = {},
): Promise<StatusChange> {
  return db.$transaction(async (tx) => applyStatus(tx, await lockRegistrations(tx, ids, owner), { status, by, now }));
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
export async function applyStatus(tx: Transaction, registrations: LockedRegistration[], change: Change): Promise<StatusChange> {
  const result: StatusChange = { changed: [], refused: [] };
  for (const [eventId, ofEvent] of Map.groupBy(registrations, (registration) => registration.eventId)) {
    const one = await changeInEvent(tx, eventId, ofEvent, change);
    result.changed.push(...one.changed);
    result.refused.push(...one.refused);
  }
  return result;
}

async function changeInEvent(tx: Transaction, eventId: number, registrations: LockedRegistration[], change: Change): Promise<StatusChange> {
  const { allowed, refused } = sift(registrations, change, freeSeats(await lockSeats(tx, eventId)));
  const changed = allowed.map(({ id }) => id);
  if (changed.length === 0) return { changed, refused };

  await writeStatus(tx, changed, change);
  const freed = freedBy(allowed, change.status);
  await giveBackSeats(tx, eventId, freed);
  await queueMails(tx, allowed, change.status);
  if (freed.here > 0 || freed.remote > 0) await promoteWaitlist(tx, eventId);
  return { changed, refused };
}

/** @throws Conflict if one of them rated the event at this very moment */
async function writeStatus(tx: Transaction, ids: number[], { status, by = 'organizer', now }: Change): Promise<void> {
  const [cancelledAt, cancelledBy] = status === 'cancelled' ? [now, by] : [null, null];
  try {
    await tx.$executeRaw`
      UPDATE reg_for_the_event r SET status = ${status}, waitlisted_at = NULL, updated_at = now(),
        cancelled_at = ${cancelledAt}::timestamptz, cancelled_by = ${cancelledBy}, is_remote = r.is_remote AND e.format = 'hybrid'
      FROM events e WHERE e.id = r.event_id AND r.id = ANY(${ids}::int[])`;
  } catch (error) {
    if (sqlStateOf(error) === 'TS015') throw new Conflict('rated');
    throw error;
  }
}

const sideOf = ({ isRemote }: LockedRegistration): keyof SideCounts => (isRemote ? 'remote' : 'here');

function freedBy(registrations: LockedRegistration[], status: RegistrationStatus): SideCounts {
  const freed = { here: 0, remote: 0 };
  for (const one of registrations) freed[sideOf(one)] += Number(takesSeat(one.status)) - Number(takesSeat(status));
  return freed;
}

/** Which of them may change, as long as the seats of their side last. One that has the status already is neither changed nor refused. */
function sift(registrations: LockedRegistration[], { status, now }: Change, free: SideCounts) {
  const allowed: LockedRegistration[] = [];
  const refused: StatusChange['refused'] = [];
  for (const one of registrations.filter((registration) => registration.status !== status)) {
    const wantsSeat = takesSeat(status) && !takesSeat(one.status);
    const code = refusalOf(one, status, now) ?? (wantsSeat && free[sideOf(one)] <= 0 ? 'no_seat' : null);
    if (code) refused.push({ id: one.id, from: one.status, code });
    else allowed.push(one);
    if (!code && wantsSeat) free[sideOf(one)] -= 1;
  }
  return { allowed, refused };
}

/** Who has rated an event was there: the mark stays. */
const refusalOf = ({ status: from, hasRated, event }: LockedRegistration, to: RegistrationStatus, now: Date): string | null =>
  hasRated && from === 'attended' ? 'rated' : statusRefusal(from, to, event, now);

/** People are told of a seat won or lost; that they were seen at the door they know. */
async function queueMails(tx: Transaction, changed: LockedRegistration[], status: RegistrationStatus): Promise<void> {
  const idsOf = (among: LockedRegistration[]) => among.map(({ id }) => id);
  const from = (before: RegistrationStatus) => idsOf(changed.filter((one) => one.status === before));
  if (status === 'cancelled') await queueRegistrationMails(tx, 'registration-cancelled', idsOf(changed));
  if (status !== 'registered') return;
  await tellOfSeats(tx, from('waitlisted'));
  await queueRegistrationMails(tx, 'registration-confirmed', from('cancelled'));
}
