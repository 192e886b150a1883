import { Router } from 'express';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { NotFound } from '../../errors.ts';
import { mediaPlaylist } from '../../live/playlist.ts';
import { findCaptions } from '../../services/webinars/recording/captions.ts';
import { piecesOf } from '../../services/webinars/recording/pieces.ts';
import { listHighlights } from '../../services/webinars/recording/read.ts';
import type { Room, Segment } from '../../services/webinars/room.ts';
import { initOf, toPlaylist } from './media.ts';
import { passedOf } from './passed.ts';
import { uuidOf } from './recording.ts';

/** Parts of a recording as playlists of their own, and its captions; for who has a pass, before the sessions. */
export const recordingMedia = Router();

recordingMedia.get('/webinars/:id/highlights/:highlightId/playlist.m3u8', async (req, res) => {
  const room = await endedRoom(req);
  const id = uuidOf(req);
  const part = (await listHighlights(room.eventId)).find((one) => one.id === id);
  if (!part) throw new NotFound();
  const pieces = piecesOf(placed(room), part);
  if (pieces.length === 0) throw new NotFound();
  const base = '../../media/';
  const segments = pieces.map((piece) => toPlaylist(piece, base));
  send(
    res,
    mediaPlaylist(segments, {
      init: (epoch) => initOf(room, epoch, base),
      isEnded: true,
      from: Math.max(0, part.start - pieces[0]!.start),
    }),
  );
});

/** More than the number of any epoch. */
const PARTS_APART = 100_000;

recordingMedia.get('/webinars/:id/reel.m3u8', async (req, res) => {
  const room = await endedRoom(req);
  const all = placed(room);
  // Where one part ends and the next begins the time jumps, as between epochs: each part has numbers of epochs of its own.
  const segments = (await listHighlights(room.eventId)).flatMap((part, index) =>
    piecesOf(all, part).map((piece) => ({ ...toPlaylist(piece), epoch: piece.epoch + index * PARTS_APART })),
  );
  if (segments.length === 0) throw new NotFound();
  send(res, mediaPlaylist(segments, { init: (epoch) => initOf(room, epoch % PARTS_APART), isEnded: true }));
});

recordingMedia.get('/webinars/:id/captions/:name', async (req, res) => {
  const { room } = await passedOf(req);
  const [, language] = /^([a-z]{2})\.vtt$/.exec(req.params.name) ?? [];
  const file = language ? await findCaptions(room.mediaKey, language) : null;
  if (!file) throw new NotFound();
  res.set({ 'Content-Type': 'text/vtt; charset=utf-8', 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' });
  await pipeline(file.stream(), res);
});

/** @throws NotFound until the broadcast is over */
async function endedRoom(req: Request): Promise<Room> {
  const { room } = await passedOf(req);
  if (room.state !== 'ended') throw new NotFound();
  return room;
}

/** The pieces with the second of the recording at which each begins. */
function placed({ broadcast }: Room): (Segment & { start: number })[] {
  let start = 0;
  return broadcast.map((segment) => {
    const piece = { ...segment, start };
    start += segment.duration;
    return piece;
  });
}

function send(res: Response, text: string): void {
  res.set('Cache-Control', 'no-store, no-transform');
  res.type('application/vnd.apple.mpegurl').send(text);
}
