import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { fileStore } from '../../src/adapters/file-store.ts';
import { db } from '../../src/db.ts';
import { fileKey, initName, segmentName } from '../../src/services/webinars/room.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, desktop, expectAccessible, expectNoSidewaysScroll, logIn, openWindow } from '../support/browser.ts';
import { createWebinar } from '../support/broadcast.ts';
import { createAccount } from '../support/factories.ts';
import { probe } from '../support/probe.ts';

// A host with a made-up camera and a line that fails, in a real browser.

let app: TestApp;
let line: Awaited<ReturnType<typeof openLine>>;

beforeAll(async () => {
  app = await startApp();
  line = await openLine(app.url);
});
afterAll(() => new Promise((resolve) => line.server.close(resolve).closeAllConnections()));

/** What lies between the host and the site; while it is cut, nothing of the broadcast gets through. */
async function openLine(to: string) {
  const state = { isCut: false };
  const server: Server = createServer((req, res) => {
    if (state.isCut && req.method === 'PUT') return void req.socket.destroy();
    const onward = request(`${to}${req.url}`, { method: req.method!, headers: req.headers }, (reply) => {
      res.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(res);
    });
    onward.on('error', () => res.destroy());
    res.on('close', () => onward.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, state, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click();
const kept = (eventId: number) => db.webinarSegment.findMany({ where: { eventId }, orderBy: [{ epoch: 'asc' }, { seq: 'asc' }] });
const patient = { timeout: 40_000, interval: 250 };

async function untilKept(eventId: number, epoch: number, pieces: number) {
  await vi.waitFor(
    async () => expect(await db.webinarSegment.count({ where: { eventId, epoch } })).toBeGreaterThanOrEqual(pieces),
    patient,
  );
}

/** How many pieces the browser itself has kept. */
const queuedBy = (page: Page) =>
  page.evaluate<number>(`new Promise((resolve) => {
    indexedDB.open('studio').onsuccess = ({ target: { result: database } }) => {
      const counting = database.transaction('pieces').objectStore('pieces').count();
      counting.onsuccess = () => (database.close(), resolve(counting.result));
    };
  })`);

/** All of an epoch as one file, which a player can open. */
async function fileOf(eventId: number, epoch: number, pieces: number) {
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId } });
  const names = [initName(epoch), ...Array.from({ length: pieces }, (_piece, seq) => segmentName(epoch, seq))];
  const read = async (name: string) => (await (await fileStore.find(fileKey(mediaKey, name)))!.stream().toArray()) as Buffer[];
  return Buffer.concat((await Promise.all(names.map(read))).flat());
}

async function studio() {
  const account = await createAccount({ role: 'organizer', firstName: 'Дмитрий', lastName: 'Орлов' });
  const event = await createWebinar({ organizerId: account.id });
  const page = await openWindow({ ...app, url: line.url }, { viewport: desktop });
  page.on('dialog', (dialog) => void dialog.accept());
  await logIn(page, account.email);
  await page.goto(`/webinars/${event.id}/studio`);
  return { event, page };
}

browserTest('a host goes on air, loses the line and nothing else, reloads the page, goes on and ends', { timeout: 180_000 }, async () => {
  const { event, page } = await studio();
  await press(page, 'Включить камеру и микрофон');
  await page.locator('[data-check="camera"].tag-ok').waitFor();
  await expectAccessible(page);
  await press(page, 'Начать эфир');
  await untilKept(event.id, 1, 4);
  await expectAccessible(page);

  line.state.isCut = true;
  await page.getByText('Нет связи с сервером.').waitFor();
  await page.waitForTimeout(5000);
  line.state.isCut = false;
  await page.locator('[data-out="sending"]').filter({ hasText: 'Без потерь' }).waitFor({ timeout: 20_000 });
  await press(page, 'Экран');
  await untilKept(event.id, 1, 12);

  line.state.isCut = true;
  await vi.waitFor(async () => expect(await queuedBy(page)).toBeGreaterThanOrEqual(2), patient);
  const [before, queued] = [await db.webinarSegment.count({ where: { eventId: event.id } }), await queuedBy(page)];
  await page.reload();
  line.state.isCut = false;
  await untilKept(event.id, 1, before + queued);
  await press(page, 'Продолжить эфир');
  await untilKept(event.id, 2, 4);

  await page.getByLabel('Название момента').fill('Про ёлку');
  await press(page, 'Отметить');
  await page.getByText('Последний: «Про ёлку»').waitFor();
  await page.getByRole('link', { name: 'Завершить эфир' }).click();
  await page.getByText('и 1 отмеченный момент').waitFor();
  await page.getByRole('radio', { name: 'Пока только ведущим' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Завершить эфир' }).click();
  await page.waitForURL((url) => url.pathname === `/webinars/${event.id}`, { timeout: 40_000 });

  expect(await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).toMatchObject({ state: 'ended', rewatch: 'hosts' });
  const pieces = await kept(event.id);
  for (const epoch of [1, 2]) {
    const own = pieces.filter((piece) => piece.epoch === epoch);
    expect(own.map(({ seq }) => seq)).toEqual(own.map((_piece, index) => index));
    const told = own.reduce((sum, { duration }) => sum + duration, 0);
    const { seconds, tracks } = await probe(await fileOf(event.id, epoch, own.length));
    expect(tracks.map(({ codec }) => codec).toSorted()).toEqual(['avc', 'opus']);
    expect(tracks.find(({ codec }) => codec === 'opus')!.gap).toBeLessThan(0.2);
    expect(Math.abs(seconds - told)).toBeLessThan(0.5);
  }
  const second = pieces.filter(({ epoch }) => epoch === 2);
  const wall = (second.at(-1)!.storedAt.getTime() - second[0]!.storedAt.getTime()) / 1000;
  expect(Math.abs(second.slice(1).reduce((sum, { duration }) => sum + duration, 0) - wall)).toBeLessThan(1.5);
});

browserTest(
  'a rehearsal is seen by hosts only and turns into the broadcast without a new look at the devices',
  { timeout: 90_000 },
  async () => {
    const { event, page } = await studio();
    await page.getByRole('radio', { name: 'Экран и камера' }).check();
    await press(page, 'Репетиция');
    await untilKept(event.id, 1, 3);
    expect((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).state).toBe('waiting');

    await press(page, 'Начать эфир');
    await untilKept(event.id, 2, 2);
    expect((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).state).toBe('live');
    const epochs = await db.webinarEpoch.findMany({ where: { eventId: event.id }, orderBy: { epoch: 'asc' } });
    expect(epochs.map(({ isRehearsal }) => isRehearsal)).toEqual([true, false]);

    await press(page, 'Перерыв');
    await page.locator('[data-mark="paused"]').waitFor();
    await vi.waitFor(
      async () => expect((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).pausedAt).not.toBeNull(),
      patient,
    );
  },
);

browserTest('a browser without encoders says what to use, one without scripts too', async () => {
  const { event, page } = await studio();
  await page.addInitScript('delete globalThis.VideoEncoder');
  await page.reload();
  await page.getByText('Из этого браузера вести эфир не получится.').waitFor();
  expect(await page.getByRole('main').getByRole('button', { name: 'Начать эфир' }).isDisabled()).toBe(true);
  await expectNoSidewaysScroll(page);

  const plain = await openWindow({ ...app, url: line.url }, { javaScriptEnabled: false });
  const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
  await logIn(plain, email);
  await plain.goto(`/webinars/${event.id}/studio`);
  expect(await plain.getByRole('main').innerText()).toContain('Эфир ведут из Chrome или Edge на компьютере.');
  expect(await plain.content()).toContain('Для эфира нужен JavaScript');
});
