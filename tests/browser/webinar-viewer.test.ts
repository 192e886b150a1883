import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { db } from '../../src/db.ts';
import { endBroadcast } from '../../src/services/webinars/broadcast.ts';
import { closeHub } from '../../src/services/webinars/log.ts';
import { closeRooms } from '../../src/services/webinars/rooms.ts';
import { hideMessage, postMessage } from '../../src/services/webinars/talk/messages.ts';
import { react } from '../../src/services/webinars/talk/reactions.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createWebinar, sendLive } from '../support/broadcast.ts';
import { browserTest, desktop, expectAccessible, logIn, openWindow, phone, smallPhone } from '../support/browser.ts';
import { createRegistration, createVisitor, inHours } from '../support/factories.ts';

// The room of a webinar as viewers have it; the broadcast is recorded pieces. A whole webinar is held in webinar-together.test.ts.

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  closeHub();
  await closeRooms();
});

const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string) => main(page).getByRole('button', { name });
const heading = (page: Page, name: string) => main(page).getByRole('heading', { name });
const tab = (page: Page, name: string) =>
  main(page)
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();

const openRoom = () => createWebinar({ title: 'Node.js под нагрузкой', startAt: inHours(0.1) });
/** What the page of somebody asks who is in the room no more. */
const mayRefuse = /\/webinars\/\d+\/(presence|events)/;
type Event = Awaited<ReturnType<typeof openRoom>>;

async function enterAsHost(event: Event, options: Parameters<typeof openWindow>[1] = {}) {
  const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
  const host = await openWindow(app, options);
  await logIn(host, email);
  await host.goto(`/webinars/${event.id}`);
  return host;
}

/** A guest by the link of their mail. */
async function enter(event: Event, firstName: string, options: Parameters<typeof openWindow>[1] = {}) {
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName, lastName: 'Ким' });
  const { token, id: registrationId } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const page = await openWindow(app, options);
  await page.goto(`/r/${token}/webinar`);
  const { id: viewerId } = await db.webinarViewer.findFirstOrThrow({ where: { registrationId } });
  return { page, token, viewerId, registrationId };
}

async function say(page: Page, field: string, words: string) {
  await main(page).getByLabel(field, { exact: true }).fill(words);
  await main(page).getByLabel(field, { exact: true }).press('Enter');
}

const patient = { timeout: 20_000, interval: 200 };
const messages = (page: Page) => page.locator('.chat [data-body]').allTextContents();
const scrolled = (page: Page) => page.evaluate<number>("document.querySelector('.chat-scroll').scrollTop");

browserTest('a host hides a message, mutes who wrote it, and sends them away, from the room', async () => {
  const event = await openRoom();
  const host = await enterAsHost(event, { viewport: desktop });
  const { page: ivan, viewerId } = await enter(event, 'Иван', { mayRefuse });
  const { page: olga, registrationId } = await enter(event, 'Ольга', { mayRefuse });
  for (const words of ['Первое', 'Второе']) await postMessage(event.id, viewerId, words);
  const act = async (name: string) => {
    await host.locator('.chat li').first().getByRole('button', { name: 'Действия с сообщением' }).click();
    await host.getByRole('button', { name, exact: true }).filter({ visible: true }).click();
  };
  await act('Скрыть');
  await main(ivan).getByText('Первое').waitFor({ state: 'detached' });
  await act('Запретить писать');
  await main(ivan).getByText('Ведущий попросил вас помолчать').waitFor();
  expect(await main(ivan).getByLabel('Сообщение', { exact: true }).isDisabled()).toBe(true);

  await act('Закрыть вход');
  await heading(ivan, 'Вход закрыт').waitFor();
  await expect.poll(() => messages(olga), patient).toEqual([]);
  await main(host).locator('[data-silenced-list]').getByText('Иван Ким').waitFor();
  await button(host, 'Пустить снова').click();
  await main(host).getByText('Иван Ким').waitFor({ state: 'hidden' });
  await ivan.reload();
  await main(ivan).getByText('Начнём через').waitFor();
  await db.registration.update({ where: { id: registrationId }, data: { status: 'cancelled', cancelledAt: new Date() } });
  // As when the computer wakes up; else it is asked every few seconds.
  await expect
    .poll(
      async () => (await olga.evaluate("dispatchEvent(new Event('online'))"), heading(olga, 'Регистрация отменена').isVisible()),
      patient,
    )
    .toBe(true);
});

browserTest('the chat keeps what is read in place, what was missed in order, and no more than it needs', async () => {
  const event = await openRoom();
  const { page: olga, viewerId } = await enter(event, 'Ольга', { viewport: desktop });
  const { viewerId: ivan } = await enter(event, 'Иван');
  const post = async (from: number, to: number) => {
    for (let number = from; number <= to; number += 1) await postMessage(event.id, ivan, `Сообщение ${number}`);
  };
  await postMessage(event.id, viewerId, 'Слайды: https://example.org/слайды?a=1, там всё');
  await olga.locator('.chat .own').getByRole('link', { name: 'https://example.org/слайды?a=1' }).waitFor();
  expect(await olga.locator('.chat .own a').getAttribute('rel')).toContain('nofollow');

  // The server ends all streams; meanwhile people go on.
  closeHub();
  await post(1, 120);
  await expect
    .poll(async () => (await messages(olga)).slice(1), patient)
    .toEqual(Array.from({ length: 120 }, (_, index) => `Сообщение ${index + 1}`));
  await olga.evaluate("document.querySelector('.chat-scroll').scrollTop = -1500");
  const top = () => olga.evaluate<number>("document.querySelectorAll('.chat li')[60].getBoundingClientRect().top");
  const [before, seenAt] = [await scrolled(olga), await top()];
  await post(121, 230);
  await button(olga, 'Новые сообщения: 110').waitFor({ timeout: patient.timeout });
  expect(Math.abs((await top()) - seenAt)).toBeLessThan(2);
  expect(await scrolled(olga)).toBeLessThan(before);

  await button(olga, 'Новые сообщения').click();
  await button(olga, 'Новые сообщения').waitFor({ state: 'hidden' });
  await post(231, 231);
  await main(olga).getByText('Сообщение 231').waitFor();
  await expect.poll(() => olga.locator('.chat li').count(), patient).toBe(200);
  await main(olga).getByRole('link', { name: 'Показать, что было раньше' }).click();
  await main(olga).getByText('Сообщение 1', { exact: true }).waitFor();
  expect(new Set(await messages(olga)).size).toBe(232);
});

const secondsShown = (page: Page) => page.evaluate<number>("document.querySelector('video').currentTime");

browserTest('a viewer is told when the host is lost, goes back meanwhile, sees it go on, and is told when it is over', async () => {
  const event = await openRoom();
  const { page } = await enter(event, 'Ольга', { viewport: desktop });
  await page.clock.install();
  await page.reload();
  await main(page).getByText('Начнём через').waitFor();
  await sendLive(event);
  await expect.poll(() => secondsShown(page), patient).toBeGreaterThan(1);
  react(event.id, 'clap');
  await button(page, 'Аплодисменты: 1').waitFor();
  await page.locator('video').focus();
  for (const [key, name] of [
    ['m', 'Включить звук'],
    ['ь', 'Выключить звук'],
    ['k', 'Смотреть'],
    [' ', 'Пауза'],
  ] as const) {
    await page.keyboard.press(key === 'ь' ? 'KeyM' : key);
    await main(page).getByRole('button', { name, exact: true }).first().waitFor();
  }
  await page.keyboard.press('?');
  await heading(page, 'Клавиши проигрывателя').waitFor();
  await page.keyboard.press('Escape');

  await page.clock.fastForward(16_000);
  await heading(page, 'У ведущего пропала связь').waitFor();
  await button(page, 'Пересмотреть начало').click();
  await button(page, 'К прямому эфиру').waitFor();
  await expect.poll(() => page.locator('video').isVisible(), patient).toBe(true);
  await sendLive(event, 2);
  await button(page, 'К прямому эфиру').click();
  await expect.poll(() => secondsShown(page), patient).toBeGreaterThan(4.5);
  expect(await heading(page, 'У ведущего пропала связь').isVisible()).toBe(false);

  await endBroadcast(event.id);
  await heading(page, 'Эфир завершён').waitFor({ timeout: 20_000 });
  await page.clock.fastForward(5000);
  await page.waitForURL((url) => url.pathname === `/webinars/${event.id}/ended`);
  await expectAccessible(page);
});

browserTest('a browser that plays such a broadcast itself is left to do so', async () => {
  const event = await openRoom();
  const { page } = await enter(event, 'Ольга');
  await page.addInitScript('for (const name of ["MediaSource", "ManagedMediaSource", "WebKitMediaSource"]) delete globalThis[name]');
  await sendLive(event);
  await page.reload();
  // The browser of the tests cannot; that it is asked to is all that can be seen.
  await expect.poll(() => page.evaluate("document.querySelector('video').src"), patient).toMatch(/live\.m3u8$/);
});

browserTest('one registration is watched by one device, and the other can take over', async () => {
  const event = await openRoom();
  const { page: first, token } = await enter(event, 'Ольга', { mayRefuse });
  const second = await openWindow(app);
  await second.goto(`/r/${token}/webinar`);
  await main(second).getByText('Начнём через').waitFor();
  await first.evaluate("dispatchEvent(new Event('online'))");
  await heading(first, 'Вебинар открыт на другом устройстве').waitFor();
  await button(first, 'Смотреть здесь').click();
  await main(first).getByText('Начнём через').waitFor();
});

browserTest('without JavaScript the room can be read and written in', async () => {
  const event = await openRoom();
  const { page, viewerId } = await enter(event, 'Ольга', { javaScriptEnabled: false });
  const { id } = await postMessage(event.id, viewerId, 'Лишнее');
  await hideMessage(event.id, id);
  await say(page, 'Сообщение', 'Пишу без скриптов');
  await main(page).getByText('Пишу без скриптов').waitFor();
  await tab(page, 'Вопросы');
  await say(page, 'Вопрос ведущему', 'Слышно?');
  await button(page, 'Голос за вопрос: 1').click();
  await button(page, 'Голос за вопрос: 0').waitFor();
});

browserTest('the room is accessible on a small phone and a wide screen, in both themes', async () => {
  const event = await openRoom();
  const host = await enterAsHost(event, { viewport: desktop });
  const { page, viewerId } = await enter(event, 'Константин', { viewport: smallPhone });
  await postMessage(event.id, viewerId, `Добрый вечер https://example.org/${'очень'.repeat(40)}`);
  for (const [window, path] of [
    [page, ''],
    [page, '?tab=questions'],
    [host, '?tab=poll'],
  ] as const) {
    await window.goto(`/webinars/${event.id}${path}`);
    await expectAccessible(window);
  }
  await page.setViewportSize(phone);
  await expectAccessible(page);
});
