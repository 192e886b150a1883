import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { createHub } from '../../live/sse-hub.ts';
import type { Entry, Hub } from '../../live/sse-hub.ts';
import { logger } from '../../logger.ts';
import { onLog } from './rooms.ts';

/** What can happen in a room; the names of the server-sent events. */
export type LogKind =
  | 'state'
  | 'pause'
  | 'message'
  | 'message-hidden'
  | 'question'
  | 'votes'
  | 'poll'
  | 'reactions'
  | 'viewers'
  | 'moment'
  | 'muted'
  | 'removed'
  | 'settings';

/** Writes down what happened in a room, in the transaction that makes it true: readers of every process get it once that commits. */
export async function logRoom(tx: Transaction, eventId: number, kind: LogKind, data: object, forHosts = false): Promise<void> {
  await tx.$executeRaw`SELECT log_webinar(${eventId}::integer, ${kind}, ${JSON.stringify(data)}::jsonb, ${forHosts})`;
}

/** One message, or all that a viewer said. */
type Said = { viewerId: number } | { messageId: number };

/** Takes what was hidden out of the log: who comes back later is not told of it any more. */
export async function forgetSaid(tx: Transaction, eventId: number, said: Said): Promise<void> {
  const [key, id] = 'messageId' in said ? ['id', said.messageId] : ['viewerId', said.viewerId];
  const kinds = 'messageId' in said ? ['message'] : ['message', 'question'];
  await tx.$executeRaw`
    DELETE FROM webinar_log WHERE event_id = ${eventId} AND kind = ANY(${kinds}) AND data -> ${key} = to_jsonb(${id}::int)`;
}

interface Row {
  id: number;
  kind: string;
  data: unknown;
  forHosts: boolean;
}

/** The log as a hub reads it. */
export const logSource = {
  after: (room: string, id: number, limit: number): Promise<Entry[]> => db.$queryRaw<Row[]>`
    SELECT id::float8 AS id, kind, data, for_hosts AS "forHosts" FROM webinar_log
    WHERE event_id = ${Number(room)} AND id > ${id}::bigint ORDER BY id LIMIT ${limit}`,
  latest: async (room: string): Promise<number> => {
    const [row] = await db.$queryRaw<{ id: number }[]>`
      SELECT coalesce(max(id), 0)::float8 AS id FROM webinar_log WHERE event_id = ${Number(room)}`;
    return row!.id;
  },
};

/** The id of what happened last in a room: a page that is drawn now hears what comes after it. */
export const latestLogId = (eventId: number): Promise<number> => logSource.latest(String(eventId));

let hub: Hub | undefined;
let stopListening: (() => void) | undefined;

/** The readers of this process. */
export function roomHub(): Hub {
  if (!hub) {
    hub = createHub(logSource, (error) => logger.error({ event: 'live.stream', err: error }));
    const made = hub;
    stopListening = onLog((eventId) => made.wake(eventId === null ? undefined : String(eventId)));
  }
  return hub;
}

/** Ends all streams, for a process that stops and for tests. */
export function closeHub(): void {
  stopListening?.();
  hub?.close();
  hub = undefined;
}
