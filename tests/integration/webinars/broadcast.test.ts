import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { openEpoch, endBroadcast } from '../../../src/services/webinars/broadcast.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import { beginBroadcast, box, createWebinar, initBytes, segmentBytes } from '../../support/broadcast.ts';
import { createAccount } from '../../support/factories.ts';

const app = await startApp();
const init = initBytes('avc1', 'Opus');

afterAll(closeRooms);

const begin = (given?: { isRehearsal?: boolean }) => beginBroadcast(app.url, given);

test('pieces are kept by the clock of the site, however wrong that of the host is', async () => {
  const { event, send } = await begin();
  const before = Date.now();
  await send(0, { clockIsAheadBy: 3_600_000 });
  await send(1, { clockIsAheadBy: -3_600_000 });

  const pieces = await db.webinarSegment.findMany({ where: { eventId: event.id } });
  for (const { at } of pieces) expect(Math.abs(at.getTime() - before)).toBeLessThan(2000);
});

test('pieces come in order, each once, and are handed out as they came', async () => {
  const { event, send, get, kept } = await begin();
  const pieces = [1, 2, 3].map((fill) => segmentBytes(500, fill));
  for (const [seq, bytes] of pieces.entries()) expect((await send(seq, { bytes })).status).toBe(204);

  expect((await send(1, { bytes: segmentBytes(999) })).status).toBe(204);
  expect(await kept()).toEqual([0, 1, 2]);
  const playlist = await (await get('live.m3u8')).text();
  expect(playlist.match(/^media\/.+\.m4s$/gm)).toEqual(['media/1-0.m4s', 'media/1-1.m4s', 'media/1-2.m4s']);
  for (const [seq, bytes] of pieces.entries()) {
    expect(Buffer.from(await (await get(`media/1-${seq}.m4s`)).arrayBuffer()).equals(bytes)).toBe(true);
  }
  expect(Number((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).bytes)).toBe(
    init.length + pieces.reduce((sum, { length }) => sum + length, 0),
  );
});

test('a piece that comes too early is told which one is missing', async () => {
  const { send, kept } = await begin();
  await send(0);
  const reply = await send(2);

  expect([reply.status, await reply.json()]).toEqual([409, { expected: 1 }]);
  expect(await kept()).toEqual([0]);
});

test('the same piece sent by an impatient page five times at once is kept once', async () => {
  const { send, kept } = await begin();
  const replies = await Promise.all(Array.from({ length: 5 }, () => send(0)));

  expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  expect(await kept()).toEqual([0]);
});

test('only the page that began the epoch adds to it', async () => {
  const { send, kept, asViewer } = await begin();

  expect((await send(0, { own: randomUUID() })).status).toBe(403);
  expect((await send(0, { own: 'guess' })).status).toBe(404);
  expect((await send(0, { cookie: asViewer })).status).toBe(404);
  expect((await send(0, { cookie: '' })).status).toBe(404);
  expect((await send(0, { in: 7 })).status).toBe(404);
  expect(await kept()).toEqual([]);
});

test.each([
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 415],
  ['an init segment', init, 415],
  ['half a segment', segmentBytes().subarray(0, 200), 415],
  ['more than a second can weigh', segmentBytes(9 * 1024 * 1024), 413],
])('%s is not taken for a piece', async (_what, bytes, status) => {
  const { send, kept } = await begin();

  expect((await send(0, { bytes })).status).toBe(status);
  expect(await kept()).toEqual([]);
});

test('a stranger finds nothing, and a viewer of another webinar neither', async () => {
  const { send, get } = await begin();
  const other = await begin();
  await send(0);

  for (const path of ['live.m3u8', 'full.m3u8', 'media/1-0.m4s', 'media/1-init.mp4']) {
    expect((await get(path, '')).status).toBe(404);
    expect((await get(path, other.asViewer)).status).toBe(404);
  }
});

test('a pass that somebody made up is none', async () => {
  const { send, get, asViewer } = await begin();
  await send(0);

  expect((await get('live.m3u8', asViewer.replace(/.{5}$/, 'AAAAA'))).status).toBe(404);
});

test('a rehearsal is for hosts only and no part of the broadcast', async () => {
  const { event, send, get, asHost } = await begin({ isRehearsal: true });
  await send(0);

  expect((await get('live.m3u8')).status).toBe(404);
  expect((await get('rehearsal.m3u8')).status).toBe(404);
  expect((await get('media/1-0.m4s')).status).toBe(404);
  expect((await get('rehearsal.m3u8', asHost)).status).toBe(200);
  expect((await get('media/1-0.m4s', asHost)).status).toBe(200);
  expect((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).state).toBe('waiting');
});

test('who waits for the next piece gets the list as soon as it is there', async () => {
  const { send, get } = await begin();
  await send(0);
  const waiting = get('live.m3u8?_HLS_msn=1');
  await send(1);

  expect(await (await waiting).text()).toContain('media/1-1.m4s');
});

test('a reload of the host goes on as a new epoch behind a discontinuity, the same page as the same one', async () => {
  const { event, send, get, secret } = await begin();
  await send(0);
  const again = await openEpoch(event.id, { accountId: event.organizerId, secret, isRehearsal: false }, init);
  const reloaded = randomUUID();
  const next = await openEpoch(event.id, { accountId: event.organizerId, secret: reloaded, isRehearsal: false }, initBytes('avc1'));
  await expect.poll(async () => (await send(0, { own: reloaded, in: next.epoch })).status).toBe(204);

  expect([again, next]).toEqual([
    { epoch: 1, next: 1 },
    { epoch: 2, next: 0 },
  ]);
  await expect.poll(async () => (await get('full.m3u8')).text()).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="media/2-init.mp4"');
});

test('a page that asks several times at once, because it hears nothing, begins one epoch', async () => {
  const { event } = await begin();
  const host = { accountId: event.organizerId, secret: randomUUID(), isRehearsal: false };
  const opened = await Promise.all(Array.from({ length: 4 }, () => openEpoch(event.id, host, init)));

  expect(opened).toEqual(Array.from({ length: 4 }, () => ({ epoch: 2, next: 0 })));
});

test('of two hosts who go on air at the same moment one is told of the other', async () => {
  const event = await createWebinar();
  const accounts = [event.organizerId, (await createAccount()).id];
  const begun = await Promise.allSettled(
    accounts.map((accountId) => openEpoch(event.id, { accountId, secret: randomUUID(), isRehearsal: false }, init)),
  );

  expect(begun.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(begun.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'other_host' } });
});

test('an init segment is small: what weighs more is no part of a broadcast', async () => {
  const { event, asHost } = await begin();
  const body = new Uint8Array(Buffer.concat([init, box('free', Buffer.alloc(100_000))]));
  const headers = { cookie: asHost, 'X-Broadcast-Secret': randomUUID() };

  expect((await fetch(`${app.url}/webinars/${event.id}/epochs`, { method: 'PUT', body, headers })).status).toBe(413);
});

test('a clock of the host that is off by ages is refused', async () => {
  const { event, send, kept, asHost, secret } = await begin();
  const url = `${app.url}/webinars/${event.id}/epochs/1/segments/0?duration=1&at=0&sent=8640000000000000`;
  const headers = { cookie: asHost, 'X-Broadcast-Secret': secret };

  expect((await fetch(url, { method: 'PUT', body: new Uint8Array(segmentBytes()), headers })).status).toBe(400);
  expect((await send(0)).status).toBe(204);
  expect(await kept()).toEqual([0]);
});

test('once the host ends it, the same address is a recording, and nothing can be added', async () => {
  const { event, send, get } = await begin();
  await send(0);
  await send(1);
  await endBroadcast(event.id);

  await expect.poll(async () => (await get('live.m3u8')).text()).toMatch(/PLAYLIST-TYPE:VOD[\s\S]*#EXT-X-ENDLIST/);
  await expect(openEpoch(event.id, { accountId: event.organizerId, secret: randomUUID(), isRehearsal: false }, init)).rejects.toThrow(
    'webinar_ended',
  );
});

test('a process that starts anew knows all that was kept', async () => {
  const { send, get } = await begin();
  for (const seq of [0, 1, 2]) await send(seq);
  await closeRooms();

  expect(await (await get('full.m3u8')).text()).toContain('media/1-2.m4s');
  expect((await send(3)).status).toBe(204);
});
