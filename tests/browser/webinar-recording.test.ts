import { afterAll, expect } from 'vitest';
import { db } from '../../src/db.ts';
import { closeRooms } from '../../src/services/webinars/rooms.ts';
import { startApp } from '../support/app.ts';
import { createRecording } from '../support/broadcast.ts';
import { browserTest, desktop, expectAccessible, logIn, openWindow, phone } from '../support/browser.ts';
import { createAccount, createOwnRegistration } from '../support/factories.ts';

const app = await startApp();

afterAll(closeRooms);

const from = new Date('2026-11-20T16:00:00Z');

async function prepare() {
  const organizer = await createAccount({ role: 'organizer' });
  const recording = await createRecording({ organizerId: organizer.id, title: 'Node.js под нагрузкой' }, from);
  const participant = await createAccount();
  const { id: registrationId } = await createOwnRegistration(participant.id, { eventId: recording.id });
  const eventId = recording.id;
  const { id: viewerId } = await db.webinarViewer.create({ data: { eventId, registrationId, name: 'Анна Орлова', watchedSeconds: 7 } });
  const say = (second: number, body: string) =>
    db.webinarMessage.create({ data: { eventId, viewerId, body, at: new Date(from.getTime() + second * 1000) } });
  await say(1, 'Всем привет!');
  await say(3, 'Вот это место');
  const highlight = await db.webinarHighlight.create({
    data: { eventId, start: 2.5, finish: 4.5, title: 'Утечка памяти', origin: 'audience' },
  });
  await db.webinarHighlight.create({ data: { eventId, start: 5, finish: 7, title: 'Чек-лист', origin: 'mark' } });
  await db.webinarChapter.create({ data: { eventId, start: 5.5, title: 'Вопросы' } });
  return { organizer, participant, highlight, path: `/webinars/${eventId}` };
}

/** What the tests ask of a video; the types of the browser are not those of the tests. */
interface Video {
  currentTime: number;
  videoWidth: number;
  paused: boolean;
  duration: number;
  muted: boolean;
  playbackRate: number;
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
const isSeen = (page: Window, words: string) => page.getByRole('listitem').filter({ hasText: words }).isVisible();

browserTest('the recording plays with the chat at its seconds, and jumps to chapters over the reload of the host', async () => {
  const { participant, path } = await prepare();
  const page = await openWindow(app, { viewport: desktop });
  await logIn(page, participant.email);
  await page.goto(path);
  await expect.poll(async () => (await state(page)).total, { timeout: 15_000 }).toBeGreaterThan(7);
  await play(page);
  await expect.poll(async () => (await state(page)).at, { timeout: 15_000 }).toBeGreaterThan(1.5);
  expect((await state(page)).width).toBe(320);
  expect([await isSeen(page, 'Всем привет!'), await isSeen(page, 'Вот это место')]).toEqual([true, (await state(page)).at > 3]);

  await page.getByRole('link', { name: 'Вопросы' }).click();
  await expect.poll(async () => (await state(page)).at, { timeout: 15_000 }).toBeGreaterThan(5.6);
  expect(await isSeen(page, 'Вот это место')).toBe(true);
  await page.getByRole('button', { name: 'Скорость' }).click();
  expect(await onVideo(page, (video) => video.playbackRate)).toBe(1.25);
});

browserTest('a highlight begins at its second and ends at its end', async () => {
  const { participant, highlight, path } = await prepare();
  const page = await openWindow(app);
  await logIn(page, participant.email);
  await page.goto(path);
  await page.getByRole('link', { name: 'Утечка памяти' }).click();
  await page.waitForURL(`**/highlights/${highlight.id}`);
  await expect.poll(async () => (await state(page)).at, { timeout: 15_000 }).toBeGreaterThan(0.3);
  const { at: start } = await state(page);
  await play(page);
  await expect.poll(async () => (await state(page)).isPaused, { timeout: 15_000 }).toBe(true);
  const { at: end } = await state(page);

  expect(start).toBeCloseTo(0.42, 1);
  expect(end - start).toBeGreaterThan(1.8);
  expect(end - start).toBeLessThan(2.6);
});

browserTest('moments in a row play one after another', async () => {
  const { participant, path } = await prepare();
  const page = await openWindow(app, { viewport: desktop });
  await logIn(page, participant.email);
  await page.goto(path);
  await mute(page);
  await page.getByRole('button', { name: 'Смотреть подряд' }).click();
  await expect.poll(async () => (await state(page)).total, { timeout: 15_000 }).toBeGreaterThan(4);
  await expect.poll(async () => (await state(page)).at, { timeout: 20_000 }).toBeGreaterThan(3.5);
});

browserTest('the recording and the page of its host can be used by everybody, on any screen', async () => {
  const { organizer, highlight, path } = await prepare();
  for (const viewport of [phone, desktop]) {
    const page = await openWindow(app, { viewport });
    await logIn(page, organizer.email);
    for (const address of [
      path,
      `${path}/recording`,
      `${path}/highlights/${highlight.id}`,
      `${path}/highlights/${highlight.id}/edit`,
      `${path}/chapters/new`,
      `${path}/recording/deletion`,
    ]) {
      await page.goto(address);
      await expectAccessible(page);
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/${address.replaceAll('/', '-')}-${viewport.width}.png`, fullPage: true });
    }
  }
});
