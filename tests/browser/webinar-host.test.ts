import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { fileStore } from '../../src/adapters/file-store.ts';
import { db } from '../../src/db.ts';
import { endBroadcast } from '../../src/services/webinars/broadcast.ts';
import { fileKey, initName, segmentName } from '../../src/services/webinars/room.ts';
import { startApp } from '../support/app.ts';
import type { Fields, TestApp } from '../support/app.ts';
import { browserTest, desktop, expectAccessible, expectNoSidewaysScroll, logIn, openWindow } from '../support/browser.ts';
import { createWebinar } from '../support/broadcast.ts';
import { createAccount, createRegistration, createVisitor } from '../support/factories.ts';
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
  const state = { isCut: false, answer: null as { status: number; code: string } | null };
  const server: Server = createServer((req, res) => {
    if (state.isCut && req.method === 'PUT') return void req.socket.destroy();
    if (state.answer && req.method === 'PUT') {
      return void res
        .writeHead(state.answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ code: state.answer.code }));
    }
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

async function mark(page: Page, title: string) {
  await page.getByLabel('Название момента').fill(title);
  await press(page, 'Отметить');
  await page.getByText(`Последний: «${title}»`).waitFor();
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
  const asked: string[] = [];
  page.on('dialog', (dialog) => (asked.push(dialog.type()), void dialog.accept()));
  await logIn(page, account.email);
  await page.goto(`/webinars/${event.id}/studio`);
  return { event, page, asked };
}

browserTest('a host goes on air, loses the line and nothing else, reloads the page, goes on and ends', { timeout: 180_000 }, async () => {
  const { event, page, asked } = await studio();
  await press(page, 'Включить камеру и микрофон');
  for (const check of ['camera', 'uplink', 'microphone']) await page.locator(`[data-check="${check}"].tag-ok`).waitFor();
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

  await mark(page, 'Про ёлку');

  line.state.isCut = true;
  await vi.waitFor(async () => expect(await queuedBy(page)).toBeGreaterThanOrEqual(2), patient);
  const [before, queued] = [await db.webinarSegment.count({ where: { eventId: event.id } }), await queuedBy(page)];
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  line.state.isCut = false;
  await untilKept(event.id, 1, before + queued);
  await press(page, 'Продолжить эфир');
  await page.getByText('Последний: «Про ёлку»').waitFor();
  await untilKept(event.id, 2, 4);
  const stored = (await kept(event.id)).reduce((sum, { duration }) => sum + duration, 0);
  const [, shownMinutes, shownSeconds] = /^(\d+):(\d+) · /.exec(await page.locator('[data-out="recorded"]').innerText())!;
  expect(Math.abs(Number(shownMinutes) * 60 + Number(shownSeconds) - stored)).toBeLessThan(3);

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

/** What somebody with a seat does, without a browser. */
async function seated(event: { id: number; organizerId: number }) {
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName: 'Ольга', lastName: 'Ким' });
  const { token } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const guest = app.guest();
  await guest.get(`/r/${token}/webinar`);
  return (what: string, fields: Fields) => guest.post(`/webinars/${event.id}/${what}`, fields);
}

browserTest(
  'the host hears and answers the room without leaving the broadcast, and is told when a device is gone',
  { timeout: 120_000 },
  async () => {
    const { event, page } = await studio();
    await page.addInitScript(`{
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    globalThis.opened = [];
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      opened.push(...stream.getTracks());
      return stream;
    };
  }`);
    await page.reload();
    const send = await seated(event);
    await press(page, 'Начать эфир');
    await untilKept(event.id, 1, 2);
    await page.evaluate(`opened.find(({ kind }) => kind === 'audio').enabled = false`);

    const main = page.getByRole('main');
    await send('messages', { body: 'Слышно отлично' });
    await main.getByText('Слышно отлично').waitFor();
    await main.getByLabel('Сообщение', { exact: true }).fill('Спасибо');
    await main.getByLabel('Сообщение', { exact: true }).press('Enter');
    await page.locator('.chat .host').getByText('Спасибо').waitFor();
    await send('questions', { body: 'Чем снимали кучу?' });
    const answers = main.getByRole('region', { name: /^Ответить/ });
    await answers.getByText('Чем снимали кучу?').waitFor();
    await answers.getByRole('heading', { name: 'Ответить 1' }).waitFor();
    await answers.getByRole('button', { name: 'Закрепить' }).click();
    await answers.getByText('отвечаем сейчас').waitFor();
    await answers.getByRole('button', { name: 'Отвечен', exact: true }).click();
    await answers.getByRole('heading', { name: 'Ответить', exact: true }).waitFor();

    await main.getByRole('link', { name: 'Опросы' }).click();
    await main.getByText('Новый опрос').click();
    await main.getByLabel('Вопрос', { exact: true }).fill('Где течёт память?');
    await main.getByLabel('Варианты').fill('Кэши\nЗамыкания');
    await press(page, 'Начать опрос');
    await press(page, 'Закрыть опрос');
    await main.getByText('опрос закрыт').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/webinars/${event.id}/studio`);
    await expectAccessible(page);
    await main.getByRole('link', { name: 'Чат' }).click();
    await main.getByRole('radio', { name: '10 с' }).check();
    await press(page, 'Сохранить');
    await main.getByText('Медленный режим: одно сообщение в 10 с.').waitFor();
    await main.getByRole('button', { name: 'Действия с сообщением' }).first().click();
    await main.getByRole('button', { name: 'Запретить писать' }).filter({ visible: true }).click();
    await vi.waitFor(
      async () => expect(await db.webinarViewer.count({ where: { eventId: event.id, mutedAt: { not: null } } })).toBe(1),
      patient,
    );

    await page.evaluate(`opened.find(({ kind }) => kind === 'video').dispatchEvent(new Event('ended'))`);
    const lost = page.locator('[data-part="air"] [data-fault="camera"]');
    await lost.getByText('Камера отключилась.').waitFor();
    await lost.getByRole('button', { name: 'Включить снова' }).click();
    await lost.waitFor({ state: 'hidden' });
    const silent = page.locator('[data-part="air"] [data-fault="silent"]');
    await silent.getByText('Микрофон молчит уже 20 секунд.').waitFor({ timeout: 25_000 });
    await silent.getByRole('button', { name: 'Выбрать микрофон' }).click();
    await main.getByLabel('Микрофон', { exact: true }).selectOption({ index: 1 });
    await page.waitForTimeout(3000);
    expect(await silent.isVisible()).toBe(false);
    await expectNoSidewaysScroll(page);

    await endBroadcast(event.id);
    await main.getByRole('heading', { name: 'Эфир завершён' }).waitFor({ timeout: 20_000 });
  },
);

browserTest('one tab broadcasts at a time: another may take over, and what is full or over is told', { timeout: 120_000 }, async () => {
  const { event, page } = await studio();
  const over = await createWebinar({ organizerId: event.organizerId });
  const going = await createWebinar({ organizerId: event.organizerId });
  await page.locator('[data-check="browser"].tag-ok').waitFor();
  await db.webinar.update({ where: { eventId: over.id }, data: { state: 'ended', startedAt: new Date(), endedAt: new Date() } });
  await page.evaluate(`new Promise((resolve) => {
    indexedDB.open('studio').onsuccess = ({ target: { result: database } }) => {
      const write = database.transaction(['parts', 'pieces'], 'readwrite');
      for (const eventId of [${over.id}, ${going.id}]) {
        write.objectStore('parts').put({ id: 'part-' + eventId, eventId });
        write.objectStore('pieces').add({ partId: 'part-' + eventId, seq: 0, duration: 1, at: 0, bytes: new ArrayBuffer(1) });
      }
      write.oncomplete = () => (database.close(), resolve());
    };
  })`);
  await page.reload();
  await vi.waitFor(async () => expect(await queuedBy(page)).toBe(1), patient);
  await press(page, 'Начать эфир');
  await untilKept(event.id, 1, 3);

  const second = await page.context().newPage();
  await second.goto(`/webinars/${event.id}/studio`);
  await second.getByText('Студия открыта в другой вкладке.').waitFor();
  await second.getByText('Из неё сейчас идёт эфир.').waitFor();
  expect(
    await second
      .getByRole('button', { name: 'Начать эфир' })
      .or(second.getByRole('button', { name: 'Продолжить эфир' }))
      .isDisabled(),
  ).toBe(true);
  await press(second, 'Вести отсюда');
  await page.getByText('Студия открыта в другой вкладке.').waitFor();
  await press(second, 'Продолжить эфир');
  await untilKept(event.id, 2, 2);
  const pieces = (await kept(event.id)).filter(({ epoch }) => epoch === 1);
  expect(pieces.map(({ seq }) => seq)).toEqual(pieces.map((_piece, index) => index));

  line.state.answer = { status: 507, code: 'no_space' };
  await second.getByText('На сервере кончилось место.').waitFor();
  line.state.answer = { status: 507, code: 'webinar_full' };
  await second.getByText('Эфир занял всё отведённое ему место.').waitFor({ timeout: 15_000 });
  line.state.answer = null;
  await second.getByText('Без потерь').waitFor({ timeout: 20_000 });
  await second.close();
});

browserTest('a browser without encoders says what to use, one without scripts too', async () => {
  const { event, page } = await studio();
  await page.addInitScript('delete MediaDevices.prototype.getDisplayMedia');
  await page.reload();
  await page.getByText('С этого устройства можно вести только камеру.').waitFor();
  expect(await page.getByRole('radio', { name: 'Экран и камера' }).isDisabled()).toBe(true);
  expect(await page.getByRole('main').getByRole('button', { name: 'Начать эфир' }).isEnabled()).toBe(true);
  const ticks = await page.evaluate<number>(`new Promise((resolve) => {
    const { src } = document.querySelector('script[src*="studio/main"]');
    const ticker = new Worker(new URL('./ticker.js', src));
    let count = 0;
    ticker.onmessage = () => count++;
    ticker.postMessage(30);
    setTimeout(() => resolve(count), 500);
  })`);
  expect(ticks, 'pictures asked of a page that has not drawn one yet').toBe(1);
  await page.addInitScript('delete globalThis.VideoEncoder');
  await page.reload();
  await page.getByText('Из этого браузера вести эфир не получится.').waitFor();
  expect(await page.getByRole('main').getByRole('button', { name: 'Начать эфир' }).isDisabled()).toBe(true);
  await expectNoSidewaysScroll(page);

  await page.addInitScript("Object.defineProperty(globalThis, 'isSecureContext', { value: false })");
  await page.reload();
  await page.getByText('Страница открыта без https.').waitFor();

  const send = await seated(event);
  await send('messages', { body: 'Ждём начала' });
  const plain = await openWindow({ ...app, url: line.url }, { javaScriptEnabled: false });
  const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
  await logIn(plain, email);
  await plain.goto(`/webinars/${event.id}/studio`);
  expect(await plain.getByRole('main').innerText()).toContain('Эфир ведут из Chrome или Edge на компьютере.');
  expect(await plain.content()).toContain('Для эфира нужен JavaScript');
  expect(await plain.getByRole('main').innerText()).toContain('Ждём начала');
  expect(await plain.locator(`noscript a[href="/webinars/${event.id}?tab=questions"]`).count()).toBe(1);
});
