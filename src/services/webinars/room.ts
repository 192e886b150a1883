import { db } from '../../db.ts';
import type { Rewatch } from '../../policies/webinars.ts';

export type WebinarState = 'waiting' | 'live' | 'ended';

/** A piece of the broadcast as it is kept; `duration` in seconds, `offset` in the file of its epoch once compacted. */
export interface Segment {
  epoch: number;
  seq: number;
  duration: number;
  at: Date;
  bytes: number;
  offset: number | null;
}

/** A life of the host's page. `secret` is known to that page only. */
export interface Epoch {
  epoch: number;
  hostId: number;
  secret: string;
  isRehearsal: boolean;
  initBytes: number;
  isCompacted: boolean;
}

/** What a web process knows of a webinar, so that viewers cost no question to the database. All of it is in the tables too. */
export interface Room {
  eventId: number;
  organizerId: number;
  eventStatus: string;
  format: string;
  rewatch: Rewatch;
  mediaKey: string;
  state: WebinarState;
  startedAt: Date | null;
  endedAt: Date | null;
  isPaused: boolean;
  epochs: Map<number, Epoch>;
  /** Of the broadcast and of rehearsals, each in its order. */
  broadcast: Segment[];
  rehearsal: Segment[];
  loadedAt: number;
}

type WebinarRow = Omit<Room, 'isPaused' | 'epochs' | 'broadcast' | 'rehearsal' | 'loadedAt'> & { pausedAt: Date | null };

/** Reads all that a process must know of a webinar; null for an event that has none. */
export async function loadRoom(eventId: number, now = Date.now()): Promise<Room | null> {
  const [[webinar], epochs, segments] = await Promise.all([
    db.$queryRaw<WebinarRow[]>`
      SELECT w.event_id AS "eventId", e.organizer_id AS "organizerId", e.status AS "eventStatus", e.format, w.rewatch, w.media_key AS "mediaKey",
        w.state, w.started_at AS "startedAt", w.ended_at AS "endedAt", w.paused_at AS "pausedAt"
      FROM webinars w JOIN events e ON e.id = w.event_id WHERE w.event_id = ${eventId}`,
    db.$queryRaw<Epoch[]>`
      SELECT epoch, host_id AS "hostId", secret, is_rehearsal AS "isRehearsal", init_bytes AS "initBytes", is_compacted AS "isCompacted"
      FROM webinar_epochs WHERE event_id = ${eventId} ORDER BY epoch`,
    db.$queryRaw<Segment[]>`
      SELECT epoch, seq, duration, at, bytes, byte_offset::float8 AS offset FROM webinar_segments
      WHERE event_id = ${eventId} ORDER BY epoch, seq`,
  ]);
  if (!webinar) return null;
  const byNumber = new Map(epochs.map((epoch) => [epoch.epoch, epoch]));
  // An epoch that began between the statements is read once more: its news is on the way.
  const of = (isRehearsal: boolean) => segments.filter(({ epoch }) => byNumber.get(epoch)?.isRehearsal === isRehearsal);
  const { pausedAt, ...rest } = webinar;
  return { ...rest, isPaused: pausedAt !== null, epochs: byNumber, broadcast: of(false), rehearsal: of(true), loadedAt: now };
}

/** The key of a file of a webinar in the file store. */
export const fileKey = (mediaKey: string, name: string): string => `webinars/${mediaKey}/${name}`;

export const initName = (epoch: number): string => `${epoch}-init.mp4`;
export const segmentName = (epoch: number, seq: number): string => `${epoch}-${seq}.m4s`;
/** All of an epoch as one file, once it is over. */
export const epochName = (epoch: number): string => `${epoch}.mp4`;
