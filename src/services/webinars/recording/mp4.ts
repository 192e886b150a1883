import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, Conversion, CustomPathedSource, FilePathTarget, Input, Mp4OutputFormat, Output } from 'mediabunny';
import { fileStore } from '../../../adapters/file-store.ts';
import { config } from '../../../config.ts';
import { db } from '../../../db.ts';
import { mediaPlaylist } from '../../../live/playlist.ts';
import { initName, segmentName } from '../room.ts';
import { assertRoomToStore } from '../space.ts';
import { lengthOf, piecesOf, readInit, readPiece } from './pieces.ts';
import type { Piece } from './pieces.ts';

/** A part of a recording, in its seconds. */
interface Part {
  start: number;
  finish: number;
}

const PLAYLIST = 'recording.m3u8';
/** What a process that died left behind. */
const OLD_MS = 86_400_000;

/**
 * Makes an mp4 of a recording, or of a part of it that begins and ends at a frame, and keeps it under a key; says how many bytes it has.
 * Nothing is encoded anew: pictures and sound are copied, and where the host's page was reloaded there is no gap.
 * @throws Error if pieces are gone or cannot be put together
 */
export async function makeMp4(eventId: number, key: string, pieces: Piece[], part?: Part): Promise<number> {
  await assertRoomToStore();
  const path = await placeToWork();
  try {
    const taken = part ? piecesOf(pieces, part) : pieces;
    const before = taken[0]?.start ?? 0;
    const input = await openPieces(eventId, taken);
    try {
      await convert(input, path, part && { start: part.start - before, end: Math.min(part.finish, lengthOf(taken)) - before });
    } finally {
      input.dispose();
    }
    await fileStore.put(key, createReadStream(path));
    return (await stat(path)).size;
  } finally {
    await rm(path, { force: true });
  }
}

async function convert(input: Input, path: string, trim: { start: number; end: number } | undefined): Promise<void> {
  // A part is short enough to be put in order in memory, so that it plays while it loads.
  const format = new Mp4OutputFormat({ fastStart: trim ? 'in-memory' : false });
  const output = new Output({ format, target: new FilePathTarget(path) });
  const conversion = await Conversion.init({ input, output, showWarnings: false, ...(trim ? { trim } : {}) });
  if (!conversion.isValid) throw new Error('Nothing of the recording can be put into an mp4');
  await conversion.execute();
}

/** Without dates, so that the time goes on where one epoch ends and the next begins. */
async function openPieces(eventId: number, pieces: Piece[]): Promise<Input> {
  const { mediaKey, epochs } = await db.webinar.findUniqueOrThrow({
    where: { eventId },
    select: { mediaKey: true, epochs: { select: { epoch: true, initBytes: true, isCompacted: true } } },
  });
  const playlist = mediaPlaylist(
    pieces.map((piece) => ({ ...piece, uri: segmentName(piece.epoch, piece.seq), range: null })),
    { init: (epoch) => ({ uri: initName(epoch), range: null }), isEnded: true },
  );
  const read = new Map<string, () => Promise<Buffer>>([
    [PLAYLIST, () => Promise.resolve(Buffer.from(playlist))],
    ...epochs.map((epoch) => [initName(epoch.epoch), () => readInit(mediaKey, epoch)] as const),
    ...pieces.map((piece) => [segmentName(piece.epoch, piece.seq), () => readPiece(mediaKey, piece)] as const),
  ]);
  const source = new CustomPathedSource(PLAYLIST, async ({ path }) => new BufferSource(await read.get(path)!()));
  return new Input({ formats: ALL_FORMATS, source, formatOptions: { hls: { offsetTimestampsByDateTime: false } } });
}

async function placeToWork(): Promise<string> {
  const folder = join(config.dataDir, 'making');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const known = await stat(join(folder, name)).catch(() => null);
    if (known && known.mtimeMs < Date.now() - OLD_MS) await rm(join(folder, name), { force: true });
  }
  return join(folder, `${randomUUID()}.mp4`);
}
