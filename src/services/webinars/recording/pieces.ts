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

/** What is known of the init segment of an epoch. */
interface EpochInit {
  epoch: number;
  initBytes: number;
  isCompacted: boolean;
}

/** Where bytes are kept: all of a file of the store, or the part of it from `start` to `end`, both included. */
export interface Place {
  key: string;
  range?: { start: number; end: number };
}

/** Where a piece is kept. */
export const placeOfPiece = (mediaKey: string, { epoch, seq, bytes, offset }: Piece): Place =>
  offset === null
    ? { key: fileKey(mediaKey, segmentName(epoch, seq)) }
    : { key: fileKey(mediaKey, epochName(epoch)), range: { start: offset, end: offset + bytes - 1 } };

/** Where the init segment of an epoch is kept. */
export const placeOfInit = (mediaKey: string, epoch: EpochInit): Place =>
  epoch.isCompacted
    ? { key: fileKey(mediaKey, epochName(epoch.epoch)), range: { start: 0, end: epoch.initBytes - 1 } }
    : { key: fileKey(mediaKey, initName(epoch.epoch)) };

/**
 * The bytes of a piece, wherever they lie.
 * @throws Error if its file is gone
 */
export const readPiece = (mediaKey: string, piece: Piece): Promise<Buffer> => read(placeOfPiece(mediaKey, piece));

/**
 * The init segment of an epoch of which so many bytes are kept.
 * @throws Error if its file is gone
 */
export const readInit = (mediaKey: string, epoch: EpochInit): Promise<Buffer> => read(placeOfInit(mediaKey, epoch));

async function read({ key, range }: Place): Promise<Buffer> {
  const file = await fileStore.find(key);
  if (!file) throw new Error(`No file ${key} of a webinar`);
  return buffer(file.stream(range));
}
