import { fileStore } from '../../adapters/file-store.ts';
import type { StoredFile } from '../../adapters/file-store.ts';
import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';

/** An archive of somebody's data, or the wish for one. */
export interface DataExport {
  id: number;
  state: 'queued' | 'ready' | 'failed';
  bytes: number | null;
  createdAt: Date;
  expiresAt: Date | null;
}

/** Asks for an archive; while one is being made there is no second one. */
export async function requestExport(accountId: number, now: Date = new Date()): Promise<void> {
  await db.$executeRaw`
    INSERT INTO data_exports (account_id, created_at) VALUES (${accountId}, ${now}::timestamptz)
    ON CONFLICT (account_id) WHERE state = 'queued' DO NOTHING`;
}

/** The newest archive, and what is being made; nothing that has expired. */
export async function listExports(accountId: number, now: Date = new Date()): Promise<DataExport[]> {
  return db.$queryRaw<DataExport[]>`
    SELECT id, state, bytes, created_at AS "createdAt", expires_at AS "expiresAt" FROM data_exports
    WHERE account_id = ${accountId} AND (expires_at IS NULL OR expires_at > ${now}::timestamptz) ORDER BY id DESC LIMIT 5`;
}

/**
 * The archive with this number, for whoever it is about.
 * @throws NotFound if it is somebody else's, not ready or gone
 */
export async function getExportFile(accountId: number, id: number, now: Date = new Date()): Promise<{ file: StoredFile; readyAt: Date }> {
  const made = await db.dataExport.findFirst({ where: { id, accountId, state: 'ready', expiresAt: { gt: now } } });
  const file = made?.fileKey ? await fileStore.find(made.fileKey) : null;
  if (!file || !made?.readyAt) throw new NotFound();
  return { file, readyAt: made.readyAt };
}
