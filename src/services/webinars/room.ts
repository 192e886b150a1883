import { db } from '../../db.ts';

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
  mediaKey: string;
  state: WebinarState;
  startedAt: Date | null;
  endedAt: Date | null;
  isPaused: boolean;
  epochs: Map<number, Epoch>;
  /** Of the broadcast and of rehearsals, each in its order. */
  broadcast: Segment[];
  rehearsal: Segment[];
  /** Viewers who were sent away. */
  removed: Set<number>;
  /** The device that each viewer watches by. */
  devices: Map<number, string>;
  loadedAt: number;
}

interface WebinarRow {
  eventId: number;
  mediaKey: string;
  state: WebinarState;
  startedAt: Date | null;
  endedAt: Date | null;
  pausedAt: Date | null;
}

/** Reads all that a process must know of a webinar; null for an event that has none. */
export async function loadRoom(eventId: number, now = Date.now()): Promise<Room | null> {
  const [[webinar], epochs, segments, viewers] = await Promise.all([
    db.$queryRaw<WebinarRow[]>`
      SELECT event_id AS "eventId", media_key AS "mediaKey", state, started_at AS "startedAt", ended_at AS "endedAt", paused_at AS "pausedAt"
      FROM webinars WHERE event_id = ${eventId}`,
    db.$queryRaw<Epoch[]>`
      SELECT epoch, host_id AS "hostId", secret, is_rehearsal AS "isRehearsal", init_bytes AS "initBytes", is_compacted AS "isCompacted"
      FROM webinar_epochs WHERE event_id = ${eventId} ORDER BY epoch`,
    db.$queryRaw<Segment[]>`
      SELECT epoch, seq, duration, at, bytes, byte_offset::float8 AS offset FROM webinar_segments
      WHERE event_id = ${eventId} ORDER BY epoch, seq`,
    db.$queryRaw<{ id: number; device: string | null; isRemoved: boolean }[]>`
      SELECT id, device, removed_at IS NOT NULL AS "isRemoved" FROM webinar_viewers
      WHERE event_id = ${eventId} AND (device IS NOT NULL OR removed_at IS NOT NULL)`,
  ]);
  if (!webinar) return null;
  const byNumber = new Map(epochs.map((epoch) => [epoch.epoch, epoch]));
  const isRehearsal = ({ epoch }: Segment) => byNumber.get(epoch)!.isRehearsal;
  return {
    eventId,
    mediaKey: webinar.mediaKey,
    state: webinar.state,
    startedAt: webinar.startedAt,
    endedAt: webinar.endedAt,
    isPaused: webinar.pausedAt !== null,
    epochs: byNumber,
    broadcast: segments.filter((segment) => !isRehearsal(segment)),
    rehearsal: segments.filter(isRehearsal),
    removed: new Set(viewers.filter((viewer) => viewer.isRemoved).map(({ id }) => id)),
    devices: new Map(viewers.flatMap(({ id, device }) => (device ? [[id, device] as const] : []))),
    loadedAt: now,
  };
}

/** The key of a file of a webinar in the file store. */
export const fileKey = (mediaKey: string, name: string): string => `webinars/${mediaKey}/${name}`;

export const initName = (epoch: number): string => `${epoch}-init.mp4`;
export const segmentName = (epoch: number, seq: number): string => `${epoch}-${seq}.m4s`;
/** All of an epoch as one file, once it is over. */
export const epochName = (epoch: number): string => `${epoch}.mp4`;
