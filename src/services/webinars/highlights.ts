import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { settleMarks } from '../../live/marks.ts';
import { BUCKET_SECONDS, findPeaks } from '../../live/peaks.ts';
import type { Activity, Peak } from '../../live/peaks.ts';

/** A piece of the recording on the clock and in the recording, whose seconds go on where a host reloaded the page. */
interface Span {
  at: Date;
  duration: number;
}

interface Deed {
  at: Date;
  kind: 'reactions' | 'messages' | 'votes' | 'viewers';
  count: number;
}

/**
 * Tells where a moment of the clock is in the recording, in seconds from its beginning; a moment between two epochs is at the beginning of
 * the later one, and one before the first at 0. Made once for many moments: hours of a broadcast have thousands of pieces.
 */
export function clockOf(spans: Span[]): (moment: Date) => number {
  let [before, end] = [0, -Infinity];
  const steps = spans.map(({ at, duration }) => {
    const step = { at: at.getTime(), before, end: (end = Math.max(end, at.getTime() + duration * 1000)) };
    before += duration;
    return step;
  });
  return (moment) => {
    const time = moment.getTime();
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle]!.end > time) high = middle;
      else low = middle + 1;
    }
    const step = steps[low];
    return step ? step.before + Math.max(0, time - step.at) / 1000 : before;
  };
}

/** What the audience did in each ten seconds of a recording; where nobody counted the viewers, as many as counted last. */
export function activityOf(deeds: Deed[], spans: Span[]): Activity[] {
  const total = spans.reduce((sum, { duration }) => sum + duration, 0);
  const buckets = Array.from({ length: Math.ceil(total / BUCKET_SECONDS) }, () => ({ reactions: 0, messages: 0, votes: 0, viewers: -1 }));
  const secondOf = clockOf(spans);
  for (const { at, kind, count } of deeds) {
    const bucket = buckets[Math.min(buckets.length - 1, Math.floor(secondOf(at) / BUCKET_SECONDS))];
    if (!bucket) continue;
    if (kind === 'viewers') bucket.viewers = Math.max(bucket.viewers, count);
    else bucket[kind] += count;
  }
  let viewers = buckets.find((bucket) => bucket.viewers >= 0)?.viewers ?? 0;
  for (const bucket of buckets) {
    if (bucket.viewers < 0) bucket.viewers = viewers;
    viewers = bucket.viewers;
  }
  return buckets;
}

const TITLE_REACH_SECONDS = 60;

/** Something said or announced that can name a part: a question as it was asked, a chapter as it begins. */
export interface Named {
  second: number;
  title: string;
  votes: number;
}

/** The name of a part: that of the question with most votes asked in it or just before, else of the chapter it lies in, else ''. */
export function titleOf({ start, finish }: Peak, questions: Named[], chapters: Named[]): string {
  const near = questions.filter(({ second }) => second >= start - TITLE_REACH_SECONDS && second <= finish);
  const best = near.toSorted((a, b) => b.votes - a.votes || b.second - a.second)[0];
  return (best ?? chapters.findLast(({ second }) => second <= finish))?.title ?? '';
}

/**
 * Finds the moments of an ended webinar that its audience liked best, and keeps them in place of those found before. What the host marked
 * or changed stays as it is, and nothing is found on top of it. Safe to run again.
 */
export async function findHighlights(eventId: number, now = new Date()): Promise<number> {
  const spans = await db.$queryRaw<Span[]>`
    SELECT s.at, s.duration FROM webinar_segments s JOIN webinar_epochs e ON e.event_id = s.event_id AND e.epoch = s.epoch
    WHERE s.event_id = ${eventId} AND NOT e.is_rehearsal ORDER BY s.epoch, s.seq`;
  const total = spans.reduce((sum, { duration }) => sum + duration, 0);
  const [activity, questions, chapters] = await Promise.all([
    readActivity(eventId, spans),
    readQuestions(eventId, spans),
    readChapters(eventId),
  ]);
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM webinars WHERE event_id = ${eventId} FOR UPDATE`;
    await tx.webinarHighlight.deleteMany({ where: { eventId, origin: 'audience' } });
    await settle(tx, eventId, total);
    const kept = await tx.webinarHighlight.findMany({ where: { eventId }, select: { start: true, finish: true } });
    const found = findPeaks(activity, total).filter((peak) => kept.every((one) => peak.finish <= one.start || peak.start >= one.finish));
    await keep(tx, eventId, found, (peak) => titleOf(peak, questions, chapters));
    await tx.webinar.update({ where: { eventId }, data: { highlightsAt: now }, select: { eventId: true } });
    return found.length;
  });
}

/** What hosts marked while they were on air, before they knew what would come of it. */
async function settle(tx: Transaction, eventId: number, total: number): Promise<void> {
  const marks = await tx.webinarHighlight.findMany({
    where: { eventId, origin: 'mark' },
    select: { id: true, start: true, finish: true, title: true },
  });
  const settled = settleMarks(marks, total);
  await tx.webinarHighlight.deleteMany({ where: { eventId, origin: 'mark', id: { notIn: settled.map(({ id }) => id) } } });
  for (const { id, ...data } of settled) await tx.webinarHighlight.update({ where: { id }, data, select: { id: true } });
}

async function keep(tx: Transaction, eventId: number, peaks: Peak[], title: (peak: Peak) => string): Promise<void> {
  await tx.webinarHighlight.createMany({
    data: peaks.map((peak) => ({ eventId, ...peak, title: title(peak).slice(0, 150), origin: 'audience' })),
  });
}

/** The same activity that the timeline of the recording shows. */
export async function readActivity(eventId: number, spans: Span[]): Promise<Activity[]> {
  const deeds = await db.$queryRaw<Deed[]>`
    SELECT at, 'messages' AS kind, 1 AS count FROM webinar_messages WHERE event_id = ${eventId} AND hidden_at IS NULL
    UNION ALL SELECT at, 'votes', 1 FROM webinar_votes WHERE event_id = ${eventId}
    UNION ALL SELECT at, 'reactions', sum(reactions)::int FROM webinar_reactions WHERE event_id = ${eventId} GROUP BY at
    UNION ALL SELECT at, 'viewers', viewers FROM webinar_presence WHERE event_id = ${eventId}`;
  return activityOf(deeds, spans);
}

async function readQuestions(eventId: number, spans: Span[]): Promise<Named[]> {
  const questions = await db.webinarQuestion.findMany({ where: { eventId, hiddenAt: null }, orderBy: { at: 'asc' }, take: 1000 });
  const secondOf = clockOf(spans);
  return questions.map(({ at, body, votes }) => ({ second: secondOf(at), title: body, votes }));
}

async function readChapters(eventId: number): Promise<Named[]> {
  const chapters = await db.webinarChapter.findMany({ where: { eventId }, orderBy: { start: 'asc' } });
  return chapters.map(({ start, title }) => ({ second: start, title, votes: 0 }));
}
