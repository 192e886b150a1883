import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { InvalidField } from '../../errors.ts';
import { queueMail } from '../mail/queue.ts';
import type { MailKind } from '../mail/queue.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { endSessions } from './sessions.ts';
import { consumeToken, isTokenUsable } from './tokens.ts';

/** Thrown when the current password that must be known for a change is not the one. */
export class WrongPassword extends InvalidField {
  constructor() {
    super('current_password', 'wrong_password');
  }
}

/**
 * Mails a link for a new password, if the address has an account. One statement in either case, so that its time tells nothing.
 */
export async function requestPasswordReset(email: string): Promise<void> {
  const kind: MailKind = 'password-reset';
  await db.$executeRaw`
    INSERT INTO mails (kind, recipient, locale, payload)
    SELECT ${kind}, email, locale, jsonb_build_object('accountId', id) FROM accounts WHERE lower(email) = lower(${email}) AND deleted_at IS NULL`;
}

/**
 * Sets a password by the link of a mail and logs the account out everywhere; whoever has the mail owns the address, so that is
 * confirmed too. False if the token is no good any more.
 */
export async function resetPassword(token: string, password: string, now: Date = new Date()): Promise<boolean> {
  if (!(await isTokenUsable(token, 'reset-password', now))) return false;
  const passwordHash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    const id = await consumeToken(tx, token, 'reset-password', now);
    if (id === null) return false;
    await tx.account.updateMany({ where: { id, emailConfirmedAt: null }, data: { emailConfirmedAt: now } });
    await setPassword(tx, id, passwordHash);
    return true;
  });
}

/**
 * Changes the password of somebody who knows the current one and ends all sessions of the account, this one included.
 * @throws WrongPassword if the current one is another
 */
export async function changePassword(id: number, current: string, password: string): Promise<void> {
  const account = await db.account.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } });
  if (!(await isPassword(current, account.passwordHash))) throw new WrongPassword();
  const passwordHash = await hashPassword(password);
  await db.$transaction((tx) => setPassword(tx, id, passwordHash));
}

/** The old password opens nothing any more: no session, no link that was mailed for it. */
async function setPassword(tx: Transaction, id: number, passwordHash: string): Promise<void> {
  const { email, locale } = await tx.account.update({ where: { id }, data: { passwordHash }, select: { email: true, locale: true } });
  await tx.accountToken.deleteMany({ where: { accountId: id, purpose: 'reset-password', usedAt: null } });
  await endSessions(tx, id);
  await queueMail(tx, { kind: 'password-changed', recipient: email, locale, payload: { accountId: id } });
}
