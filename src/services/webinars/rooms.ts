import { config } from '../../config.ts';
import { openBus } from '../../live/bus.ts';
import type { Bus } from '../../live/bus.ts';
import { logger } from '../../logger.ts';
import { readViewer } from './admission.ts';
import type { RoomViewer } from './admission.ts';
import { forgetLogin } from './logins.ts';
import { loadRoom } from './room.ts';
import type { Room, Segment } from './room.ts';

/** A room that nobody asked for in so long is forgotten; what it knew is in the database. */
const IDLE_MS = 10 * 60_000;

interface Known {
  loading: Promise<Room | null>;
  room: Room | null;
  usedAt: number;
  /** Pieces told of while the room is being read: what is read may lack them. Null while nothing is read. */
  meanwhile: Piece[] | null;
  /** What was told while it was being read may have come too late for that: it is read once more behind it. */
  isStale: boolean;
  /** Of whom something was asked; read again once there is news of them. */
  viewers: Map<number, Promise<RoomViewer | null>>;
  /** Those who wait for the next segment or for the end. */
  waiting: Set<() => void>;
}

type Piece = Omit<Segment, 'offset'>;

const rooms = new Map<number, Known>();
let bus: Bus | undefined;
let isStopping = false;
const watchers = new Set<(eventId: number | null) => void>();

/** What this process knows of a webinar, kept up to date by the news of all processes; null for an event that has none. */
export async function getRoom(eventId: number): Promise<Room | null> {
  listen();
  const known = rooms.get(eventId) ?? remember(eventId);
  known.usedAt = Date.now();
  return known.loading;
}

/** What decides whether somebody may be in a room, out of memory; asked of the database once, and again when something of it has changed. */
export function findViewer(eventId: number, viewerId: number): Promise<RoomViewer | null> {
  const { viewers } = rooms.get(eventId) ?? remember(eventId);
  return viewers.get(viewerId) ?? askFor(viewers, eventId, viewerId);
}

function askFor(viewers: Known['viewers'], eventId: number, viewerId: number): Promise<RoomViewer | null> {
  const asked = readViewer(eventId, viewerId);
  viewers.set(viewerId, asked);
  asked.catch(() => viewers.delete(viewerId));
  return asked;
}

/** Resolves when there is news of a room, or after so long, or when the reader goes; false if there is no use in waiting on. */
export async function waitForNews(eventId: number, ms: number, gone?: AbortSignal): Promise<boolean> {
  const known = rooms.get(eventId);
  if (!known || isStopping || gone?.aborted) return false;
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
  return !isStopping && !gone?.aborted;
}

/** Lets nobody wait any more, and listens to no more news once it is closed: for a process that stops. */
export function stopWaiting(): void {
  isStopping = true;
  for (const known of rooms.values()) wake(known);
}

/** What this process has just kept itself: it need not wait to hear of it. */
export function learnSegment(eventId: number, segment: Piece): void {
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
  for (const known of rooms.values()) wake(known);
  rooms.clear();
  await bus?.close();
  bus = undefined;
}

function remember(eventId: number): Known {
  forgetIdle();
  const known: Known = {
    loading: Promise.resolve(null),
    room: null,
    usedAt: Date.now(),
    meanwhile: null,
    isStale: false,
    viewers: new Map(),
    waiting: new Set(),
  };
  rooms.set(eventId, known);
  load(eventId, known);
  return known;
}

/** One reading after another: of two at once the older could end last. */
function load(eventId: number, known: Known): void {
  if (known.isStale) return;
  known.isStale = known.meanwhile !== null;
  known.loading = known.isStale ? known.loading.then(() => read(eventId, known)) : read(eventId, known);
  known.loading.catch(() => rooms.get(eventId) === known && rooms.delete(eventId));
}

async function read(eventId: number, known: Known): Promise<Room | null> {
  const meanwhile: Piece[] = [];
  Object.assign(known, { meanwhile, isStale: false });
  known.room = await loadRoom(eventId).finally(() => (known.meanwhile = null));
  for (const piece of meanwhile) addSegment(eventId, known, piece);
  // One that is not there yet may be made at any moment by another process.
  if (!known.room && !known.isStale && rooms.get(eventId) === known) rooms.delete(eventId);
  wake(known);
  return known.room;
}

function forgetIdle(): void {
  const before = Date.now() - IDLE_MS;
  for (const [eventId, { usedAt, waiting }] of rooms) if (usedAt < before && waiting.size === 0) rooms.delete(eventId);
}

const wake = ({ waiting }: Known) => {
  for (const done of [...waiting]) done();
};

function listen(): void {
  if (bus || isStopping) return;
  bus = openBus(config.databaseUrl!, 'webinar', (error) => logger.error({ event: 'live.bus', error: error.message }));
  bus.subscribe(onNews, onGap);
}

function onNews(name: string, news: string): void {
  if (news.startsWith('login ')) return forgetLogin(news.slice('login '.length));
  const eventId = Number(name);
  if (news === 'log') for (const watch of watchers) watch(eventId);
  const known = rooms.get(eventId);
  if (known) hear(eventId, known, news);
}

function hear(eventId: number, known: Known, news: string): void {
  if (news === 'access') known.viewers.clear();
  if (news === 'room' || news === 'access') load(eventId, known);
  if (news.startsWith('viewer ')) known.viewers.delete(Number(news.slice('viewer '.length)));
  if (news.startsWith('segment ')) {
    const { at, ...rest } = JSON.parse(news.slice('segment '.length)) as WireSegment;
    addSegment(eventId, known, { ...rest, at: new Date(at) });
  }
}

/** News were lost with the connection: everything is read anew. */
function onGap(): void {
  forgetLogin();
  for (const [eventId, known] of rooms) hear(eventId, known, 'access');
  for (const watch of watchers) watch(null);
}

type WireSegment = Omit<Segment, 'at' | 'offset'> & { at: string };

/** The next one of its epoch is put behind the others; where one was missed, all is read anew. */
function addSegment(eventId: number, known: Known, segment: Piece): void {
  if (known.meanwhile) return void known.meanwhile.push(segment);
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
