import { db } from '../../db.ts';
import { isPassword } from './passwords.ts';

/** The account with this address and password, or null; which of the two was wrong is not told, nor shown by the time it takes. */
export async function findAccountByPassword(email: string, password: string): Promise<number | null> {
  const [account] = await db.$queryRaw<{ id: number; passwordHash: string }[]>`
    SELECT id, password_hash AS "passwordHash" FROM accounts WHERE lower(email) = lower(${email}) AND deleted_at IS NULL`;
  return (await isPassword(password, account?.passwordHash)) && account ? account.id : null;
}
