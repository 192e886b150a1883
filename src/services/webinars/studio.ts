import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import type { Rewatch } from '../../policies/webinars.ts';
import { endBroadcast } from './broadcast.ts';
import { clockOf } from './highlights.ts';
import { logRoom } from './log.ts';
import { getRoom } from './rooms.ts';
import type { WebinarState } from './room.ts';

/** What the host's page says of a webinar. Seconds and bytes are of the broadcast without rehearsals. */
export interface Studio {
  state: WebinarState;
  startedAt: Date | null;
  isPaused: boolean;
  rewatch: Rewatch;
  hasGroup: boolean;
  seconds: number;
  bytes: number;
  /** Who has a place on the online side. */
  registered: number;
  moments: number;
  lastMoment: { title: string; start: number } | null;
  unanswered: number;
  /** In the room within the last minute. */
  viewers: number;
}

type Row = Omit<Studio, 'lastMoment'> & { momentTitle: string | null; momentStart: number | null };

/** All that the host's page shows of a webinar, in one statement; one that nobody has entered yet is waiting. */
export async function readStudio(eventId: number): Promise<Studio> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT coalesce(w.state, 'waiting') AS state, w.started_at AS "startedAt", w.paused_at IS NOT NULL AS "isPaused",
      coalesce(w.rewatch, 'registered') AS rewatch, e.group_id IS NOT NULL AS "hasGroup", coalesce(s.seconds, 0) AS seconds, coalesce(s.bytes, 0)::float8 AS bytes,
      (SELECT count(*)::int FROM reg_for_the_event r
        WHERE r.event_id = e.id AND r.status IN ('registered', 'attended') AND (e.format = 'online' OR r.is_remote)) AS registered,
      (SELECT count(*)::int FROM webinar_highlights h WHERE h.event_id = e.id AND h.origin = 'mark') AS moments,
      (SELECT count(*)::int FROM webinar_questions q
        WHERE q.event_id = e.id AND q.answered_at IS NULL AND q.hidden_at IS NULL) AS unanswered,
      (SELECT count(*)::int FROM webinar_viewers v
        WHERE v.event_id = e.id AND v.registration_id IS NOT NULL AND v.last_seen_at > now() - interval '1 minute') AS viewers,
      m.title AS "momentTitle", m.start AS "momentStart"
    FROM events e LEFT JOIN webinars w ON w.event_id = e.id
      LEFT JOIN LATERAL (
        SELECT sum(g.duration) AS seconds, sum(g.bytes) AS bytes FROM webinar_segments g
          JOIN webinar_epochs p ON p.event_id = g.event_id AND p.epoch = g.epoch
        WHERE g.event_id = e.id AND NOT p.is_rehearsal) s ON true
      LEFT JOIN LATERAL (
        SELECT h.title, h.finish AS start FROM webinar_highlights h
        WHERE h.event_id = e.id AND h.origin = 'mark' ORDER BY h.created_at DESC LIMIT 1) m ON true
    WHERE e.id = ${eventId}`;
  const { momentTitle, momentStart, ...studio } = row!;
  return { ...studio, lastMoment: momentStart === null ? null : { title: momentTitle ?? '', start: momentStart } };
}

/**
 * Puts a break in place of the picture for everybody, or takes it away. Safe to repeat.
 * @throws Conflict if the webinar is not on air
 */
export async function pauseBroadcast(eventId: number, isPaused: boolean, now = new Date()): Promise<void> {
  await db.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE webinars SET paused_at = ${isPaused ? now : null}::timestamptz
      WHERE event_id = ${eventId} AND state = 'live' AND (paused_at IS NOT NULL) <> ${isPaused}`;
    if (changed === 0) return assertLive((await tx.webinar.findUnique({ where: { eventId } }))?.state);
    await logRoom(tx, eventId, 'pause', { isPaused });
    await tx.$executeRaw`SELECT pg_notify('webinar', ${`${eventId}:room`})`;
  });
}

function assertLive(state: string | undefined): void {
  if (state !== 'live') throw new Conflict('webinar_not_live');
}

/** What was good lies before the press of the button. */
const MOMENT_SECONDS = 30;
const SHORTEST_SECONDS = 5;

/**
 * Marks what has just been said as worth to see again. Gives where it is in the recording.
 * @throws Conflict if the webinar is not on air, or nothing of it has come yet
 */
export async function markMoment(eventId: number, title: string, at = new Date()): Promise<{ title: string; second: number }> {
  const room = await getRoom(eventId);
  assertLive(room?.state);
  const last = room!.broadcast.at(-1);
  if (!last) throw new Conflict('webinar_not_live');
  // What the host still has in the queue goes on from the last piece without a gap.
  const beyond = Math.max(0, (at.getTime() - last.at.getTime()) / 1000 - last.duration);
  const second = clockOf(room!.broadcast)(at) + Math.min(beyond, 600);
  const finish = Math.max(second, SHORTEST_SECONDS);
  await db.$transaction(async (tx) => {
    await tx.webinarHighlight.create({ data: { eventId, start: Math.max(0, finish - MOMENT_SECONDS), finish, title, origin: 'mark' } });
    // A name says what is being talked of, to everybody; a mark without one is the hosts' own.
    await logRoom(tx, eventId, 'moment', { title, second, at }, title === '');
  });
  return { title, second };
}

/**
 * Ends a broadcast for good and says who may see it again.
 * @throws Conflict if it never began
 */
export async function finishBroadcast(eventId: number, rewatch: Rewatch, now = new Date()): Promise<void> {
  await db.$transaction(async (tx) => {
    const [webinar] = await tx.$queryRaw<{ state: string }[]>`SELECT state FROM webinars WHERE event_id = ${eventId} FOR NO KEY UPDATE`;
    if (!webinar || webinar.state === 'waiting') throw new Conflict('webinar_not_live');
    await tx.$executeRaw`UPDATE webinars SET rewatch = ${rewatch} WHERE event_id = ${eventId}`;
  });
  await endBroadcast(eventId, now);
}
