import { makeMp4 } from '../../../adapters/mp4/index.ts';
import { db } from '../../../db.ts';
import { mediaPlaylist } from '../../../live/playlist.ts';
import { initName, segmentName } from '../room.ts';
import { lengthOf, listPieces, piecesOf, placeOfInit, placeOfPiece } from './pieces.ts';

/** A part of a recording, in its seconds. */
interface Part {
  start: number;
  finish: number;
}

/**
 * Makes an mp4 of a recording, or of a part of it that begins and ends at a frame, and keeps it under a key; says how many bytes it has.
 * Where the host's page was reloaded there is no gap in it.
 * @throws Error if pieces are gone or cannot be put together
 */
export async function keepMp4(eventId: number, key: string, part?: Part): Promise<number> {
  const all = await listPieces(eventId);
  const pieces = part ? piecesOf(all, part) : all;
  const before = pieces[0]?.start ?? 0;
  const { mediaKey, epochs } = await db.webinar.findUniqueOrThrow({
    where: { eventId },
    select: { mediaKey: true, epochs: { select: { epoch: true, initBytes: true, isCompacted: true } } },
  });
  const playlist = mediaPlaylist(
    pieces.map((piece) => ({ ...piece, uri: segmentName(piece.epoch, piece.seq), range: null })),
    { init: (epoch) => ({ uri: initName(epoch), range: null }), isEnded: true },
  );
  const files = new Map([
    ...epochs.map((epoch) => [initName(epoch.epoch), placeOfInit(mediaKey, epoch)] as const),
    ...pieces.map((piece) => [segmentName(piece.epoch, piece.seq), placeOfPiece(mediaKey, piece)] as const),
  ]);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const trim = part && { start: part.start - before, end: Math.min(part.finish, lengthOf(pieces)) - before };
  return makeMp4({ playlist, files, key, bytes, ...(trim ? { trim } : {}) });
}
