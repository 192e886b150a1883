import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { queueMail } from '../mail/queue.ts';
import { consumeToken } from './tokens.ts';

interface Addressee {
  id: number;
  email: string;
  locale: string;
}

/** Queues the mail with the link that confirms an account's address. */
export const queueConfirmation = (tx: Transaction, { id, email, locale }: Addressee): Promise<void> =>
  queueMail(tx, { kind: 'confirm-email', recipient: email, locale, payload: { accountId: id } });

/** Mails the confirmation link once more. */
export const sendConfirmation = (account: Addressee): Promise<void> => queueConfirmation(db, account);

/** Confirms the address of the account that the token was mailed to; false if the token is no good any more. */
export function confirmEmail(token: string, now: Date = new Date()): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const id = await consumeToken(tx, token, 'confirm-email', now);
    if (id === null) return false;
    await tx.account.updateMany({ where: { id, emailConfirmedAt: null }, data: { emailConfirmedAt: now } });
    return true;
  });
}
