import type { Transaction } from '../../db.ts';

/** Ends everything that is logged in to an account. */
export async function endSessions(tx: Transaction, accountId: number): Promise<void> {
  await tx.$executeRaw`DELETE FROM sessions WHERE sess ->> 'accountId' = ${String(accountId)}`;
}
