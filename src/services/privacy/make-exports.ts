import { randomBytes } from 'node:crypto';
import { fileStore } from '../../adapters/file-store.ts';
import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { logger } from '../../logger.ts';
import { queueMail } from '../mail/queue.ts';
import { notify } from '../notifications/notify.ts';
import { dataArchive } from './archive.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 7;
const LONGEST_MS = 10 * 60 * 1000;

interface Waiting {
  id: number;
  accountId: number;
}

/** Makes the archives that people have asked for, one after another. Any number of workers may do so at once. */
export async function makeDataExports(now: Date = new Date()): Promise<{ made: number; failed: number }> {
  const result = { made: 0, failed: 0 };
  for (;;) {
    const outcome = await db.$transaction((tx) => makeNext(tx, now), { timeout: LONGEST_MS });
    if (outcome === null) return result;
    result[outcome.isMade ? 'made' : 'failed'] += 1;
    for (const key of outcome.outdated) await fileStore.remove(key);
  }
}

/** The lock on its row says that it is being made; whoever deletes the account meanwhile waits for it, and removes what it has made. */
async function makeNext(tx: Transaction, now: Date): Promise<{ isMade: boolean; outdated: string[] } | null> {
  const [waiting] = await tx.$queryRaw<Waiting[]>`
    SELECT x.id, x.account_id AS "accountId" FROM data_exports x JOIN accounts a ON a.id = x.account_id
    WHERE x.state = 'queued' AND a.deleted_at IS NULL ORDER BY x.id LIMIT 1 FOR UPDATE OF x SKIP LOCKED`;
  if (!waiting) return null;
  const key = `exports/${randomBytes(24).toString('hex')}.zip`;
  try {
    await fileStore.put(key, await dataArchive(waiting.accountId, now));
  } catch (error) {
    logger.error({ event: 'export.failed', exportId: waiting.id, err: error });
    await tx.dataExport.update({ where: { id: waiting.id }, data: { state: 'failed' } });
    return { isMade: false, outdated: [key] };
  }
  return { isMade: true, outdated: await announce(tx, waiting, key, now) };
}

/** Tells the person; the newest archive takes the place of older ones. */
async function announce(tx: Transaction, { id, accountId }: Waiting, key: string, now: Date): Promise<string[]> {
  const file = (await fileStore.find(key))!;
  const data = { state: 'ready', fileKey: key, bytes: file.bytes, readyAt: now, expiresAt: new Date(now.getTime() + KEPT_DAYS * DAY_MS) };
  await tx.dataExport.update({ where: { id }, data });
  const older = await tx.$queryRaw<{ key: string | null }[]>`
    DELETE FROM data_exports WHERE account_id = ${accountId} AND id < ${id} RETURNING file_key AS key`;
  const { email, locale } = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { email: true, locale: true } });
  await queueMail(tx, { kind: 'export-ready', recipient: email, locale, payload: { accountId } });
  await notify(tx, { accountIds: [accountId], kind: 'export-ready', link: '/account/data' });
  return older.flatMap((one) => one.key ?? []);
}
