import { db } from '../../db.ts';
import { logger } from '../../logger.ts';
import { logRoom } from './log.ts';

/** How often the page of a viewer says that it is there, and how long one that says nothing still counts. */
export const BEAT_SECONDS = 15;
const STILL_THERE_SECONDS = 35;
/** After a longer silence nobody knows whether they watched. */
const LONGEST_GAP_SECONDS = 50;
const FLUSH_MS = 10_000;

/** The latest beat of each viewer since the last flush, by event. */
const beats = new Map<number, Map<number, Date>>();
/** How many watched when it was last told. */
const told = new Map<number, number>();
let timer: NodeJS.Timeout | undefined;

/** Notes that a viewer is there; written down with those of all others within ten seconds. */
export function beat(eventId: number, viewerId: number, now = new Date()): void {
  const ofEvent = beats.get(eventId) ?? new Map<number, Date>();
  beats.set(eventId, ofEvent.set(viewerId, now));
  timer ??= setInterval(() => {
    flushPresence().catch((error: unknown) => logger.error({ event: 'live.presence', err: error }));
  }, FLUSH_MS).unref();
}

/** Writes down who is there, adds what they watched of the broadcast, and tells every room how many they are. */
export async function flushPresence(now = new Date()): Promise<void> {
  const all = [...beats].flatMap(([, ofEvent]) => [...ofEvent]);
  const eventIds = [...new Set([...beats.keys(), ...told.keys()])];
  beats.clear();
  if (eventIds.length === 0) return stopTimer();
  await addWatched(all);
  const present = await countPresent(eventIds, now);
  for (const eventId of eventIds) if (!present.has(eventId)) told.delete(eventId);
  for (const [eventId, viewers] of present) await tell(eventId, viewers, now);
}

function stopTimer(): void {
  clearInterval(timer);
  timer = undefined;
}

/** What a viewer watched is the time since they were last heard of, as far as it was on air: so it does not matter which process hears them. */
async function addWatched(all: [viewerId: number, at: Date][]): Promise<void> {
  const ids = all.map(([id]) => id);
  const times = all.map(([, at]) => at);
  await db.$executeRaw`
    UPDATE webinar_viewers v SET last_seen_at = greatest(v.last_seen_at, b.at), watched_seconds = v.watched_seconds + CASE
      WHEN w.state = 'live' AND b.at - v.last_seen_at <= make_interval(secs => ${LONGEST_GAP_SECONDS})
      THEN greatest(0, round(extract(epoch FROM b.at - greatest(v.last_seen_at, w.started_at)))::int) ELSE 0 END
    FROM unnest(${ids}::int[], ${times}::timestamptz[]) AS b (id, at), webinars w
    WHERE v.id = b.id AND w.event_id = v.event_id`;
}

async function countPresent(eventIds: number[], now: Date): Promise<Map<number, number>> {
  const rows = await db.$queryRaw<{ eventId: number; viewers: number }[]>`
    SELECT w.event_id AS "eventId", count(v.id)::int AS viewers
    FROM webinars w LEFT JOIN webinar_viewers v ON v.event_id = w.event_id AND v.registration_id IS NOT NULL AND v.removed_at IS NULL
      AND v.last_seen_at > ${now}::timestamptz - make_interval(secs => ${STILL_THERE_SECONDS})
    WHERE w.event_id = ANY(${eventIds}::int[]) AND w.state <> 'ended' GROUP BY w.event_id`;
  return new Map(rows.map(({ eventId, viewers }) => [eventId, viewers]));
}

/** Of several processes the first to count ten seconds writes them down; a number that everybody knows is not told again. */
async function tell(eventId: number, viewers: number, now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO webinar_presence (event_id, at, viewers)
    SELECT event_id, date_bin('10 seconds', ${now}::timestamptz, 'epoch'::timestamptz), ${viewers} FROM webinars WHERE event_id = ${eventId} AND state = 'live'
    ON CONFLICT DO NOTHING`;
  if (told.get(eventId) === viewers) return;
  await db.$transaction((tx) => logRoom(tx, eventId, 'viewers', { viewers }));
  if (viewers > 0) told.set(eventId, viewers);
  else told.delete(eventId);
}

/** How many viewers are in the room now. */
export async function countViewers(eventId: number, now = new Date()): Promise<number> {
  return (await countPresent([eventId], now)).get(eventId) ?? 0;
}
