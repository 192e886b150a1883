import { buffer } from 'node:stream/consumers';
import { fileStore } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { epochName, fileKey, initName, segmentName } from '../room.ts';

/** A piece of a recording, and the second of the recording at which it begins. */
export interface Piece {
  epoch: number;
  seq: number;
  at: Date;
  duration: number;
  bytes: number;
  /** In the one file of its epoch, once there is one. */
  offset: number | null;
  start: number;
}

/** The pieces of a webinar's recording in their order; none once it is removed. */
export async function listPieces(eventId: number): Promise<Piece[]> {
  const rows = await db.$queryRaw<Omit<Piece, 'start'>[]>`
    SELECT s.epoch, s.seq, s.at, s.duration, s.bytes, s.byte_offset::float8 AS offset
    FROM webinar_segments s JOIN webinar_epochs e ON e.event_id = s.event_id AND e.epoch = s.epoch
    WHERE s.event_id = ${eventId} AND NOT e.is_rehearsal ORDER BY s.epoch, s.seq`;
  let start = 0;
  return rows.map((row) => {
    const piece = { ...row, start };
    start += row.duration;
    return piece;
  });
}

/** How long a recording is, in seconds. */
export const lengthOf = (pieces: Piece[]): number => {
  const last = pieces.at(-1);
  return last ? last.start + last.duration : 0;
};

/** The pieces that a part of the recording, from second to second, lies in. */
export const piecesOf = (pieces: Piece[], { start, finish }: { start: number; finish: number }): Piece[] =>
  pieces.filter((piece) => piece.start < finish && piece.start + piece.duration > start);

/**
 * The bytes of a piece, wherever they lie.
 * @throws Error if its file is gone
 */
export const readPiece = (mediaKey: string, { epoch, seq, bytes, offset }: Piece): Promise<Buffer> =>
  offset === null
    ? readFile(mediaKey, segmentName(epoch, seq))
    : readFile(mediaKey, epochName(epoch), { start: offset, end: offset + bytes - 1 });

/**
 * The init segment of an epoch of which so many bytes are kept.
 * @throws Error if its file is gone
 */
export const readInit = (mediaKey: string, epoch: { epoch: number; initBytes: number; isCompacted: boolean }): Promise<Buffer> =>
  epoch.isCompacted
    ? readFile(mediaKey, epochName(epoch.epoch), { start: 0, end: epoch.initBytes - 1 })
    : readFile(mediaKey, initName(epoch.epoch));

async function readFile(mediaKey: string, name: string, range?: { start: number; end: number }): Promise<Buffer> {
  const file = await fileStore.find(fileKey(mediaKey, name));
  if (!file) throw new Error(`No file ${name} of a webinar`);
  return buffer(file.stream(range));
}
