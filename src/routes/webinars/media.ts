import { Router } from 'express';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { NotFound } from '../../errors.ts';
import { mediaPlaylist } from '../../live/playlist.ts';
import { findFile, findPart } from '../../services/webinars/files.ts';
import { epochName, initName, segmentName } from '../../services/webinars/room.ts';
import type { Room, Segment } from '../../services/webinars/room.ts';
import { getRoom, waitForNews } from '../../services/webinars/rooms.ts';
import { passedAsHost, passedOf } from './passed.ts';

/**
 * The broadcast itself. It stands before the sessions: who has a pass is let in without a question to the database, thousands of times a
 * second; anybody else is told that there is nothing.
 */
export const webinarMedia = Router();

const WINDOW = 30;
const PATIENCE_MS = 6000;
/** More pieces than these do not come while somebody waits. */
const MOST_AHEAD = 6;
const TYPE = 'application/vnd.apple.mpegurl';

const playlists = new WeakMap<Room, Map<string, { version: string; text: string }>>();

webinarMedia.get('/webinars/:id/live.m3u8', async (req, res) => {
  const room = await roomOf(req);
  // Viewers hear that a broadcast begins a moment before its first piece is there.
  const number = room.broadcast.length === 0 ? 0 : Number(req.query['_HLS_msn'] ?? Number.NaN);
  if (Number.isInteger(number) && number >= 0 && number - room.broadcast.length <= MOST_AHEAD) await untilSegment(res, room, number);
  const now = (await getRoom(room.eventId)) ?? room;
  send(res, now, now.state === 'ended' ? 'full' : 'live');
});

webinarMedia.get('/webinars/:id/full.m3u8', async (req, res) => {
  send(res, await roomOf(req), 'full');
});

webinarMedia.get('/webinars/:id/rehearsal.m3u8', async (req, res) => {
  send(res, (await passedAsHost(req)).room, 'rehearsal');
});

webinarMedia.get('/webinars/:id/media/:name', async (req, res) => {
  const { room, pass } = await passedOf(req);
  const { name } = req.params;
  const epoch = room.epochs.get(Number(/^(\d{1,5})(?:-(?:init|\d{1,7}))?\.(?:mp4|m4s)$/.exec(name)?.[1]));
  if (!epoch || (epoch.isRehearsal && !pass.isHost)) throw new NotFound();
  const file = (await findFile(room.mediaKey, name)) ?? (await findPart(room, name));
  if (!file) throw new NotFound();
  // Never changes, but is not for whoever comes next to the same machine.
  res.set('Cache-Control', 'private, max-age=31536000, immutable, no-transform');
  res.type(name.endsWith('.m4s') ? 'video/iso.segment' : 'video/mp4');
  if (Buffer.isBuffer(file)) return void res.send(file);
  await sendParts(req, res, file);
});

const roomOf = async (req: Request): Promise<Room> => (await passedOf(req)).room;

/** Waits, as the player asks for, until the piece is there or the broadcast is over. */
async function untilSegment(res: Response, { eventId }: Room, number: number): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const room = await getRoom(eventId);
    const restMs = until - performance.now();
    if (!room || room.state === 'ended' || room.broadcast.length > number || restMs <= 0) return;
    if (!(await waitForNews(eventId, restMs, gone.signal))) return;
  }
}

function send(res: Response, room: Room, kind: 'live' | 'full' | 'rehearsal'): void {
  const segments = kind === 'rehearsal' ? room.rehearsal : room.broadcast;
  if (segments.length === 0) throw new NotFound();
  res.set('Cache-Control', 'no-store, no-transform');
  res.type(TYPE).send(playlistText(room, segments, kind));
}

/** Made once for all viewers, until the next piece comes. */
function playlistText(room: Room, segments: Segment[], kind: 'live' | 'full' | 'rehearsal'): string {
  const texts = playlists.get(room) ?? new Map<string, { version: string; text: string }>();
  playlists.set(room, texts);
  const version = `${segments.length} ${room.state}`;
  const known = texts.get(kind);
  if (known?.version === version) return known.text;
  const text = mediaPlaylist(
    segments.map((segment) => toPlaylist(segment)),
    {
      init: (epoch) => initOf(room, epoch),
      isEnded: room.state === 'ended' && kind !== 'rehearsal',
      ...(kind === 'full' ? {} : { window: WINDOW }),
    },
  );
  texts.set(kind, { version, text });
  return text;
}

/** A piece as the playlists name it; `base`: the way from the playlist to the pieces. */
export function toPlaylist({ epoch, seq, at, duration, bytes, offset }: Segment, base = 'media/') {
  const uri = `${base}${offset === null ? segmentName(epoch, seq) : epochName(epoch)}`;
  return { epoch, at, duration, uri, range: offset === null ? null : { offset, bytes } };
}

export function initOf({ epochs }: Room, epoch: number, base = 'media/') {
  const { isCompacted, initBytes } = epochs.get(epoch)!;
  return isCompacted
    ? { uri: `${base}${epochName(epoch)}`, range: { offset: 0, bytes: initBytes } }
    : { uri: `${base}${initName(epoch)}`, range: null };
}

/** A large file, or the part of it that was asked for. */
async function sendParts(
  req: Request,
  res: Response,
  file: { bytes: number; stream(range?: { start: number; end: number }): NodeJS.ReadableStream },
): Promise<void> {
  res.set('Accept-Ranges', 'bytes');
  const ranges = req.range(file.bytes);
  const range = Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges[0] : undefined;
  if (ranges === -1) return void res.status(416).set('Content-Range', `bytes */${file.bytes}`).end();
  res.set('Content-Length', String(range ? range.end - range.start + 1 : file.bytes));
  if (range) res.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  await pipeline(file.stream(range), res);
}
