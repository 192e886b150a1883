import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { PRIVACY_VERSION } from '../../policies/privacy.ts';
import { queueConfirmation } from './confirmation.ts';
import { hashPassword } from './passwords.ts';

/** Thrown when somebody signs up with an address that has an account. */
export class EmailTaken extends Conflict {
  constructor() {
    super('email_taken');
  }
}

export interface NewAccount {
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  role: 'participant' | 'organizer';
  locale: string;
}

/**
 * Makes an account and mails the link that confirms its address. Gives the account's id.
 * @throws EmailTaken if the address, in any case of letters, has one already
 */
export async function signUp(person: NewAccount): Promise<number> {
  const passwordHash = await hashPassword(person.password);
  return db.$transaction(async (tx) => {
    const [account] = await tx.$queryRaw<{ id: number; email: string; locale: string }[]>`
      INSERT INTO accounts (email, password_hash, first_name, last_name, role, locale, consent_version)
      VALUES (${person.email}, ${passwordHash}, ${person.firstName}, ${person.lastName}, ${person.role}, ${person.locale}, ${PRIVACY_VERSION})
      ON CONFLICT (lower(email)) DO NOTHING RETURNING id, email, locale`;
    if (!account) throw new EmailTaken();
    await queueConfirmation(tx, account);
    return account.id;
  });
}
