import type { ServerResponse } from 'node:http';

/** Something that happened in a room. Ids grow in the order in which things became true. */
export interface Entry {
  id: number;
  kind: string;
  data: unknown;
  /** Not for everybody in the room. */
  forHosts: boolean;
}

/** Where the entries are kept. */
export interface EntrySource {
  /** The oldest entries after an id, at most `limit`. */
  after(room: string, id: number, limit: number): Promise<Entry[]>;
  /** The id of the newest entry; 0 if there is none. */
  latest(room: string): Promise<number>;
}

export interface Hub {
  /** Sends what happens in a room as server-sent events, from after `lastId` on (null: from now on), until the reader goes. */
  join(room: string, res: ServerResponse, options: { lastId: number | null; isHost: boolean }): void;
  /** To be called when something happened in a room; without one, in any. */
  wake(room?: string): void;
  readers(room: string): number;
  /** Ends all streams; browsers come back to another process by themselves. */
  close(): void;
}

interface Reader {
  res: ServerResponse;
  isHost: boolean;
  lastId: number;
}

interface Room {
  name: string;
  readers: Set<Reader>;
  isReading: boolean;
  isAskedAgain: boolean;
}

const BATCH = 500;
const HEARTBEAT_MS = 20_000;
const RETRY_MS = 2000;
/** By so many ids, of which other rooms have some, one who comes back may be behind and catch up together with the others. */
const MOST_BEHIND = 2000;
/** Who is further behind than this does not read; they reconnect and get what they missed. */
const MOST_WAITING_BYTES = 1_000_000;

/**
 * Sends entries of rooms to many readers. Each entry is read and written as text once, however many read it; who joins late or comes back
 * gets what they missed first.
 */
export function createHub(source: EntrySource, onTrouble: (error: unknown) => void): Hub {
  const rooms = new Map<string, Room>();
  const heartbeat = setInterval(() => {
    for (const room of rooms.values()) for (const reader of room.readers) send(reader, ': \n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();

  function send(reader: Reader, text: string): void {
    if (reader.res.writableLength > MOST_WAITING_BYTES) reader.res.destroy();
    else reader.res.write(text);
  }

  /** Brings all readers of a room up to date; asked for while it does so, it looks once more. */
  async function read(room: Room): Promise<void> {
    if (room.isReading) {
      room.isAskedAgain = true;
      return;
    }
    room.isReading = true;
    try {
      do {
        room.isAskedAgain = false;
        while (await readOnce(room));
      } while (room.isAskedAgain);
    } catch (error) {
      onTrouble(error);
    } finally {
      room.isReading = false;
    }
  }

  /** True if there may be more. */
  async function readOnce(room: Room): Promise<boolean> {
    if (room.readers.size === 0) return false;
    const from = Math.min(...[...room.readers].map(({ lastId }) => lastId));
    const entries = await source.after(room.name, from, BATCH);
    // Who came meanwhile may have missed what lies before these: the next reading is for them.
    const known = [...room.readers].filter(({ lastId }) => lastId >= from);
    deliver(entries, known);
    return entries.length === BATCH;
  }

  function deliver(entries: Entry[], readers: Iterable<Reader>): void {
    const texts = entries.map((entry) => ({ ...entry, text: eventText(entry) }));
    for (const reader of readers) {
      const text = texts
        .filter(({ id, forHosts }) => id > reader.lastId && (reader.isHost || !forHosts))
        .map((entry) => entry.text)
        .join('');
      reader.lastId = Math.max(reader.lastId, entries.at(-1)?.id ?? 0);
      if (text) send(reader, text);
    }
  }

  /** One who missed hours of it: nobody else waits while that is read. */
  async function catchUp(name: string, reader: Reader): Promise<void> {
    for (let isMore = headOf(name) - reader.lastId > MOST_BEHIND; isMore && isThere(reader);) {
      const entries = await source.after(name, reader.lastId, BATCH);
      deliver(entries, [reader]);
      isMore = entries.length === BATCH;
    }
  }

  /** How far the readers of a room are; 0 where there are none to wait for anything. */
  function headOf(name: string): number {
    const [first] = rooms.get(name)?.readers ?? [];
    return first?.lastId ?? 0;
  }

  function roomOf(name: string): Room {
    const known = rooms.get(name) ?? { name, readers: new Set(), isReading: false, isAskedAgain: false };
    rooms.set(name, known);
    return known;
  }

  function leave(room: Room, reader: Reader): void {
    room.readers.delete(reader);
    if (room.readers.size === 0 && rooms.get(room.name) === room) rooms.delete(room.name);
  }

  async function begin(name: string, reader: Reader, lastId: number | null): Promise<void> {
    reader.lastId = lastId ?? (await source.latest(name));
    if (!isThere(reader)) return;
    // Its id makes a browser that reconnects before anything happened ask from here.
    send(reader, `retry: ${RETRY_MS}\nid: ${reader.lastId}\nevent: joined\ndata: {}\n\n`);
    await catchUp(name, reader);
    if (!isThere(reader)) return;
    const room = roomOf(name);
    room.readers.add(reader);
    reader.res.once('close', () => leave(room, reader));
    await read(room);
  }

  return {
    join(name, res, { lastId, isHost }) {
      res.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        Connection: 'keep-alive',
        'X-Accel-Buffering': 'no',
      });
      res.flushHeaders();
      begin(name, { res, isHost, lastId: 0 }, lastId).catch((error: unknown) => {
        onTrouble(error);
        res.destroy();
      });
    },
    wake(name) {
      for (const room of name === undefined ? rooms.values() : [rooms.get(name)]) if (room) void read(room);
    },
    readers: (name) => rooms.get(name)?.readers.size ?? 0,
    close() {
      clearInterval(heartbeat);
      for (const room of rooms.values()) for (const { res } of room.readers) res.end();
    },
  };
}

const isThere = ({ res }: Reader): boolean => !res.destroyed && !res.writableEnded;

const eventText = ({ id, kind, data }: Entry): string => `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
