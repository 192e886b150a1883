import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { webinarEvents } from '../../../src/routes/webinars/events.ts';
import { webinarMedia } from '../../../src/routes/webinars/media.ts';
import { recordingMedia } from '../../../src/routes/webinars/recording-media.ts';
import { webinarUploads } from '../../../src/routes/webinars/uploads.ts';
import { endBroadcast, openEpoch, storeSegment } from '../../../src/services/webinars/broadcast.ts';
import { closeHub } from '../../../src/services/webinars/log.ts';
import { saveCaptions } from '../../../src/services/webinars/recording/captions.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { beginBroadcast, createWebinar, initBytes, segmentBytes } from '../../support/broadcast.ts';
import { createAccount, createRegistration } from '../../support/factories.ts';
import { listRoutes } from '../../support/routes.ts';

// Every address of a broadcast that stands before the pages, with every role: what browsers ask for by their pass.

const roles = ['guest', 'outsider', 'organizer', 'waitlisted', 'unpaid', 'removed', 'other', 'viewer', 'cohost', 'host'] as const;
type Role = (typeof roles)[number];

const viewers = { viewer: 200, cohost: 200, host: 200 };
const hosts = { cohost: 200, host: 200 };

/** Whoever is not named finds nothing. */
const live: Record<string, Partial<Record<Role, number>>> = {
  'GET /webinars/:id/live.m3u8': viewers,
  'GET /webinars/:id/full.m3u8': viewers,
  'GET /webinars/:id/media/1-0.m4s': viewers,
  'GET /webinars/:id/media/1-init.mp4': viewers,
  'GET /webinars/:id/events': viewers,
  'GET /webinars/:id/rehearsal.m3u8': hosts,
  'GET /webinars/:id/media/2-0.m4s': hosts,
  'GET /webinars/:id/media/2-init.mp4': hosts,
  'POST /webinars/:id/presence': { viewer: 204, cohost: 204, host: 204 },
  'PUT /webinars/:id/epochs': hosts,
  'PUT /webinars/:id/epochs/1/segments/0': { cohost: 204, host: 204 },
  'PUT /webinars/:id/uplink': { cohost: 204, host: 204 },
};

/** Of the same webinar once it is over. */
const afterwards: typeof live = {
  'GET /webinars/:id/captions/ru.vtt': viewers,
  'GET /webinars/:id/reel.m3u8': viewers,
  'GET /webinars/:id/highlights/:highlightId/playlist.m3u8': viewers,
};

const app = await startApp();
const browsers = {} as Record<Role, Browser>;
let id: number;
let secret: string;
let highlight = '';

beforeAll(async () => {
  const broadcast = await beginBroadcast(app.url);
  const { event } = broadcast;
  ({ id } = event);
  ({ secret } = broadcast);
  await broadcast.send(0);
  const rehearsal = { accountId: event.organizerId, secret: '00000000-0000-4000-8000-000000000001', isRehearsal: true };
  const { epoch } = await openEpoch(id, rehearsal, initBytes('avc1'));
  await storeSegment(id, rehearsal.secret, { epoch, seq: 0, duration: 1, at: new Date() }, segmentBytes());
  const enter = async (given: Parameters<typeof createRegistration>[0]) => {
    const { id: registrationId, token } = await createRegistration({ eventId: id, ...given });
    const browser = app.guest();
    await browser.get(`/r/${token}/webinar`);
    return { browser, registrationId };
  };
  const logIn = (email: string) => app.guest().logIn(email);
  const cohost = await createAccount();
  await db.webinarHost.create({ data: { eventId: id, accountId: cohost.id } });
  const [unpaid, removed] = [await enter({}), await enter({})];
  Object.assign(browsers, {
    guest: app.guest(),
    outsider: await logIn((await createAccount()).email),
    organizer: await logIn((await createAccount({ role: 'organizer' })).email),
    waitlisted: (await enter({ status: 'waitlisted' })).browser,
    unpaid: unpaid.browser,
    removed: removed.browser,
    other: (await enter({ eventId: (await createWebinar()).id })).browser,
    viewer: (await enter({})).browser,
    cohost: await logIn(cohost.email),
    host: await logIn((await db.account.findUniqueOrThrow({ where: { id: event.organizerId } })).email),
  });
  for (const role of roles.slice(0, 3).concat(['cohost', 'host'])) await browsers[role].get(`/webinars/${id}`);
  await db.registration.update({ where: { id: unpaid.registrationId }, data: { price: 50_000 } });
  await db.webinarViewer.updateMany({ where: { registrationId: removed.registrationId }, data: { removedAt: new Date() } });
});

afterAll(async () => {
  closeHub();
  await closeRooms();
});

/** The status alone: a stream never ends by itself. A pass of another webinar is tried under the name of this one. */
async function statusOf(role: Role, route: string): Promise<number> {
  const [method, pattern] = route.split(' ') as [string, string];
  const query = pattern.includes('segments') ? `?duration=1&at=${Date.now()}` : '';
  const path = `${pattern.replace(':id', String(id)).replace(':highlightId', highlight)}${query}`;
  const cookie = [...browsers[role].cookies].map(([name, value]) => `${name.replace(/^webinar-\d+/, `webinar-${id}`)}=${value}`).join('; ');
  const stop = new AbortController();
  const body = method === 'PUT' ? new Uint8Array(pattern.endsWith('epochs') ? initBytes('avc1') : segmentBytes()) : null;
  const headers = { cookie, 'X-Broadcast-Secret': secret };
  const { status } = await fetch(`${app.url}${path}`, { method, body, headers, signal: stop.signal });
  stop.abort();
  return status;
}

test('the tables name every such address', () => {
  const stacks = [webinarMedia, recordingMedia, webinarEvents, webinarUploads].map(({ stack }) => stack as unknown as never[]);
  const generic = (route: string) =>
    route
      .replace(/media\/.+/, 'media/:name')
      .replace(/captions\/.+/, 'captions/:name')
      .replace(/epochs\/.+/, 'epochs/:epoch/segments/:seq');

  expect([...new Set(Object.keys({ ...live, ...afterwards }).map(generic))].toSorted()).toEqual(stacks.flatMap(listRoutes).toSorted());
});

describe.each(Object.entries(live))('on air, %s', (route, statuses) => {
  test.each(roles)('by somebody who is %s', async (role) => {
    expect(await statusOf(role, route)).toBe(statuses[role] ?? 404);
  });
});

describe.each(Object.entries(afterwards))('afterwards, %s', (route, statuses) => {
  beforeAll(async () => {
    await endBroadcast(id);
    const part = { eventId: id, start: 0, finish: 1, title: 'Место', origin: 'host' };
    highlight ||= (await db.webinarHighlight.create({ data: part })).id;
    const bytes = Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nПривет\n');
    await saveCaptions(id, 'ru', { bytes, size: bytes.length });
    await vi.waitFor(async () => expect(await statusOf('viewer', route)).toBe(200));
  });

  test.each(roles)('by somebody who is %s', async (role) => {
    expect(await statusOf(role, route)).toBe(statuses[role] ?? 404);
  });
});
