import { config } from '../../config.ts';
import { openBus } from '../../live/bus.ts';
import type { Bus } from '../../live/bus.ts';
import { logger } from '../../logger.ts';
import { loadRoom } from './room.ts';
import type { Room, Segment } from './room.ts';

/** A room that nobody asked for in so long is forgotten; what it knew is in the database. */
const IDLE_MS = 10 * 60_000;

interface Known {
  loading: Promise<Room | null>;
  room: Room | null;
  usedAt: number;
  /** How much news came: what is read while some comes may lack it. */
  news: number;
  /** Those who wait for the next segment or for the end. */
  waiting: Set<() => void>;
}

const rooms = new Map<number, Known>();
let bus: Bus | undefined;
const watchers = new Set<(eventId: number | null) => void>();

/** What this process knows of a webinar, kept up to date by the news of all processes; null for an event that has none. */
export async function getRoom(eventId: number): Promise<Room | null> {
  listen();
  const known = rooms.get(eventId) ?? remember(eventId);
  known.usedAt = Date.now();
  return known.loading;
}

/** Resolves when there is news of a room, or after so long, or when the reader goes. */
export async function waitForNews(eventId: number, ms: number, gone?: AbortSignal): Promise<void> {
  const known = rooms.get(eventId);
  if (!known || gone?.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      known.waiting.delete(done);
      gone?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    known.waiting.add(done);
    gone?.addEventListener('abort', done);
  });
}

/** What this process has just kept itself: it need not wait to hear of it. */
export function learnSegment(eventId: number, segment: Omit<Segment, 'offset'>): void {
  const known = rooms.get(eventId);
  if (known) addSegment(eventId, known, segment);
}

/** Calls when something was written into the log of a room (null: of any, some news may be missing). */
export function onLog(listener: (eventId: number | null) => void): () => void {
  listen();
  watchers.add(listener);
  return () => void watchers.delete(listener);
}

/** Ends the listening, for a process that stops and for tests. */
export async function closeRooms(): Promise<void> {
  for (const { waiting } of rooms.values()) for (const done of [...waiting]) done();
  rooms.clear();
  await bus?.close();
  bus = undefined;
}

function remember(eventId: number): Known {
  forgetIdle();
  const known: Known = { loading: Promise.resolve(null), room: null, usedAt: Date.now(), news: 0, waiting: new Set() };
  rooms.set(eventId, known);
  load(eventId, known);
  return known;
}

function load(eventId: number, known: Known): void {
  const { news } = known;
  const loading: Promise<Room | null> = loadRoom(eventId).then((room) => {
    // A later reading was begun meanwhile; the older one may end after it and must not take its place.
    if (known.loading !== loading) return known.loading;
    known.room = room;
    if (known.news !== news) load(eventId, known);
    // One that is not there yet may be made at any moment by another process.
    if (!room && rooms.get(eventId) === known) rooms.delete(eventId);
    wake(known);
    return room;
  });
  known.loading = loading;
  loading.catch(() => rooms.delete(eventId));
}

function forgetIdle(): void {
  const before = Date.now() - IDLE_MS;
  for (const [eventId, { usedAt, waiting }] of rooms) if (usedAt < before && waiting.size === 0) rooms.delete(eventId);
}

const wake = ({ waiting }: Known) => {
  for (const done of [...waiting]) done();
};

function listen(): void {
  if (bus) return;
  bus = openBus(config.databaseUrl!, 'webinar', (error) => logger.error({ event: 'live.bus', error: error.message }));
  bus.subscribe(onNews, onGap);
}

function onNews(name: string, news: string): void {
  const eventId = Number(name);
  if (news === 'log') for (const watch of watchers) watch(eventId);
  const known = rooms.get(eventId);
  if (!known) return;
  known.news += 1;
  if (news === 'room') load(eventId, known);
  if (news.startsWith('viewer ')) changeViewer(known, JSON.parse(news.slice('viewer '.length)) as WireViewer);
  if (news.startsWith('segment ')) {
    const { at, ...rest } = JSON.parse(news.slice('segment '.length)) as WireSegment;
    addSegment(eventId, known, { ...rest, at: new Date(at) });
  }
}

/** News were lost with the connection: everything is read anew. */
function onGap(): void {
  for (const [eventId, known] of rooms) load(eventId, known);
  for (const watch of watchers) watch(null);
}

interface WireViewer {
  id: number;
  device: string;
  isRemoved: boolean;
}

function changeViewer({ room }: Known, { id, device, isRemoved }: WireViewer): void {
  room?.devices.set(id, device);
  if (isRemoved) room?.removed.add(id);
  else room?.removed.delete(id);
}

type WireSegment = Omit<Segment, 'at' | 'offset'> & { at: string };

/** The next one of its epoch is put behind the others; where one was missed, all is read anew. */
function addSegment(eventId: number, known: Known, segment: Omit<Segment, 'offset'>): void {
  const { room } = known;
  const epoch = room?.epochs.get(segment.epoch);
  if (!room || !epoch) return load(eventId, known);
  const list = epoch.isRehearsal ? room.rehearsal : room.broadcast;
  const last = list.at(-1);
  const next = last?.epoch === segment.epoch ? last.seq + 1 : 0;
  if (segment.seq < next) return;
  if (segment.seq > next || (last && last.epoch > segment.epoch)) return load(eventId, known);
  list.push({ ...segment, offset: null });
  wake(known);
}
