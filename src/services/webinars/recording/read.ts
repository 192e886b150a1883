import { db } from '../../../db.ts';
import type { Activity } from '../../../live/peaks.ts';
import type { Rewatch } from '../../../policies/webinars.ts';
import { clockOf, readActivity } from '../highlights.ts';
import { listPolls } from '../talk/polls.ts';
import type { Poll } from '../talk/polls.ts';
import { lengthOf, listPieces } from './pieces.ts';
import type { Piece } from './pieces.ts';

type FileState = 'none' | 'queued' | 'ready' | 'failed';

/** A part of a recording that is worth seeing, in its seconds. */
export interface Highlight {
  id: string;
  start: number;
  finish: number;
  title: string;
  origin: 'audience' | 'mark' | 'host';
  clipState: FileState;
  clipBytes: number | null;
}

export interface Chapter {
  id: number;
  start: number;
  title: string;
}

/** Something that was said, and the second of the recording at which it was. */
export interface Said {
  id: number;
  at: Date;
  second: number;
  name: string;
  isHost: boolean;
  body: string;
}

/** An ended webinar as it can be watched again. */
export interface Recording {
  eventId: number;
  startedAt: Date;
  seconds: number;
  /** Those of which all pieces lie in one file, which plays by itself. */
  epochs: { epoch: number; start: number; bytes: number }[];
  isRemoved: boolean;
  areMomentsFound: boolean;
  activity: Activity[];
  highlights: Highlight[];
  chapters: Chapter[];
  captions: string[];
  messages: Said[];
  /** How many there are: a page holds no more than the first thousands of them. */
  allMessages: number;
  questions: (Said & { votes: number; isAnswered: boolean })[];
  polls: Poll[];
  viewers: number;
  settings: { rewatch: Rewatch; viewersMayDownload: boolean; retentionDays: number | null };
  /** Of all that is kept: pieces, mp4 of the whole, clips. */
  bytes: number;
  file: { state: FileState; bytes: number | null };
  endedAt: Date;
}

const MOST_MESSAGES = 3000;

/** All of a recording's page but the pictures; null while there is none. */
export async function findRecording(eventId: number): Promise<Recording | null> {
  const webinar = await db.webinar.findUnique({
    where: { eventId },
    include: { captions: { orderBy: { language: 'asc' } }, chapters: { orderBy: { start: 'asc' } } },
  });
  if (webinar?.state !== 'ended') return null;
  const pieces = await listPieces(eventId);
  const [activity, highlights, messages, questions, polls, viewers, allMessages] = await Promise.all([
    readActivity(eventId, pieces),
    listHighlights(eventId),
    readMessages(eventId, pieces),
    readQuestions(eventId, pieces),
    listPolls(eventId),
    db.webinarViewer.count({ where: { eventId, watchedSeconds: { gt: 0 } } }),
    db.webinarMessage.count({ where: { eventId, hiddenAt: null } }),
  ]);
  return {
    ...{ eventId, activity, highlights, messages, questions, polls, viewers, allMessages },
    startedAt: webinar.startedAt!,
    endedAt: webinar.endedAt!,
    seconds: lengthOf(pieces),
    epochs: wholeEpochs(pieces),
    isRemoved: webinar.removedAt !== null,
    areMomentsFound: webinar.highlightsAt !== null,
    chapters: webinar.chapters.map(({ id, start, title }) => ({ id, start, title })),
    captions: webinar.captions.map(({ language }) => language),
    settings: { rewatch: webinar.rewatch as Rewatch, viewersMayDownload: webinar.viewersMayDownload, retentionDays: webinar.retentionDays },
    bytes: Number(webinar.bytes) + Number(webinar.fileBytes ?? 0) + highlights.reduce((sum, { clipBytes }) => sum + (clipBytes ?? 0), 0),
    file: { state: webinar.fileState as FileState, bytes: webinar.fileBytes === null ? null : Number(webinar.fileBytes) },
  };
}

function wholeEpochs(pieces: Piece[]): Recording['epochs'] {
  const epochs = new Map<number, Recording['epochs'][number] & { isWhole: boolean }>();
  for (const { epoch, start, bytes, offset } of pieces) {
    const known = epochs.get(epoch) ?? { epoch, start, bytes: 0, isWhole: true };
    epochs.set(epoch, { ...known, bytes: known.bytes + bytes, isWhole: known.isWhole && offset !== null });
  }
  return [...epochs.values()].flatMap(({ isWhole, ...epoch }) => (isWhole ? [epoch] : []));
}

/** In the order of time. */
export const listHighlights = (eventId: number): Promise<Highlight[]> => db.$queryRaw<Highlight[]>`
  SELECT id, start, finish, title, origin, clip_state AS "clipState", clip_bytes::float8 AS "clipBytes"
  FROM webinar_highlights WHERE event_id = ${eventId} ORDER BY start, id`;

async function readMessages(eventId: number, pieces: Piece[]): Promise<Said[]> {
  const rows = await db.$queryRaw<Said[]>`
    SELECT m.id, v.name, v.account_id IS NOT NULL AS "isHost", m.body, m.at
    FROM webinar_messages m JOIN webinar_viewers v ON v.id = m.viewer_id
    WHERE m.event_id = ${eventId} AND m.hidden_at IS NULL ORDER BY m.at, m.id LIMIT ${MOST_MESSAGES}`;
  const secondOf = clockOf(pieces);
  return rows.map((row) => ({ ...row, second: secondOf(row.at) }));
}

async function readQuestions(eventId: number, pieces: Piece[]): Promise<Recording['questions']> {
  const rows = await db.$queryRaw<Recording['questions']>`
    SELECT q.id, v.name, v.account_id IS NOT NULL AS "isHost", q.body, q.votes, q.answered_at IS NOT NULL AS "isAnswered", q.at
    FROM webinar_questions q JOIN webinar_viewers v ON v.id = q.viewer_id
    WHERE q.event_id = ${eventId} AND q.hidden_at IS NULL ORDER BY q.at, q.id LIMIT 300`;
  const secondOf = clockOf(pieces);
  return rows.map((row) => ({ ...row, second: secondOf(row.at) }));
}
