import { db } from '../../db.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';

/** The account of a session, or null if it is gone. */
export async function findCurrentAccount(id: number): Promise<CurrentAccount | null> {
  const [account] = await db.$queryRaw<CurrentAccount[]>`
    SELECT id, email, first_name AS "firstName", last_name AS "lastName", role, locale, email_confirmed_at IS NOT NULL AS "emailConfirmed"
    FROM accounts WHERE id = ${id}`;
  return account ?? null;
}
