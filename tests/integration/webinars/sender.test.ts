import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import { createWebinar, initBytes, segmentBytes } from '../../support/broadcast.ts';
import { createAccount } from '../../support/factories.ts';

// The host's page sends its queue to the site; the browser's database is a list here, and the line fails as it is told.

interface Part {
  id: string;
  secret: string;
  isRehearsal: boolean;
  base: number;
  epoch: number | null;
  init: Buffer;
}
interface Piece {
  partId: string;
  seq: number;
  duration: number;
  at: number;
  size: number;
  bytes: Buffer;
}
interface Sender {
  trouble: string;
}
const { startSender } = (await import(new URL('../../../public/js/studio/sender.js', import.meta.url).href)) as {
  startSender: (eventId: number, queue: object, on: { onSent: (piece: Piece) => void; onChange: (trouble: string) => void }) => Sender;
};

const app = await startApp();
const init = initBytes('avc1', 'Opus');
const realFetch = globalThis.fetch;
let organizerId: number;
let cookie: string;
/** What the line does with a request: send it on, break before or after it, or answer by itself. */
let act: (path: string, go: () => Promise<Response>) => Promise<Response>;

beforeAll(async () => {
  const account = await createAccount({ role: 'organizer' });
  organizerId = account.id;
  await app.logIn(account.email);
  vi.stubGlobal('fetch', (path: string, options: RequestInit) =>
    act(path, () => realFetch(`${app.url}${path}`, { ...options, headers: { ...(options.headers as object), cookie } })),
  );
});
afterEach(() => {
  act = () => new Promise(() => {});
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await closeRooms();
});

/** A studio that was just opened, with so many pieces of a part in its queue. */
async function openStudio() {
  const event = await createWebinar({ organizerId });
  await app.get(`/webinars/${event.id}/studio`);
  cookie = [...app.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const [parts, list]: [Map<string, Part>, Piece[]] = [new Map(), []];
  const record = (pieces: number, { isRehearsal = false, bytes = segmentBytes() } = {}) => {
    const id = randomUUID();
    parts.set(id, { id, secret: randomUUID(), isRehearsal, base: 0, epoch: null, init });
    const add = (seq: number) => list.push({ partId: id, seq, duration: 1, at: Date.now() + seq * 1000, size: bytes.length, bytes });
    for (let seq = 0; seq < pieces; seq++) add(seq);
    return { part: parts.get(id)!, add };
  };
  const queue = {
    parts,
    list,
    savePart: async (part: Part) => void parts.set(part.id, part),
    bytesOf: async ({ bytes }: Piece) => bytes,
    shift: async () => void list.shift(),
  };
  const troubles: string[] = [];
  const send = () => startSender(event.id, queue, { onSent() {}, onChange: (trouble) => void troubles.push(trouble) });
  const drained = () => vi.waitFor(() => expect(list).toEqual([]), { timeout: 15_000, interval: 50 });
  const kept = async () =>
    (await db.webinarSegment.findMany({ where: { eventId: event.id }, orderBy: [{ epoch: 'asc' }, { seq: 'asc' }] })).map(
      ({ epoch, seq }) => `${epoch}-${seq}`,
    );
  return { event, list, record, send, drained, kept, troubles };
}

test('what an earlier life of the page has left goes before what this one records', async () => {
  const { record, send, drained, kept, troubles } = await openStudio();
  act = (_path, go) => go();
  record(3);
  record(2);
  send();
  await drained();

  expect(await kept()).toEqual(['1-0', '1-1', '1-2', '2-0', '2-1']);
  expect(troubles).toEqual([]);
});

test('a line that breaks before and after the server has read loses nothing and keeps nothing twice', async () => {
  const { record, send, drained, kept, troubles } = await openStudio();
  let calls = 0;
  act = async (_path, go) => {
    calls += 1;
    if (calls % 3 === 0) throw new TypeError('reset');
    const reply = await go();
    if (calls % 3 === 1) throw new TypeError('reset after the answer');
    return reply;
  };
  record(5);
  send();
  await drained();

  expect(await kept()).toEqual(['1-0', '1-1', '1-2', '1-3', '1-4']);
  expect([...new Set(troubles)].toSorted()).toEqual(['', 'offline']);
});

test('where the server has lost pieces, the rest goes on as another epoch', async () => {
  const { event, record, send, drained, kept } = await openStudio();
  act = (_path, go) => go();
  const { add } = record(3);
  send();
  await drained();
  await db.webinarSegment.deleteMany({ where: { eventId: event.id, seq: 2 } });
  await closeRooms();
  add(3);
  add(4);
  await drained();

  expect(await kept()).toEqual(['1-0', '1-1', '2-0', '2-1']);
});

test('a piece that no server takes does not hold up those behind it', async () => {
  const { list, record, send, drained, kept } = await openStudio();
  act = (_path, go) => go();
  record(4);
  list[1]!.bytes = Buffer.from('broken');
  send();
  await drained();

  expect(await kept()).toEqual(['1-0', '2-0', '2-1']);
});

test.each([
  [507, { code: 'no_space' }, 'full'],
  [507, { code: 'webinar_full' }, 'quota'],
  [404, { code: 'not_found' }, 'refused'],
  [409, { code: 'other_host' }, 'elsewhere'],
  [409, { code: 'webinar_ended' }, 'over'],
  [503, {}, 'offline'],
])('an answer %i %j is a trouble of its own and the piece stays', async (status, body, trouble) => {
  const { list, record, send } = await openStudio();
  act = async () => Response.json(body, { status });
  record(1);
  const sender = send();
  await vi.waitFor(() => expect(sender.trouble).toBe(trouble));

  expect(list).toHaveLength(1);
});
