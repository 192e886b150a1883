import { db } from '../../db.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';

/** The account of a session, or null if it is gone. */
export async function findCurrentAccount(id: number): Promise<CurrentAccount | null> {
  const [account] = await db.$queryRaw<CurrentAccount[]>`
    SELECT a.id, a.email, a.first_name AS "firstName", a.last_name AS "lastName", a.role, a.locale, a.email_confirmed_at IS NOT NULL AS "emailConfirmed",
      p.avatar_id AS "avatarId",
      (SELECT count(*)::int FROM (SELECT FROM notifications n WHERE n.account_id = a.id AND n.read_at IS NULL LIMIT 100) new) AS unread
    FROM accounts a LEFT JOIN profiles p ON p.account_id = a.id WHERE a.id = ${id} AND a.deleted_at IS NULL`;
  return account ?? null;
}
