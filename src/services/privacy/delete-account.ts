import { fileStore } from '../../adapters/file-store.ts';
import { db, sqlStateOf } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { WrongPassword } from '../accounts/password.ts';
import { isPassword } from '../accounts/passwords.ts';
import { endSessions } from '../accounts/sessions.ts';
import { queueMail } from '../mail/queue.ts';
import { removePicture } from '../media/remove.ts';
import { applyStatus } from '../registrations/status.ts';
import { lockRegistrations } from '../registrations/lock.ts';
import { eraseCommunity } from './erase-community.ts';
import { eraseMails, eraseOwnVisitors, eraseVisits } from './erase-visits.ts';
import { eraseFromWebinars, eraseOwnViewers } from './erase-webinars.ts';
import { findObstacles } from './leaving.ts';

/** Thrown when something has to be handed over or cancelled first; findObstacles says what. */
export class DeletionBlocked extends Conflict {
  constructor() {
    super('deletion_blocked');
  }
}

interface Leaving {
  id: number;
  email: string;
  locale: string;
  firstName: string;
  isConfirmed: boolean;
}

/** A large organizer's list of visitors is rewritten at once. */
const LONGEST_MS = 120_000;

/**
 * Deletes an account at once: registrations to come are cancelled and their seats go to the waiting lists, everything about the person
 * is erased, and what others rely on (money, events, posts, reviews) stays without a name. The address is free again; a mail to it says so.
 * @throws WrongPassword
 * @throws DeletionBlocked while something has to be settled first
 */
export async function deleteAccount(id: number, password: string, now: Date = new Date()): Promise<void> {
  const account = await db.account.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } });
  if (!(await isPassword(password, account.passwordHash))) throw new WrongPassword();
  const left = await db.$transaction((tx) => erase(tx, id, now), { timeout: LONGEST_MS }).catch(lastLeader);
  await removePicture(db, left.avatarId);
  for (const key of left.files) await fileStore.remove(key);
}

/** Somebody else may have left a group a moment ago. */
function lastLeader(error: unknown): never {
  throw sqlStateOf(error) === 'TS020' ? new DeletionBlocked() : error;
}

async function erase(tx: Transaction, id: number, now: Date) {
  const files = await eraseArchives(tx, id);
  const person = await lockAccount(tx, id);
  const { isFree } = await findObstacles(id, now, tx);
  if (!isFree) throw new DeletionBlocked();
  if (person.isConfirmed) await cancelRegistrations(tx, person.email, now);
  await eraseFromWebinars(tx, person);
  if (person.isConfirmed) await eraseVisits(tx, person.email);
  await eraseOwnViewers(tx, id);
  await eraseOwnVisitors(tx, id);
  await eraseMails(tx, person);
  const avatarId = await eraseCommunity(tx, id, now);
  await buryAccount(tx, id, now);
  await queueMail(tx, { kind: 'account-deleted', recipient: person.email, locale: person.locale, payload: { name: person.firstName } });
  return { avatarId, files };
}

/** One that is just being made is waited for. That comes before any other lock: whoever makes it goes on to the account. */
async function eraseArchives(tx: Transaction, id: number): Promise<string[]> {
  const erased = await tx.$queryRaw<{ key: string | null }[]>`DELETE FROM data_exports WHERE account_id = ${id} RETURNING file_key AS key`;
  return erased.flatMap(({ key }) => key ?? []);
}

/**
 * Admins are locked together, so that the last two cannot leave at the same moment. The key of the row stays free for references: whoever
 * has the seats or the group that comes next here may be about to leave this person a notice.
 */
async function lockAccount(tx: Transaction, id: number): Promise<Leaving> {
  const people = await tx.$queryRaw<Leaving[]>`
    SELECT id, email, locale, first_name AS "firstName", email_confirmed_at IS NOT NULL AS "isConfirmed" FROM accounts
    WHERE deleted_at IS NULL AND (id = ${id} OR role = 'admin' AND EXISTS (SELECT 1 FROM accounts WHERE id = ${id} AND role = 'admin'))
    ORDER BY id FOR NO KEY UPDATE`;
  const person = people.find((one) => one.id === id);
  if (!person) throw new NotFound();
  return person;
}

async function cancelRegistrations(tx: Transaction, email: string, now: Date): Promise<void> {
  const live = await tx.$queryRaw<{ id: number }[]>`
    SELECT r.id FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id
    WHERE lower(v.email_address) = lower(${email}) AND r.status IN ('registered', 'waitlisted')
      AND e.status = 'published' AND e.end_at > ${now}::timestamptz`;
  const ids = live.map((one) => one.id);
  await applyStatus(tx, await lockRegistrations(tx, ids, null), { status: 'cancelled', by: 'visitor', now });
}

/** The row stays for what points to it, without the person; no password fits it, and no mail reaches it. */
async function buryAccount(tx: Transaction, id: number, now: Date): Promise<void> {
  await endSessions(tx, id);
  await tx.$executeRaw`
    UPDATE accounts SET email = 'deleted-' || id || '@deleted.invalid', password_hash = '-', first_name = '', last_name = '', role = 'participant',
      email_confirmed_at = NULL, mail_token = gen_random_uuid(), deleted_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE id = ${id}`;
}
