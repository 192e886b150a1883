import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { createRecording } from '../../support/broadcast.ts';
import { createAccount, createOwnRegistration } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

// Every route of a recording with every role; who may rewatch is tried beside the recording.

const forViewers = ['GET /webinars/:id/highlights/:highlightId'];
/** There only once they were made. */
const files = ['GET /webinars/:id/recording.mp4', 'GET /webinars/:id/highlights/:highlightId/clip.mp4'];
const forHosts = [
  'GET /webinars/:id/recording',
  'POST /webinars/:id/recording',
  'POST /webinars/:id/recording/file',
  'GET /webinars/:id/recording/deletion',
  'POST /webinars/:id/recording/deletion',
  'POST /webinars/:id/captions',
  'POST /webinars/:id/captions/:language/deletion',
  'GET /webinars/:id/highlights/new',
  'POST /webinars/:id/highlights',
  'GET /webinars/:id/highlights/:highlightId/edit',
  'POST /webinars/:id/highlights/:highlightId',
  'POST /webinars/:id/highlights/:highlightId/deletion',
  'POST /webinars/:id/highlights/:highlightId/clip',
  'GET /webinars/:id/chapters/new',
  'POST /webinars/:id/chapters',
  'POST /webinars/:id/chapters/:chapterId/deletion',
];

const app = await startApp();
const outside: Record<string, Browser> = {};
let viewer: Browser, cohost: Browser;
let things: { id: number; highlight: string; chapter: number };

afterAll(closeRooms);

beforeAll(async () => {
  const recording = await createRecording();
  const eventId = recording.id;
  const highlight = await db.webinarHighlight.create({ data: { eventId, start: 1, finish: 3, title: 'Место', origin: 'audience' } });
  const chapter = await db.webinarChapter.create({ data: { eventId, start: 1, title: 'Глава' } });
  await db.webinarCaption.create({ data: { eventId, language: 'ru', bytes: 6 } });
  things = { id: eventId, highlight: highlight.id, chapter: chapter.id };
  const registered = await createAccount();
  await createOwnRegistration(registered.id, { eventId });
  viewer = await app.guest().logIn(registered.email);
  const host = await createAccount();
  await db.webinarHost.create({ data: { eventId, accountId: host.id } });
  cohost = await app.guest().logIn(host.email);
  outside['a guest'] = app.guest();
  outside['an outsider'] = await app.guest().logIn((await createAccount()).email);
  outside['another organizer'] = await app.guest().logIn((await createAccount({ role: 'organizer' })).email);
});

function send(browser: Browser, route: string) {
  const [method, pattern] = route.split(' ') as [string, string];
  const path = pattern
    .replace(':highlightId', things.highlight)
    .replace(':chapterId', String(things.chapter))
    .replace(':language', 'ru')
    .replace(':id', String(things.id));
  const fields = { title: 'Чужое', start: '0', finish: '2', rewatch: 'everyone', language: 'ru' };
  return method === 'GET' ? browser.get(path) : browser.post(path, fields);
}

test('the lists name every route of a recording', () => {
  const own = routesOf('webinars').filter((route) => /\/(recording|highlights|chapters|captions)/.test(route));

  expect(own.toSorted()).toEqual([...forViewers, ...files, ...forHosts].toSorted());
});

const inventory = () =>
  Promise.all([db.webinar.findMany(), db.webinarHighlight.findMany(), db.webinarChapter.findMany(), db.webinarCaption.findMany()]);

test.each([...forViewers, ...files, ...forHosts])('for those outside there is nothing at %s', async (route) => {
  const before = await inventory();
  for (const browser of Object.values(outside)) expect((await send(browser, route)).status).toBe(404);
  expect(await inventory()).toEqual(before);
});

test.each([...files, ...forHosts])('a viewer finds nothing at %s', async (route) => {
  const before = await inventory();
  expect((await send(viewer, route)).status).toBe(404);
  expect(await inventory()).toEqual(before);
});

test('what is for viewers is there for them', async () => {
  for (const route of forViewers) expect((await send(viewer, route)).status).toBe(200);
});

test.each(forHosts.filter((route) => route.startsWith('GET ')))('a co-host reads %s', async (route) => {
  expect((await send(cohost, route)).status).toBe(200);
});

test.each(['x', '00000000-0000-4000-8000-000000000000', '%00'])('a highlight %s is not there', async (id) => {
  for (const path of [`/highlights/${id}`, `/highlights/${id}/edit`, `/highlights/${id}/clip.mp4`, `/highlights/${id}/playlist.m3u8`]) {
    expect((await cohost.get(`/webinars/${things.id}${path}`)).status).toBe(404);
  }
});
