import { afterAll, expect } from 'vitest';
import { db } from '../../src/db.ts';
import { endBroadcast } from '../../src/services/webinars/broadcast.ts';
import { makeAskedFiles } from '../../src/services/webinars/recording/files.ts';
import { finishRecordings } from '../../src/services/webinars/recording/finish.ts';
import { closeRooms } from '../../src/services/webinars/rooms.ts';
import { startApp } from '../support/app.ts';
import { compactWholly, createRecording, createWebinar, sendLive } from '../support/broadcast.ts';
import {
  browserTest,
  desktop,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  openWindow,
  phone,
  smallPhone,
} from '../support/browser.ts';
import { createAccount, createOwnRegistration } from '../support/factories.ts';
import { probe } from '../support/probe.ts';

const app = await startApp();

afterAll(closeRooms);

const from = new Date('2026-11-20T16:00:00Z');
/** How long it is, and when the host reloaded the page. */
const [TOTAL, BREAK] = [62.17, 37.08];
const BREAK_MS = 60_000;

/** A minute of a broadcast whose audience woke up half a minute in, and whose host reloaded the page soon after. */
async function prepare() {
  const organizer = await createAccount({ role: 'organizer' });
  const recording = await createRecording({ organizerId: organizer.id, title: 'Node.js под нагрузкой' }, from, { times: 12 });
  const participant = await createAccount();
  const { id: registrationId } = await createOwnRegistration(participant.id, { eventId: recording.id });
  const eventId = recording.id;
  const { id: viewerId } = await db.webinarViewer.create({ data: { eventId, registrationId, name: 'Анна Орлова', watchedSeconds: 7 } });
  const clock = (second: number) => new Date(from.getTime() + second * 1000 + (second > BREAK ? BREAK_MS : 0));
  for (const [second, body] of [
    [1, 'Всем привет!'],
    [31, 'Вот это место'],
    [45, 'А после перерыва?'],
  ] as const) {
    await db.webinarMessage.create({ data: { eventId, viewerId, body, at: clock(second) } });
  }
  await db.webinarReaction.create({ data: { eventId, at: clock(32), sign: 'clap', reactions: 30 } });
  await db.webinarQuestion.create({ data: { eventId, viewerId, body: 'Почему утекла память?', at: clock(30) } });
  await db.webinarHighlight.create({ data: { eventId, start: 50, finish: 55, title: 'Чек-лист', origin: 'mark' } });
  await db.webinarChapter.create({ data: { eventId, start: 40, title: 'Разбор' } });
  return { organizer, participant, eventId, path: `/webinars/${eventId}` };
}

/** What the tests ask of a video; the types of the browser are not those of the tests. */
interface Video {
  currentTime: number;
  videoWidth: number;
  paused: boolean;
  duration: number;
  muted: boolean;
  playbackRate: number;
  ended: boolean;
  play(): Promise<void>;
}

type Window = Awaited<ReturnType<typeof openWindow>>;
const onVideo = <T>(page: Window, use: (video: Video) => T) => page.locator('video').evaluate(use as unknown as (element: unknown) => T);
const state = (page: Window) =>
  onVideo(page, (video) => ({ at: video.currentTime, width: video.videoWidth, isPaused: video.paused, total: video.duration }));
const mute = (page: Window) => onVideo(page, (video) => void (video.muted = true));
async function play(page: Window): Promise<void> {
  await mute(page);
  await onVideo(page, (video) => video.play());
}
async function seek(page: Window, second: number): Promise<void> {
  await page.locator('video').evaluate((video, to) => void ((video as unknown as Video).currentTime = to), second);
}
/** Waits until it plays from one second on, and gives where it is. */
async function playsFrom(page: Window, second: number): Promise<void> {
  await expect.poll(async () => (await state(page)).at, { timeout: 20_000 }).toBeGreaterThan(second + 0.3);
  expect((await state(page)).at).toBeLessThan(second + 10);
}
const isSeen = (page: Window, words: string) => page.getByRole('listitem').filter({ hasText: words }).isVisible();

browserTest('the second a broadcast ends it plays from its start, and what the audience liked is found', async () => {
  const organizer = await createAccount({ role: 'organizer' });
  const event = await createWebinar({ organizerId: organizer.id, startAt: new Date() });
  const participant = await createAccount();
  await createOwnRegistration(participant.id, { eventId: event.id });
  const path = `/webinars/${event.id}`;
  const viewer = await app.guest().logIn(participant.email);
  const page = await openWindow(app, { viewport: desktop });
  await logIn(page, participant.email);
  await sendLive(event);
  await viewer.get(path);
  expect((await viewer.post(`${path}/reactions`, { sign: 'clap' })).status).toBeLessThan(400);
  await endBroadcast(event.id);

  await page.goto(path);
  await mute(page);
  await page.getByRole('button', { name: 'Смотреть', exact: true }).click();
  await playsFrom(page, 0);
  expect((await state(page)).total).toBeGreaterThan(4);
  await expect.poll(() => page.getByText('Ищем яркие моменты').isVisible()).toBe(true);
  await finishRecordings();
  await page.reload();
  expect(await page.getByRole('region', { name: 'Где было живее всего' }).getByRole('slider').isVisible()).toBe(true);
  expect(await page.getByRole('link', { name: 'Смотреть с 00:00:00' }).isVisible()).toBe(true);
});

browserTest(
  'it plays with the chat at its seconds, over the reload of the host, before and after its pieces are put together',
  async () => {
    const { participant, eventId, path } = await prepare();
    for (const kept of ['small files', 'one file for each epoch']) {
      if (kept !== 'small files') await compactWholly(eventId);
      const page = await openWindow(app, { viewport: desktop });
      await logIn(page, participant.email);
      await page.goto(path);
      await expect.poll(async () => (await state(page)).total, { timeout: 15_000 }).toBeGreaterThan(TOTAL - 0.5);
      await play(page);
      await playsFrom(page, 0);
      expect((await state(page)).width).toBe(320);
      expect([await isSeen(page, 'Всем привет!'), await isSeen(page, 'Вот это место')]).toEqual([(await state(page)).at > 1, false]);
      // Over the break without a jump.
      await seek(page, BREAK - 0.7);
      await expect.poll(async () => (await state(page)).at, { timeout: 20_000 }).toBeGreaterThan(BREAK + 0.5);
      expect((await state(page)).at).toBeLessThan(BREAK + 5);
      expect([await isSeen(page, 'Вот это место'), await isSeen(page, 'А после перерыва?')]).toEqual([true, false]);

      await page.getByRole('link', { name: 'Разбор' }).click();
      await playsFrom(page, 40);
      await seek(page, 46);
      await expect.poll(() => isSeen(page, 'А после перерыва?')).toBe(true);
      await seek(page, 5);
      await expect.poll(() => isSeen(page, 'А после перерыва?')).toBe(false);
      expect([await isSeen(page, 'Всем привет!'), await isSeen(page, 'Вот это место')]).toEqual([true, false]);
      await page.getByRole('button', { name: 'Скорость' }).click();
      expect(await onVideo(page, (video) => video.playbackRate)).toBe(1.25);
      await page.context().close();
    }
  },
);

browserTest('the timeline is a slider for the mouse and the keyboard, which says where it is', async () => {
  const { participant, path } = await prepare();
  await finishRecordings();
  const page = await openWindow(app, { viewport: desktop });
  await logIn(page, participant.email);
  await page.goto(path);
  const slider = page.getByRole('slider', { name: 'Перемотка по активности зрителей' });
  await mute(page);
  await slider.focus();
  await page.keyboard.press('PageDown');
  await playsFrom(page, 20);
  expect(await slider.getAttribute('aria-valuetext')).toContain('Почему утекла память?');
  await page.keyboard.press('PageDown');
  await playsFrom(page, 40);
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^0:4\d, .*Разбор|Почему/);
  await page.keyboard.press('Home');
  await playsFrom(page, 0);
  await page.keyboard.press('ArrowRight');
  await playsFrom(page, 10);
  const box = (await slider.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await playsFrom(page, TOTAL / 2 - 0.5);
});

browserTest('a moment that the audience made has a page that begins and ends with it, and an mp4; all play in a row', async () => {
  const { organizer, participant, eventId, path } = await prepare();
  await finishRecordings();
  const found = await db.webinarHighlight.findFirstOrThrow({ where: { eventId, origin: 'audience' } });
  expect([found.title, found.start < 30, found.finish > 32]).toEqual(['Почему утекла память?', true, true]);
  // A shorter one is watched to its end.
  await db.webinarHighlight.update({ where: { id: found.id }, data: { start: 36.5, finish: 38.5 } });
  const host = await app.guest().logIn(organizer.email);
  await host.post(`${path}/highlights/${found.id}/clip`);
  await host.post(`${path}/recording/file`);
  await makeAskedFiles();
  const whole = await probe((await host.get(`${path}/recording.mp4`)).body as Buffer);
  expect(whole.seconds).toBeCloseTo(TOTAL, 0);
  expect(whole.tracks.map(({ codec }) => codec)).toEqual(['avc', 'opus']);
  expect(Math.max(...whole.tracks.map(({ gap }) => gap))).toBeLessThan(0.25);

  const page = await openWindow(app, { viewport: desktop });
  await logIn(page, participant.email);
  await page.goto(path);
  await page.getByRole('link', { name: 'Почему утекла память?' }).click();
  await page.waitForURL(`**/highlights/${found.id}`);
  await expect.poll(async () => (await state(page)).at, { timeout: 15_000 }).toBeGreaterThan(0.2);
  const { at: start } = await state(page);
  await play(page);
  await expect.poll(async () => (await state(page)).isPaused, { timeout: 15_000 }).toBe(true);
  expect((await state(page)).at - start).toBeGreaterThan(1.8);
  expect((await state(page)).at - start).toBeLessThan(2.6);
  const clip = await page.request.get((await page.getByRole('link', { name: 'Скачать момент' }).getAttribute('href'))!);
  expect((await probe(await clip.body())).seconds).toBeCloseTo(2, 0);

  await page.goto(path);
  await mute(page);
  await page.getByRole('button', { name: 'Смотреть подряд' }).click();
  await expect.poll(async () => (await state(page)).total, { timeout: 15_000 }).toBeLessThan(12);
  await playsFrom(page, 0);
  await seek(page, (await state(page)).total - 1);
  await expect.poll(() => onVideo(page, (video) => video.ended), { timeout: 20_000 }).toBe(true);
});

browserTest('without JavaScript there are links to files that play and to the moments', async () => {
  const { participant, eventId, path } = await prepare();
  const page = await openWindow(app, { javaScriptEnabled: false });
  await logIn(page, participant.email);
  await page.goto(path);
  // This browser shows them only where scripts are switched off for good, not for a test.
  const instead = page.locator('noscript:has(ul)');
  expect(await instead.textContent()).toContain('Файлы для него появятся здесь');
  await finishRecordings();
  await compactWholly(eventId);
  const link = (epoch: number) => instead.locator(`a[href="${path}/media/${epoch}.mp4"]`);
  await expect.poll(async () => (await page.goto(path)) && link(2).count()).toBe(1);
  expect(await link(2).textContent()).toMatch(/^Часть 2, с 00:00:37/);
  const part = await page.request.get((await link(1).getAttribute('href'))!);
  expect([part.status(), part.headers()['content-type']]).toEqual([200, 'video/mp4']);
  expect((await probe(await part.body())).seconds).toBeCloseTo(BREAK, 0);
  await page.getByRole('link', { name: 'Почему утекла память?' }).click();
  expect(await page.getByRole('heading', { name: 'Почему утекла память?' }).isVisible()).toBe(true);
});

browserTest('the recording and the page of its host can be used by everybody, on any screen', async () => {
  const { organizer, eventId, path } = await prepare();
  await finishRecordings();
  const { id } = await db.webinarHighlight.findFirstOrThrow({ where: { eventId, origin: 'audience' } });
  await db.webinarHighlight.update({ where: { id }, data: { clipState: 'queued' } });
  const page = await openWindow(app, { viewport: desktop });
  await logIn(page, organizer.email);
  await page.goto(path);
  await expectAccessible(page);
  await page.setViewportSize(phone);
  for (const address of [
    path,
    `${path}/recording`,
    `${path}/highlights/${id}`,
    `${path}/highlights/${id}/edit`,
    `${path}/chapters/new`,
    `${path}/recording/deletion`,
  ]) {
    await page.goto(address);
    await expectAccessible(page);
    await page.setViewportSize(smallPhone);
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(phone);
  }
});
