import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from '../../../src/config.ts';
import { db } from '../../../src/db.ts';
import { endLostBroadcasts, openEpoch, storeSegment } from '../../../src/services/webinars/broadcast.ts';
import { markMoment } from '../../../src/services/webinars/studio.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { createWebinar, initBytes, passCookie, segmentBytes } from '../../support/broadcast.ts';
import { createAccount, createGroup } from '../../support/factories.ts';

const app = await startApp();
const init = initBytes('avc1', 'Opus');

afterAll(closeRooms);

const roles = ['guest', 'participant', 'stranger', 'cohost', 'owner', 'admin'] as const;
const forHosts = (status: number) => [303, 404, 404, status, status, status];
const forOwner = (status: number) => [303, 404, 404, 404, status, status];

/** What each address of the studio answers to each role in the order above; a guest logs in first. */
const table: Record<string, number[]> = {
  'GET /webinars/:id/studio': forHosts(200),
  'GET /webinars/:id/ending': forHosts(200),
  'POST /webinars/:id/ending': forHosts(303),
  'POST /webinars/:id/pause': forHosts(303),
  'POST /webinars/:id/moments': forHosts(303),
  'POST /webinars/:id/hosts': forOwner(303),
  'POST /webinars/:id/hosts/:accountId/removal': forOwner(303),
};

let owner: Awaited<ReturnType<typeof createAccount>>, cohost: typeof owner;
let browsers: Record<(typeof roles)[number], Browser>;

beforeAll(async () => {
  [owner, cohost] = [await createAccount({ role: 'organizer' }), await createAccount({})];
  const logIn = async (given: Parameters<typeof createAccount>[0]) => app.guest().logIn((await createAccount(given)).email);
  browsers = {
    guest: app.guest(),
    participant: await logIn({}),
    stranger: await logIn({ role: 'organizer' }),
    cohost: await app.guest().logIn(cohost.email),
    owner: await app.guest().logIn(owner.email),
    admin: await logIn({ role: 'admin' }),
  };
});

/** A webinar on air with a co-host and one second of it kept. */
async function onAir() {
  const event = await createWebinar({ organizerId: owner.id });
  await db.webinarHost.create({ data: { eventId: event.id, accountId: cohost.id } });
  const secret = randomUUID();
  const { epoch } = await openEpoch(event.id, { accountId: owner.id, secret, isRehearsal: false }, init);
  const at = new Date();
  await storeSegment(event.id, secret, { epoch, seq: 0, duration: 1, at }, segmentBytes());
  return { event, secret, epoch, at, path: (rest: string) => `/webinars/${event.id}/${rest}` };
}

const webinar = (eventId: number) => db.webinar.findUniqueOrThrow({ where: { eventId } });

describe.each(Object.entries(table))('%s', (route, statuses) => {
  test.each(roles.map((role, index) => [role, statuses[index]!] as const))('answers %s with %i', async (role, status) => {
    const { event } = await onAir();
    const [method, pattern] = route.split(' ') as [string, string];
    const path = pattern.replace(':id', String(event.id)).replace(':accountId', String(cohost.id));
    const fields = { rewatch: 'group', paused: 'on', title: 'Главное', email: cohost.email };
    const reply = method === 'GET' ? await browsers[role].get(path) : await browsers[role].post(path, fields);

    expect(reply.status).toBe(status);
    if (role === 'guest') expect(reply.headers['location']).toMatch(/^\/login/);
  });
});

test('the studio of an event without a webinar is not there, nor one of a made-up number', async () => {
  const { event } = await onAir();
  await db.event.update({ where: { id: event.id }, data: { hasWebinar: false, onlineUrl: 'https://meet.example.test' } });

  for (const id of [event.id, 2_147_483_647, 'x']) expect((await browsers.owner.get(`/webinars/${id}/studio`)).status).toBe(404);
});

test('whoever opens the studio may send pieces, until they are no host any more', async () => {
  const { event, path } = await onAir();
  const put = async (host: Browser) =>
    host.send('PUT', `${path('epochs')}?rehearsal=1`, init, { 'content-type': 'video/mp4', 'x-broadcast-secret': randomUUID() });
  expect((await put(browsers.cohost)).status).toBe(404);
  await browsers.cohost.get(path('studio'));
  expect((await put(browsers.cohost)).status).toBe(200);

  await browsers.owner.post(path(`hosts/${cohost.id}/removal`));
  expect((await put(browsers.cohost)).status).toBe(404);
  expect(await db.webinarHost.count({ where: { eventId: event.id } })).toBe(0);
});

test('the page of a host may try its line and ask how the webinar stands, nobody else may', async () => {
  const { event, path } = await onAir();
  const secret = { 'content-type': 'video/mp4', 'x-broadcast-secret': randomUUID() };
  const tryLine = async (host: Browser) => (await host.send('PUT', path('uplink'), Buffer.alloc(100_000), secret)).status;
  const ask = async (host: Browser) => (await host.get(path('studio'), { accept: 'application/json' })).body as unknown;
  await browsers.owner.get(path('studio'));

  expect([await tryLine(browsers.owner), await tryLine(browsers.stranger), await tryLine(browsers.guest)]).toEqual([204, 404, 404]);
  expect(await db.webinarSegment.count({ where: { eventId: event.id } })).toBe(1);
  expect(await ask(browsers.owner)).toEqual({ state: 'live' });
  expect(await ask(browsers.stranger)).not.toMatchObject({ state: 'live' });
});

test('the page of a host that is opened again shows the last mark, and offers a group only where there is one', async () => {
  const { event, path } = await onAir();
  await browsers.owner.post(path('moments'), { title: 'Про ёлку' });
  const page = (await browsers.owner.get(path('studio'))).text;
  expect(page).toContain('Последний: «Про ёлку», 00:0');
  expect(page).not.toContain('Записавшимся и участникам группы');

  const group = await createGroup({ leaderId: owner.id });
  await db.event.update({ where: { id: event.id }, data: { groupId: group.id } });
  expect((await browsers.owner.get(path('ending'))).text).toContain('Записавшимся и участникам группы');
});

test('one host at a time is on air', async () => {
  const { event, path } = await onAir();
  await browsers.cohost.get(path('studio'));
  const put = () => browsers.cohost.send('PUT', path('epochs'), init, { 'content-type': 'video/mp4', 'x-broadcast-secret': randomUUID() });

  const reply = await put();
  expect([reply.status, reply.body.code]).toEqual([409, 'other_host']);

  const [where, before] = [{ eventId: event.id }, new Date(Date.now() - 20_000)];
  await db.webinarSegment.updateMany({ where, data: { storedAt: before } });
  await db.webinarEpoch.updateMany({ where, data: { createdAt: before } });
  expect((await put()).status).toBe(200);
});

test('a break is announced once and told to the room', async () => {
  const { event, path } = await onAir();
  await browsers.owner.post(path('pause'), { paused: 'on' });
  await browsers.owner.post(path('pause'), { paused: 'on' });
  expect((await webinar(event.id)).pausedAt).not.toBeNull();

  await browsers.owner.post(path('pause'), { paused: 'off' });
  const told = await db.webinarLogEntry.findMany({ where: { eventId: event.id, kind: 'pause' }, orderBy: { id: 'asc' } });
  expect([(await webinar(event.id)).pausedAt, told.map(({ data }) => data)]).toEqual([null, [{ isPaused: true }, { isPaused: false }]]);
});

test('a moment is marked where it was in the recording, even before its pieces have come', async () => {
  const { event, at, path } = await onAir();
  const mark = (seconds: number) => markMoment(event.id, 'Вопрос', new Date(at.getTime() + seconds * 1000));

  const reply = await browsers.owner.post(path('moments'), { title: 'Вопрос' }, { accept: 'application/json' });
  expect(reply.body).toEqual({ title: 'Вопрос', clock: expect.stringMatching(/^00:0\d$/) });
  await db.webinarHighlight.deleteMany({ where: { eventId: event.id } });
  expect((await mark(0.4)).second).toBeCloseTo(0.4);
  expect((await mark(75)).second).toBeCloseTo(75);
  const kept = await db.webinarHighlight.findMany({ where: { eventId: event.id }, orderBy: { finish: 'asc' } });
  expect(kept.map(({ start, finish, origin }) => [start, finish, origin])).toEqual([
    [0, 5, 'mark'],
    [45, 75, 'mark'],
  ]);
});

test('before the broadcast there is nothing to pause, mark or end', async () => {
  const event = await createWebinar({ organizerId: owner.id });
  const post = async (what: string, fields = {}) => (await browsers.owner.post(`/webinars/${event.id}/${what}`, fields)).status;

  expect([await post('pause', { paused: 'on' }), await post('moments'), await post('ending', { rewatch: 'hosts' })]).toEqual([
    409, 409, 409,
  ]);
  expect((await browsers.owner.get(`/webinars/${event.id}/ending`)).headers['location']).toBe(`/webinars/${event.id}/studio`);
});

test('the end is for good, says who may see it again, and still takes what was on its way', async () => {
  const { event, secret, epoch, path } = await onAir();
  await browsers.owner.post(path('ending'), { rewatch: 'everyone' });
  expect(await webinar(event.id)).toMatchObject({ state: 'ended', rewatch: 'everyone' });

  await storeSegment(event.id, secret, { epoch, seq: 1, duration: 1, at: new Date() }, segmentBytes());
  await expect(openEpoch(event.id, { accountId: owner.id, secret: randomUUID(), isRehearsal: false }, init)).rejects.toMatchObject({
    code: 'webinar_ended',
  });
  expect((await browsers.owner.get(path('studio'))).text).toContain('Эфир завершён');
});

test('a webinar takes no more than its share, and keeps what it has', async () => {
  const { event, secret, epoch } = await onAir();
  const share = config.webinarBytes;
  config.webinarBytes = 5000;
  const piece = (seq: number) => storeSegment(event.id, secret, { epoch, seq, duration: 1, at: new Date() }, segmentBytes(2000));
  await piece(1);
  await expect(piece(2).finally(() => (config.webinarBytes = share))).rejects.toMatchObject({ status: 507, code: 'webinar_full' });

  expect(await db.webinarSegment.count({ where: { eventId: event.id } })).toBe(2);
});

test('a co-host is named by the address of an account', async () => {
  const { event, path } = await onAir();
  const name = (email: string) => browsers.owner.post(path('hosts'), { email });
  const helper = await createAccount({ firstName: 'Ольга', lastName: 'Дёмина' });
  const unconfirmed = await createAccount({ emailConfirmed: false });

  for (const email of ['nobody@example.test', unconfirmed.email, 'x']) expect((await name(email)).status).toBe(422);
  expect((await browsers.owner.follow(await name(helper.email.toUpperCase()))).text).toContain('Ольга Дёмина');
  await name(helper.email);
  expect(await db.webinarHost.count({ where: { eventId: event.id } })).toBe(2);
});

test('a host who was lost for ten minutes ends the broadcast, one who was not does not', async () => {
  const [lost, going, rehearsed] = [await onAir(), await onAir(), await createWebinar({ organizerId: owner.id })];
  await openEpoch(rehearsed.id, { accountId: owner.id, secret: randomUUID(), isRehearsal: true }, init);
  const later = new Date(Date.now() + 11 * 60_000);
  await db.webinarSegment.updateMany({ where: { eventId: going.event.id }, data: { storedAt: new Date(later.getTime() - 9 * 60_000) } });
  await endLostBroadcasts(later);

  expect((await webinar(lost.event.id)).state).toBe('ended');
  expect((await webinar(going.event.id)).state).toBe('live');
  expect((await webinar(rehearsed.id)).state).toBe('waiting');
});

test('a pass of a viewer opens no studio', async () => {
  const { path } = await onAir();
  const reply = await app.guest().get(path('studio'), { cookie: passCookie(1, 1, { role: 'host' }) });

  expect(reply.status).toBe(303);
});
