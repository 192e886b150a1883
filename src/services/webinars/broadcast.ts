import { config } from '../../config.ts';
import { db, sqlStateOf } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict, DomainError, Forbidden, NotFound } from '../../errors.ts';
import { NotMedia, checkInit, checkSegment } from '../../live/boxes.ts';
import { markAttendance } from './attendance.ts';
import { flushPresence } from './presence.ts';
import { fileKey, initName, segmentName } from './room.ts';
import type { Epoch, Room } from './room.ts';
import { getRoom, learnSegment } from './rooms.ts';
import { flushReactions } from './talk/reactions.ts';
import { WebinarFull, keepFile } from './space.ts';

/** Thrown for bytes that are no piece of a broadcast. */
export class NotASegment extends DomainError {
  constructor() {
    super(415, 'not_a_segment');
  }
}

/** Thrown when a piece comes before the ones that go before it; says which is next. */
export class SegmentGap extends Conflict {
  readonly expected: number;

  constructor(expected: number) {
    super('segment_gap', { expected });
    this.expected = expected;
  }
}

/**
 * Begins a broadcast or a rehearsal, or goes on with it after a reload: a new epoch, with the init segment of the host's encoder. The same
 * secret again gives the same epoch.
 * @throws NotASegment, WebinarFull, NoSpace, StoreFailed, or Conflict once the webinar has ended or while another host is on air
 */
export async function openEpoch(
  eventId: number,
  host: { accountId: number; secret: string; isRehearsal: boolean },
  init: Buffer,
): Promise<{ epoch: number; next: number }> {
  const codecs = kindsOf(init);
  const room = await getRoom(eventId);
  if (!room) throw new NotFound();
  const known = [...room.epochs.values()].find(({ secret }) => secret === host.secret);
  if (known) return { epoch: known.epoch, next: nextOf(room, known) };
  if (takenBy(room) + init.length > config.webinarBytes) throw new WebinarFull();
  const epoch = await db.$transaction(async (tx) => {
    const [webinar] = await tx.$queryRaw<{ state: string }[]>`SELECT state FROM webinars WHERE event_id = ${eventId} FOR NO KEY UPDATE`;
    // A page that hears nothing asks again, of this process or of another one.
    const opened = await tx.webinarEpoch.findUnique({
      where: { eventId_secret: { eventId, secret: host.secret } },
      select: { epoch: true },
    });
    if (opened) return opened.epoch;
    if (webinar?.state === 'ended') throw new Conflict('webinar_ended');
    if (!host.isRehearsal) await assertNobodyElse(tx, eventId, host.accountId);
    const [made] = await tx.$queryRaw<{ epoch: number }[]>`
      INSERT INTO webinar_epochs (event_id, epoch, host_id, secret, is_rehearsal, codecs, init_bytes)
      SELECT ${eventId}, coalesce(max(epoch), 0) + 1, ${host.accountId}, ${host.secret}::uuid, ${host.isRehearsal}, ${codecs}, ${init.length}
      FROM webinar_epochs WHERE event_id = ${eventId} RETURNING epoch`;
    if (!host.isRehearsal) {
      await tx.$executeRaw`
        UPDATE webinars SET state = 'live', started_at = coalesce(started_at, now()), bytes = bytes + ${init.length} WHERE event_id = ${eventId}`;
      if (webinar?.state === 'waiting') await tx.$executeRaw`SELECT log_webinar(${eventId}::integer, 'state', '{"state":"live"}'::jsonb)`;
    }
    // Whoever hears of the epoch finds its file: a reader of the tables comes after the commit.
    await keepFile(fileKey(room.mediaKey, initName(made!.epoch)), init);
    await tx.$executeRaw`SELECT pg_notify('webinar', ${`${eventId}:room`})`;
    return made!.epoch;
  });
  return { epoch, next: await nextInTable(eventId, epoch) };
}

/** Two at once would be shown in turns. */
async function assertNobodyElse(tx: Transaction, eventId: number, accountId: number): Promise<void> {
  const [other] = await tx.$queryRaw<{ name: string }[]>`
    SELECT concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')) AS name
    FROM webinar_epochs e JOIN accounts a ON a.id = e.host_id
    WHERE e.event_id = ${eventId} AND NOT e.is_rehearsal AND e.host_id <> ${accountId}
      AND greatest(e.created_at,
        (SELECT s.stored_at FROM webinar_segments s WHERE s.event_id = e.event_id AND s.epoch = e.epoch ORDER BY s.seq DESC LIMIT 1))
        > now() - interval '15 seconds' LIMIT 1`;
  if (other) throw new Conflict('other_host', other);
}

function kindsOf(init: Buffer): string {
  try {
    return checkInit(init).join();
  } catch (error) {
    throw error instanceof NotMedia ? new NotASegment() : error;
  }
}

export interface SegmentInput {
  epoch: number;
  seq: number;
  /** In seconds. */
  duration: number;
  /** Our clock at its start. */
  at: Date;
}

/**
 * Keeps a piece of a broadcast: its file first, then its row, of which every process hears. The same piece again changes nothing.
 * @throws Forbidden for anybody but the page that opened the epoch, NotASegment, SegmentGap, WebinarFull, NoSpace, StoreFailed
 */
export async function storeSegment(
  eventId: number,
  secret: string,
  { epoch, seq, duration, at }: SegmentInput,
  bytes: Buffer,
): Promise<void> {
  const room = await getRoom(eventId);
  const opened = room?.epochs.get(epoch) ?? (await findEpoch(eventId, epoch));
  if (!room || !opened) throw new NotFound();
  if (opened.secret !== secret) throw new Forbidden('not_your_broadcast');
  const next = nextOf(room, opened);
  if (seq < next) return;
  if (takenBy(room) + bytes.length > config.webinarBytes) throw new WebinarFull();
  try {
    checkSegment(bytes);
  } catch (error) {
    throw error instanceof NotMedia ? new NotASegment() : error;
  }
  if (seq > next && seq > (await nextInTable(eventId, epoch))) throw new SegmentGap(await nextInTable(eventId, epoch));
  await keepFile(fileKey(room.mediaKey, segmentName(epoch, seq)), bytes);
  try {
    await db.$executeRaw`
      SELECT add_segment(${eventId}::integer, ${epoch}::integer, ${seq}::integer, ${duration}::float8, ${at}::timestamptz, ${bytes.length}::integer)`;
  } catch (error) {
    if (sqlStateOf(error) === 'TS040') throw new SegmentGap(await nextInTable(eventId, epoch));
    throw error;
  }
  learnSegment(eventId, { epoch, seq, duration, at, bytes: bytes.length });
}

function takenBy({ epochs, broadcast, rehearsal }: Room): number {
  let taken = 0;
  for (const { initBytes } of epochs.values()) taken += initBytes;
  for (const pieces of [broadcast, rehearsal]) for (const { bytes } of pieces) taken += bytes;
  return taken;
}

/** The number that a process expects, out of what it knows. */
function nextOf(room: Room, { epoch, isRehearsal }: Epoch): number {
  const last = (isRehearsal ? room.rehearsal : room.broadcast).findLast((segment) => segment.epoch === epoch);
  return last ? last.seq + 1 : 0;
}

async function nextInTable(eventId: number, epoch: number): Promise<number> {
  const [row] = await db.$queryRaw<{ next: number }[]>`
    SELECT coalesce(max(seq), -1) + 1 AS next FROM webinar_segments WHERE event_id = ${eventId} AND epoch = ${epoch}`;
  return row!.next;
}

/** The news of an epoch that was opened by another process may still be on its way. */
async function findEpoch(eventId: number, epoch: number): Promise<Epoch | undefined> {
  const row = await db.webinarEpoch.findUnique({ where: { eventId_epoch: { eventId, epoch } } });
  return row ?? undefined;
}

/** Ends a broadcast; what was sent is a recording from now on, and who watched enough of it was there. Safe to repeat. */
export async function endBroadcast(eventId: number, now = new Date()): Promise<void> {
  await Promise.all([flushPresence(now), flushReactions(now)]);
  await db.$transaction(async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE webinars SET state = 'ended', ended_at = ${now}::timestamptz, paused_at = NULL WHERE event_id = ${eventId} AND state = 'live'`;
    if (ended === 0) return;
    await tx.$executeRaw`SELECT log_webinar(${eventId}::integer, 'state', '{"state":"ended"}'::jsonb)`;
    await tx.$executeRaw`SELECT pg_notify('webinar', ${`${eventId}:room`})`;
  });
  await markAttendance(eventId, now);
}

/** So long viewers wait for a host whose pieces have stopped to come. */
export const PATIENCE_MINUTES = 10;

/** Ends the broadcasts of hosts who have been lost; gives how many. */
export async function endLostBroadcasts(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - PATIENCE_MINUTES * 60_000);
  const lost = await db.$queryRaw<{ eventId: number }[]>`
    SELECT w.event_id AS "eventId" FROM webinars w
    WHERE w.state = 'live' AND w.started_at < ${before}::timestamptz
      AND NOT EXISTS (SELECT 1 FROM webinar_epochs e WHERE e.event_id = w.event_id AND NOT e.is_rehearsal AND (e.created_at >= ${before}::timestamptz
        OR (SELECT s.stored_at FROM webinar_segments s WHERE s.event_id = e.event_id AND s.epoch = e.epoch ORDER BY s.seq DESC LIMIT 1)
          >= ${before}::timestamptz))`;
  for (const { eventId } of lost) await endBroadcast(eventId, now);
  return lost.length;
}
