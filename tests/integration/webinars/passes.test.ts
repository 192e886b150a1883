import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db, pool } from '../../../src/db.ts';
import type { Rewatch } from '../../../src/policies/webinars.ts';
import { cancelEvent } from '../../../src/services/events/cancel.ts';
import { leaveGroup } from '../../../src/services/groups/leave.ts';
import { deleteAccount } from '../../../src/services/privacy/delete-account.ts';
import { cancelRegistration } from '../../../src/services/registrations/cancel.ts';
import { endBroadcast, openEpoch, storeSegment } from '../../../src/services/webinars/broadcast.ts';
import { removeHost } from '../../../src/services/webinars/hosts.ts';
import { closeHub } from '../../../src/services/webinars/log.ts';
import { removeRecording } from '../../../src/services/webinars/recording/removal.ts';
import { changeSettings } from '../../../src/services/webinars/recording/settings.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { removeViewer } from '../../../src/services/webinars/talk/moderation.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { createWebinar, initBytes, segmentBytes } from '../../support/broadcast.ts';
import { listen } from '../../support/event-stream.ts';
import { PASSWORD, createAccount, createGroup, createOwnRegistration, inHours } from '../../support/factories.ts';
import { startWebProcess } from '../../support/web-process.ts';
import type { WebProcess } from '../../support/web-process.ts';

// A pass lives for a day without a question to the database; whatever ends the right to it must reach every web process.

const app = await startApp();
let other: WebProcess;

beforeAll(async () => {
  other = await startWebProcess();
}, 60_000);

afterAll(async () => {
  closeHub();
  await closeRooms();
  await other.stop();
});

/** Seconds, on a machine that does much else. */
const SOON = { timeout: 10_000 };

/** A webinar on air with one piece, and a somebody who is registered for it. */
async function prepare({
  price = 0,
  isOver = false,
  rewatch = 'registered',
}: { price?: number; isOver?: boolean; rewatch?: Rewatch } = {}) {
  const organizer = await createAccount({ role: 'organizer' });
  const group = await createGroup({ leaderId: organizer.id });
  const event = await createWebinar({ organizerId: organizer.id, groupId: group.id, price, startAt: inHours(1), endAt: inHours(3) });
  const secret: string = randomUUID();
  const { epoch } = await openEpoch(event.id, { accountId: organizer.id, secret, isRehearsal: false }, initBytes('avc1'));
  await storeSegment(event.id, secret, { epoch, seq: 0, duration: 1, at: new Date() }, segmentBytes());
  const viewer = await createAccount();
  const registration = await createOwnRegistration(viewer.id, { eventId: event.id, ...(price ? { billedAmount: price } : {}) });
  if (isOver) {
    await endBroadcast(event.id);
    await changeSettings(event.id, { rewatch, viewersMayDownload: false, retentionDays: null });
  }
  return { event, organizer, group, viewer, registration, secret };
}

/** Enters the room by its page; gives what both processes answer to the pass. */
async function enter(eventId: number, browser: Browser) {
  expect((await browser.get(`/webinars/${eventId}`)).status).toBe(200);
  const name = `webinar-${eventId}`;
  const headers = { cookie: `${name}=${browser.cookies.get(name)!}` };
  const ask = async (path: string) =>
    Promise.all([app.url, other.url].map(async (url) => (await fetch(`${url}/webinars/${eventId}/${path}`, { headers })).status));
  return { headers, piece: () => ask('media/1-0.m4s'), list: () => ask('full.m3u8'), ask };
}

const asAccount = ({ email }: { email: string }) => app.guest().logIn(email);

/** Somebody who watches in both processes, until something happens. */
async function watching(prepared: Awaited<ReturnType<typeof prepare>>, who: { email: string } = prepared.viewer) {
  const browser = await asAccount(who);
  const entered = await enter(prepared.event.id, browser);
  await expect.poll(entered.piece, SOON).toEqual([200, 200]);
  return { browser, ...entered };
}

const gone = [404, 404];

test('a cancelled registration is out, and its streams end', async () => {
  const prepared = await prepare();
  const { piece, list, headers } = await watching(prepared);
  const streams = await Promise.all([app.url, other.url].map((url) => listen(`${url}/webinars/${prepared.event.id}/events`, headers)));
  await cancelRegistration(prepared.registration.id);

  await expect.poll(piece, SOON).toEqual(gone);
  expect(await list()).toEqual(gone);
  await expect.poll(() => streams.map((stream) => stream.hasEnded()), SOON).toEqual([true, true]);
});

test('with a cancelled event all viewers are out, the host is not', async () => {
  const prepared = await prepare();
  const viewer = await watching(prepared);
  const host = await watching(prepared, prepared.organizer);
  await cancelEvent(prepared.event.id, 'Болезнь ведущего');

  await expect.poll(viewer.piece, SOON).toEqual(gone);
  expect(await host.piece()).toEqual([200, 200]);
});

test('whose money was paid back is out', async () => {
  const prepared = await prepare({ price: 50_000 });
  const { piece } = await watching(prepared);
  await db.registration.update({ where: { id: prepared.registration.id }, data: { refundAmount: 50_000, refundedAt: new Date() } });

  await expect.poll(piece, SOON).toEqual(gone);
});

test('whom a host has sent away is out, and in again once that was undone', async () => {
  const prepared = await prepare();
  const { piece } = await watching(prepared);
  const { id } = await db.webinarViewer.findFirstOrThrow({
    where: { eventId: prepared.event.id, registrationId: prepared.registration.id },
  });
  await removeViewer(prepared.event.id, id, true);
  await expect.poll(piece, SOON).toEqual(gone);
  await removeViewer(prepared.event.id, id, false);

  await expect.poll(piece, SOON).toEqual([200, 200]);
});

test('who rewatches is out once it is for fewer: from everybody to the group, to the registered, to the hosts', async () => {
  const prepared = await prepare({ isOver: true, rewatch: 'everyone' });
  const { id } = prepared.event;
  const set = (rewatch: 'hosts' | 'registered' | 'group') =>
    changeSettings(id, { rewatch, viewersMayDownload: false, retentionDays: null });
  const anybody = await enter(id, app.guest());
  const viewer = await watching(prepared);
  await expect.poll(anybody.piece, SOON).toEqual([200, 200]);
  await set('group');
  await expect.poll(anybody.piece, SOON).toEqual(gone);
  const member = await createAccount();
  await db.groupMember.create({ data: { groupId: prepared.group.id, accountId: member.id } });
  const ofGroup = await watching(prepared, member);
  expect(await viewer.piece()).toEqual([200, 200]);
  await set('registered');
  await expect.poll(ofGroup.piece, SOON).toEqual(gone);
  expect(await viewer.piece()).toEqual([200, 200]);
  await set('hosts');

  await expect.poll(viewer.piece, SOON).toEqual(gone);
});

test('who leaves the group rewatches no more what is for the group', async () => {
  const prepared = await prepare({ isOver: true, rewatch: 'group' });
  const member = await createAccount();
  await db.groupMember.create({ data: { groupId: prepared.group.id, accountId: member.id } });
  const { piece } = await watching(prepared, member);
  await leaveGroup(prepared.group.id, member.id);

  await expect.poll(piece, SOON).toEqual(gone);
});

test('a removed recording is gone, also for the hosts', async () => {
  const prepared = await prepare({ isOver: true });
  const { piece, list } = await watching(prepared, prepared.organizer);
  await removeRecording(prepared.event.id);

  await expect.poll(piece, SOON).toEqual(gone);
  expect(await list()).toEqual(gone);
});

test('a co-host who was removed broadcasts no more', async () => {
  const prepared = await prepare();
  const { event } = prepared;
  const helper = await createAccount();
  await db.webinarHost.create({ data: { eventId: event.id, accountId: helper.id } });
  const { headers } = await watching(prepared, helper);
  const send = (url: string, seq: number) =>
    fetch(`${url}/webinars/${event.id}/epochs/1/segments/${seq}?duration=1&at=${Date.now()}`, {
      method: 'PUT',
      body: new Uint8Array(segmentBytes()),
      headers: { ...headers, 'X-Broadcast-Secret': prepared.secret },
    });
  const both = async (seq: number) => Promise.all([app.url, other.url].map(async (url) => (await send(url, seq)).status));
  expect((await send(app.url, 1)).status).toBe(204);
  await removeHost(event.id, helper.id);

  await expect.poll(() => both(2), SOON).toEqual(gone);
});

test('who logs out leaves nothing behind that watches, by whichever browser they came', async () => {
  const prepared = await prepare();
  const { browser, piece } = await watching(prepared);
  await browser.post('/logout');

  await expect.poll(piece, SOON).toEqual(gone);
  expect((await browser.get(`/webinars/${prepared.event.id}`)).status).toBe(404);
});

test('a deleted account is out', async () => {
  const prepared = await prepare();
  const { piece } = await watching(prepared);
  await deleteAccount(prepared.viewer.id, PASSWORD);

  await expect.poll(piece, SOON).toEqual(gone);
});

test('a guest by the link of a registration is out when it is cancelled', async () => {
  const prepared = await prepare();
  const guest = app.guest();
  await guest.get(`/r/${prepared.registration.token}/webinar`);
  const { piece } = await enter(prepared.event.id, guest);
  await expect.poll(piece, SOON).toEqual([200, 200]);
  await cancelRegistration(prepared.registration.id);

  await expect.poll(piece, SOON).toEqual(gone);
});

test('the newest device is the one that watches, in every process', async () => {
  const prepared = await prepare();
  const path = `/r/${prepared.registration.token}/webinar`;
  const [first, second] = [app.guest(), app.guest()];
  await first.get(path);
  const before = await enter(prepared.event.id, first);
  await expect.poll(before.piece, SOON).toEqual([200, 200]);
  await second.get(path);
  const after = await enter(prepared.event.id, second);

  await expect.poll(before.piece, SOON).toEqual([409, 409]);
  expect(await after.piece()).toEqual([200, 200]);
});

test('what a player asks for every second costs the database nothing', async () => {
  const { piece, ask } = await watching(await prepare());
  let questions = 0;
  const count = () => void (questions += 1);
  pool.on('acquire', count);
  for (let each = 0; each < 20; each += 1) {
    expect(await piece()).toEqual([200, 200]);
    expect(await ask('live.m3u8')).toEqual([200, 200]);
  }
  pool.off('acquire', count);

  expect(questions).toBe(0);
});
