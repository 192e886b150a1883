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

/**
 * Changes a highlight, which is the host's from then on; a clip of other seconds is no longer true.
 * @throws NotFound, InvalidField
 */
export async function editHighlight(eventId: number, id: string, input: MomentInput): Promise<void> {
  const { start, finish, title } = await within(eventId, input);
  const rows = await db.$queryRaw<{ isMoved: boolean }[]>`
    UPDATE webinar_highlights h SET start = ${start}::float8, finish = ${finish}::float8, title = ${title}, origin = 'host',
      clip_state = CASE WHEN o.start = ${start}::float8 AND o.finish = ${finish}::float8 THEN h.clip_state ELSE 'none' END,
      clip_bytes = CASE WHEN o.start = ${start}::float8 AND o.finish = ${finish}::float8 THEN h.clip_bytes END
    FROM webinar_highlights o WHERE o.id = h.id AND h.event_id = ${eventId} AND h.id = ${id}::uuid
    RETURNING o.start <> h.start OR o.finish <> h.finish AS "isMoved"`;
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
