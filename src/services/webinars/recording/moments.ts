import { fileStore } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { Conflict, InvalidField, NotFound } from '../../../errors.ts';
import { fileKey } from '../room.ts';
import { clipName } from './files.ts';
import { lengthOf, listPieces } from './pieces.ts';

export interface MomentInput {
  start: number;
  finish: number;
  title: string;
}

const MOST_HIGHLIGHTS = 50;
const MOST_CHAPTERS = 100;

/**
 * Adds a highlight of the host's own.
 * @throws InvalidField if it begins after the end of the recording, Conflict for more than anybody watches
 */
export async function addHighlight(eventId: number, input: MomentInput): Promise<string> {
  const part = await within(eventId, input);
  if ((await db.webinarHighlight.count({ where: { eventId } })) >= MOST_HIGHLIGHTS)
    throw new Conflict('too_many_moments', { count: MOST_HIGHLIGHTS });
  const { id } = await db.webinarHighlight.create({ data: { eventId, ...part, origin: 'host' }, select: { id: true } });
  return id;
}

/** So exactly places are typed: the form gives back those that nobody changed. */
const TYPED_SECONDS = 0.001;

/**
 * Changes a highlight, which is the host's from then on; a clip of other seconds is no longer true.
 * @throws NotFound, InvalidField
 */
export async function editHighlight(eventId: number, id: string, input: MomentInput): Promise<void> {
  const { start, finish, title } = await within(eventId, input);
  const rows = await db.$queryRaw<{ isMoved: boolean }[]>`
    UPDATE webinar_highlights h SET title = ${title}, origin = 'host',
      start = CASE WHEN o.is_moved THEN ${start}::float8 ELSE h.start END, finish = CASE WHEN o.is_moved THEN ${finish}::float8 ELSE h.finish END,
      clip_state = CASE WHEN o.is_moved THEN 'none' ELSE h.clip_state END, clip_bytes = CASE WHEN o.is_moved THEN NULL ELSE h.clip_bytes END
    FROM (
      SELECT id, greatest(abs(start - ${start}::float8), abs(finish - ${finish}::float8)) >= ${TYPED_SECONDS}::float8 AS is_moved
      FROM webinar_highlights WHERE event_id = ${eventId} AND id = ${id}::uuid FOR UPDATE) o
    WHERE o.id = h.id RETURNING o.is_moved AS "isMoved"`;
  if (!rows[0]) throw new NotFound();
  if (rows[0].isMoved) await removeClip(eventId, id);
}

/** @throws NotFound */
export async function removeHighlight(eventId: number, id: string): Promise<void> {
  const { count } = await db.webinarHighlight.deleteMany({ where: { eventId, id } });
  if (count === 0) throw new NotFound();
  await removeClip(eventId, id);
}

async function removeClip(eventId: number, id: string): Promise<void> {
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId }, select: { mediaKey: true } });
  await fileStore.remove(fileKey(mediaKey, clipName(id)));
}

/**
 * Names what begins at a second; the same second again renames it.
 * @throws InvalidField, Conflict
 */
export async function putChapter(eventId: number, { start, title }: { start: number; title: string }): Promise<void> {
  await assertWithin(eventId, start);
  if ((await db.webinarChapter.count({ where: { eventId } })) >= MOST_CHAPTERS)
    throw new Conflict('too_many_moments', { count: MOST_CHAPTERS });
  await db.webinarChapter.upsert({ where: { eventId_start: { eventId, start } }, create: { eventId, start, title }, update: { title } });
}

/** @throws NotFound */
export async function removeChapter(eventId: number, id: number): Promise<void> {
  const { count } = await db.webinarChapter.deleteMany({ where: { eventId, id } });
  if (count === 0) throw new NotFound();
}

/** The part that is left of it where the recording ends first. */
async function within(eventId: number, input: MomentInput): Promise<MomentInput> {
  return { ...input, finish: Math.min(input.finish, await assertWithin(eventId, input.start)) };
}

/** How long the recording is. */
async function assertWithin(eventId: number, start: number): Promise<number> {
  const seconds = lengthOf(await listPieces(eventId));
  if (start >= seconds) throw new InvalidField('start', 'after_recording');
  return seconds;
}
