import { fileStore } from '../../adapters/file-store.ts';
import { db } from '../../db.ts';

const DAY_MS = 86_400_000;

/** Removes archives that have expired, files that no archive points to, and addresses of people who have left from mails that were sent. */
export async function cleanUpPrivacy(now: Date = new Date()): Promise<{ exports: number; addresses: number }> {
  const expired = await db.$queryRaw<{ key: string | null }[]>`
    DELETE FROM data_exports WHERE expires_at <= ${now}::timestamptz
      OR state = 'failed' AND created_at < ${now}::timestamptz - interval '7 days' RETURNING file_key AS key`;
  for (const { key } of expired) if (key) await fileStore.remove(key);
  await removeUnknown(new Date(now.getTime() - DAY_MS));
  return { exports: expired.length, addresses: (await forgetLeavers()) + (await forgetVisitors()) };
}

async function removeUnknown(before: Date): Promise<void> {
  const known = new Set((await db.dataExport.findMany({ select: { fileKey: true } })).map(({ fileKey }) => fileKey));
  for (const name of await fileStore.list('exports')) {
    const key = `exports/${name}`;
    const file = known.has(key) ? null : await fileStore.find(key);
    if (file && file.changedAt < before) await fileStore.remove(key);
  }
}

/** The last mail to somebody who has left. */
const forgetLeavers = (): Promise<number> => db.$executeRaw`
  UPDATE mails SET recipient = 'deleted@deleted.invalid', payload = '{}', error = NULL
  WHERE kind = 'account-deleted' AND state IN ('sent', 'failed') AND recipient <> 'deleted@deleted.invalid'`;

/** Mails that were still on their way when their organizer left. */
const forgetVisitors = (): Promise<number> => db.$executeRaw`
  UPDATE mails m SET recipient = v.email_address, payload = '{}', error = NULL
  FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
  WHERE m.registration_id = r.id AND v.email_address LIKE 'visitor-%@deleted.invalid' AND m.recipient <> v.email_address AND m.state IN ('sent', 'failed')`;
