import { fileStore } from '../../adapters/file-store.ts';
import { db } from '../../db.ts';
import { removeFiles } from './remove.ts';

const DAY_MS = 86_400_000;

/**
 * Removes pictures that nothing has pointed to for a day (a form that was given up, an event that was deleted), files whose picture is
 * gone, and what a process that died left half written.
 */
export async function cleanUpPictures(now: Date = new Date()): Promise<{ pictures: number; pictureFiles: number }> {
  const aDayAgo = new Date(now.getTime() - DAY_MS);
  const orphans = await db.$queryRaw<{ id: string }[]>`
    DELETE FROM media m WHERE m.created_at < ${aDayAgo}::timestamptz
      AND NOT EXISTS (SELECT 1 FROM events WHERE cover_id = m.id)
      AND NOT EXISTS (SELECT 1 FROM groups WHERE cover_id = m.id)
      AND NOT EXISTS (SELECT 1 FROM profiles WHERE avatar_id = m.id)
    RETURNING m.id`;
  for (const { id } of orphans) await removeFiles(id);
  await fileStore.removeUnfinished(aDayAgo);
  return { pictures: orphans.length, pictureFiles: await removeUnknown(aDayAgo) };
}

/** Files are written before the row of their picture, so young ones may still get it. */
async function removeUnknown(before: Date): Promise<number> {
  const known = new Set((await db.media.findMany({ select: { id: true } })).map(({ id }) => id));
  const unknown = (await fileStore.list('pictures')).filter((id) => !known.has(id));
  let removed = 0;
  for (const id of unknown) {
    if ((await newestIn(`pictures/${id}`)) >= before) continue;
    await removeFiles(id);
    removed += 1;
  }
  return removed;
}

async function newestIn(folder: string): Promise<Date> {
  const files = await Promise.all((await fileStore.list(folder)).map((name) => fileStore.find(`${folder}/${name}`)));
  return new Date(Math.max(0, ...files.map((file) => file?.changedAt.getTime() ?? 0)));
}
