import { Readable } from 'node:stream';
import { fileStore } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { assertRoomToStore } from '../space.ts';
import { epochName, fileKey } from '../room.ts';
import { readInit, readPiece } from './pieces.ts';
import type { Piece } from './pieces.ts';

interface EpochRow {
  epoch: number;
  initBytes: number;
  isCompacted: boolean;
}

/**
 * Puts the thousands of small files of an ended broadcast together into one file for each epoch. The first call writes those and lets all
 * processes read them; a later one, when nobody reads the small files any more, removes them. Safe to repeat and to break off anywhere.
 */
export async function compactRecording(eventId: number, now = new Date()): Promise<'joined' | 'done'> {
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId }, select: { mediaKey: true } });
  const waiting = await db.$queryRaw<EpochRow[]>`
    SELECT e.epoch, e.init_bytes AS "initBytes", e.is_compacted AS "isCompacted" FROM webinar_epochs e
    WHERE e.event_id = ${eventId} AND NOT e.is_rehearsal AND (NOT e.is_compacted OR EXISTS (
      SELECT 1 FROM webinar_segments s WHERE s.event_id = e.event_id AND s.epoch = e.epoch AND s.byte_offset IS NULL))
    ORDER BY e.epoch`;
  for (const epoch of waiting) await joinEpoch(eventId, mediaKey, epoch);
  if (waiting.length > 0) return 'joined';
  await removeRehearsals(eventId, mediaKey);
  await removeSmallFiles(eventId, mediaKey);
  await db.$executeRaw`
    UPDATE webinars w SET compacted_at = ${now}::timestamptz, bytes = (
      SELECT coalesce(sum(e.init_bytes + (SELECT coalesce(sum(s.bytes), 0) FROM webinar_segments s WHERE s.event_id = e.event_id AND s.epoch = e.epoch)), 0)
      FROM webinar_epochs e WHERE e.event_id = w.event_id)
    WHERE event_id = ${eventId} AND NOT EXISTS (
      SELECT 1 FROM webinar_segments s WHERE s.event_id = w.event_id AND s.byte_offset IS NULL)`;
  return 'done';
}

/** Those that came too late for the first time are put behind the others: what has a place keeps it. */
async function joinEpoch(eventId: number, mediaKey: string, epoch: EpochRow): Promise<void> {
  await assertRoomToStore();
  const rows = await db.$queryRaw<Piece[]>`
    SELECT epoch, seq, at, duration, bytes, byte_offset::float8 AS offset, 0 AS start FROM webinar_segments
    WHERE event_id = ${eventId} AND epoch = ${epoch.epoch} ORDER BY seq`;
  await fileStore.put(fileKey(mediaKey, epochName(epoch.epoch)), Readable.from(bytesOf(mediaKey, epoch, rows)));
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE webinar_segments s SET byte_offset = p.place FROM (
        SELECT seq, ${epoch.initBytes}::bigint + sum(bytes) OVER (ORDER BY seq) - bytes AS place FROM webinar_segments
        WHERE event_id = ${eventId} AND epoch = ${epoch.epoch} AND seq < ${rows.length}) p
      WHERE s.event_id = ${eventId} AND s.epoch = ${epoch.epoch} AND s.seq = p.seq`;
    await tx.$executeRaw`UPDATE webinar_epochs SET is_compacted = true WHERE event_id = ${eventId} AND epoch = ${epoch.epoch}`;
    await tx.$executeRaw`SELECT pg_notify('webinar', ${`${eventId}:room`})`;
  });
}

async function* bytesOf(mediaKey: string, epoch: EpochRow, pieces: Piece[]): AsyncGenerator<Buffer> {
  yield await readInit(mediaKey, epoch);
  for (const piece of pieces) yield await readPiece(mediaKey, piece);
}

/** Nobody but the hosts has seen them, and they have had their use. */
async function removeRehearsals(eventId: number, mediaKey: string): Promise<void> {
  const rows = await db.webinarEpoch.findMany({ where: { eventId, isRehearsal: true }, select: { epoch: true } });
  const epochs = new Set(rows.map(({ epoch }) => epoch));
  for (const { name, epoch } of await piecesInStore(mediaKey)) if (epochs.has(epoch)) await fileStore.remove(fileKey(mediaKey, name));
  // Last: by the rows a later call finds the files that this one did not come to.
  await db.webinarEpoch.deleteMany({ where: { eventId, isRehearsal: true } });
}

/** Only of pieces that have their place in the large file. */
async function removeSmallFiles(eventId: number, mediaKey: string): Promise<void> {
  const joined = new Map(
    (
      await db.$queryRaw<{ epoch: number; pieces: number }[]>`
        SELECT e.epoch, (SELECT count(*)::int FROM webinar_segments s WHERE s.event_id = e.event_id AND s.epoch = e.epoch AND s.byte_offset IS NOT NULL) AS pieces
        FROM webinar_epochs e WHERE e.event_id = ${eventId} AND e.is_compacted`
    ).map(({ epoch, pieces }) => [epoch, pieces]),
  );
  for (const { name, epoch, seq } of await piecesInStore(mediaKey)) {
    if (seq < (joined.get(epoch) ?? -1)) await fileStore.remove(fileKey(mediaKey, name));
  }
}

/** The small files there are; an init segment goes before the first piece. */
async function piecesInStore(mediaKey: string): Promise<{ name: string; epoch: number; seq: number }[]> {
  return (await fileStore.list(`webinars/${mediaKey}`)).flatMap((name) => {
    const [, epoch, seq] = /^(\d+)-(init|\d+)\.(?:mp4|m4s)$/.exec(name) ?? [];
    return epoch && seq ? [{ name, epoch: Number(epoch), seq: seq === 'init' ? -1 : Number(seq) }] : [];
  });
}
