import { fileStore } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { logRoom } from '../log.ts';

/** Removes all that was recorded of a webinar; what was said in it stays. Safe to repeat. */
export async function removeRecording(eventId: number, now = new Date()): Promise<void> {
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId }, select: { mediaKey: true } });
  await db.$transaction(async (tx) => {
    const removed = await tx.$executeRaw`
      UPDATE webinars SET removed_at = ${now}::timestamptz, bytes = 0, file_state = 'none', file_bytes = NULL
      WHERE event_id = ${eventId} AND state = 'ended' AND removed_at IS NULL`;
    if (removed === 0) return;
    await tx.webinarEpoch.deleteMany({ where: { eventId } });
    await tx.webinarHighlight.deleteMany({ where: { eventId } });
    await tx.webinarChapter.deleteMany({ where: { eventId } });
    await tx.webinarCaption.deleteMany({ where: { eventId } });
    await logRoom(tx, eventId, 'state', { state: 'ended' });
    await tx.$executeRaw`SELECT pg_notify('webinar', ${`${eventId}:room`})`;
  });
  await fileStore.removeFolder(`webinars/${mediaKey}`);
}

/** Nobody comes back to a stream of what happens where nothing has happened for so long. */
const LOG_DAYS = 1;

/** Removes recordings whose time is over, files of which no webinar knows any more, and what was told while a webinar was going on. */
export async function cleanUpRecordings(now = new Date()): Promise<{ recordings: number; recordingFolders: number; roomNews: number }> {
  const due = await db.$queryRaw<{ eventId: number }[]>`
    SELECT event_id AS "eventId" FROM webinars WHERE state = 'ended' AND removed_at IS NULL
      AND ended_at + make_interval(days => retention_days) <= ${now}::timestamptz`;
  for (const { eventId } of due) await removeRecording(eventId, now);
  const folders = await fileStore.list('webinars');
  // Asked after the folders: a webinar whose first piece comes at this very moment is known by now.
  const known = new Set(
    (await db.webinar.findMany({ where: { removedAt: null }, select: { mediaKey: true } })).map(({ mediaKey }) => mediaKey),
  );
  const unknown = folders.filter((mediaKey) => !known.has(mediaKey));
  for (const mediaKey of unknown) await fileStore.removeFolder(`webinars/${mediaKey}`);
  return { recordings: due.length, recordingFolders: unknown.length, roomNews: await forgetNews(now) };
}

/** What was said and done has its own tables. */
const forgetNews = (now: Date): Promise<number> => db.$executeRaw`
  DELETE FROM webinar_log l USING webinars w
  WHERE w.event_id = l.event_id AND w.ended_at < ${now}::timestamptz - make_interval(days => ${LOG_DAYS}::int)`;
