import { fileStore } from '../../../adapters/file-store.ts';
import type { StoredFile } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import { logger } from '../../../logger.ts';
import { fileKey } from '../room.ts';
import { alone } from './alone.ts';
import { keepMp4 } from './mp4.ts';

const WHOLE = 'recording.mp4';
export const clipName = (highlightId: string): string => `clip-${highlightId}.mp4`;

/**
 * Asks for the whole recording as one mp4; a job makes it within minutes. Asking twice changes nothing.
 * @throws Conflict if there is nothing recorded
 */
export async function askForFile(eventId: number): Promise<void> {
  const asked = await db.$executeRaw`
    UPDATE webinars SET file_state = CASE file_state WHEN 'ready' THEN 'ready' ELSE 'queued' END
    WHERE event_id = ${eventId} AND state = 'ended' AND removed_at IS NULL`;
  if (asked === 0) throw new Conflict('no_recording');
}

/**
 * Asks for a highlight as an mp4 of its own.
 * @throws NotFound if there is no such highlight, or nothing recorded
 */
export async function askForClip(eventId: number, id: string): Promise<void> {
  const asked = await db.$executeRaw`
    UPDATE webinar_highlights h SET clip_state = CASE clip_state WHEN 'ready' THEN 'ready' ELSE 'queued' END
    FROM webinars w WHERE w.event_id = h.event_id AND w.state = 'ended' AND w.removed_at IS NULL AND h.event_id = ${eventId} AND h.id = ${id}::uuid`;
  if (asked === 0) throw new NotFound();
}

/** The whole recording as it was made, or null. */
export const findWhole = (eventId: number): Promise<StoredFile | null> => find(eventId, WHOLE);

/** A highlight's own mp4 as it was made, or null. */
export const findClip = (eventId: number, id: string): Promise<StoredFile | null> => find(eventId, clipName(id));

async function find(eventId: number, name: string): Promise<StoredFile | null> {
  const webinar = await db.webinar.findUnique({ where: { eventId }, select: { mediaKey: true } });
  return webinar && fileStore.find(fileKey(webinar.mediaKey, name));
}

/** Makes all files that were asked for, one after another, the short ones first; says how many. None while another process is at it. */
export const makeAskedFiles = async (): Promise<number> => (await alone('make-recording-files', makeAll)) ?? 0;

async function makeAll(): Promise<number> {
  const clips = await db.$queryRaw<ClipRow[]>`
    SELECT h.id, h.event_id AS "eventId", w.media_key AS "mediaKey", h.start, h.finish
    FROM webinar_highlights h JOIN webinars w ON w.event_id = h.event_id WHERE h.clip_state = 'queued' ORDER BY h.event_id, h.start`;
  for (const clip of clips) await makeClip(clip);
  const whole = await db.webinar.findMany({ where: { fileState: 'queued' }, select: { eventId: true, mediaKey: true } });
  for (const webinar of whole) await makeWhole(webinar);
  return whole.length + clips.length;
}

async function makeWhole({ eventId, mediaKey }: { eventId: number; mediaKey: string }): Promise<void> {
  const bytes = await made(eventId, () => keepMp4(eventId, fileKey(mediaKey, WHOLE)));
  const kept = await db.$executeRaw`
    UPDATE webinars SET file_state = ${bytes === null ? 'failed' : 'ready'}, file_bytes = ${bytes}::bigint
    WHERE event_id = ${eventId} AND file_state = 'queued'`;
  if (kept === 0) await fileStore.remove(fileKey(mediaKey, WHOLE));
}

interface ClipRow {
  id: string;
  eventId: number;
  mediaKey: string;
  start: number;
  finish: number;
}

/** One that was changed meanwhile is asked for again by whoever wants it. */
async function makeClip({ id, eventId, mediaKey, start, finish }: ClipRow): Promise<void> {
  const key = fileKey(mediaKey, clipName(id));
  const bytes = await made(eventId, () => keepMp4(eventId, key, { start, finish }));
  const kept = await db.$executeRaw`
    UPDATE webinar_highlights SET clip_state = ${bytes === null ? 'failed' : 'ready'}, clip_bytes = ${bytes}::bigint
    WHERE id = ${id}::uuid AND clip_state = 'queued' AND start = ${start}::float8 AND finish = ${finish}::float8`;
  if (kept === 0) await fileStore.remove(key);
}

/** The size, or null if it could not be made: that is for the log, the others are made all the same. */
async function made(eventId: number, make: () => Promise<number>): Promise<number | null> {
  try {
    return await make();
  } catch (error) {
    logger.error({ event: 'webinar.file', eventId, err: error });
    return null;
  }
}
