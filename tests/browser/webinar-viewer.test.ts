import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { db } from '../../src/db.ts';
import { endBroadcast } from '../../src/services/webinars/broadcast.ts';
import { closeHub } from '../../src/services/webinars/log.ts';
import { flushPresence } from '../../src/services/webinars/presence.ts';
import { closeRooms } from '../../src/services/webinars/rooms.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createWebinar, sendLive } from '../support/broadcast.ts';
import { browserTest, desktop, expectAccessible, logIn, openWindow, phone, smallPhone } from '../support/browser.ts';
import { createRegistration, createVisitor, inHours } from '../support/factories.ts';

// A host and viewers in rooms of their own browsers: what one does, the others see without loading the page.

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  closeHub();
  await closeRooms();
});

const main = (page: Page) => page.getByRole('main');
const tab = (page: Page, name: string) =>
  main(page)
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();

async function openRoom(given: Parameters<typeof createWebinar>[0] = {}) {
  const event = await createWebinar({ title: 'Node.js под нагрузкой', startAt: inHours(0.1), ...given });
  const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
  const host = await openWindow(app, { viewport: desktop });
  await logIn(host, email);
  await host.goto(`/webinars/${event.id}`);
  return { event, host };
}

async function enter(event: { id: number; organizerId: number }, firstName: string, options: Parameters<typeof openWindow>[1] = {}) {
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName, lastName: 'Ким' });
  const { token } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const page = await openWindow(app, options);
  await page.goto(`/r/${token}/webinar`);
  return { page, token };
}

async function say(page: Page, field: string, words: string) {
  await main(page).getByLabel(field, { exact: true }).fill(words);
  await main(page).getByLabel(field, { exact: true }).press('Enter');
}

browserTest('people in a room write, ask, vote and clap, and see each other do it', async () => {
  const { event, host } = await openRoom();
  const { page: olga } = await enter(event, 'Ольга');
  const { page: ivan } = await enter(event, 'Иван');

  await say(olga, 'Сообщение', 'Всем привет из <b>Казани</b>');
  for (const page of [ivan, host, olga]) await main(page).getByText('Всем привет из <b>Казани</b>').waitFor();
  await say(host, 'Сообщение', 'Начинаем через пять минут');
  await ivan.locator('.chat .host').getByText('Начинаем через пять минут').waitFor();
  expect(await ivan.locator('.chat li').count()).toBe(2);

  await tab(olga, 'Вопросы');
  await tab(ivan, 'Вопросы');
  await say(olga, 'Вопрос ведущему', 'А чем снимали кучу?');
  const vote = main(ivan).getByRole('button', { name: /Голос за вопрос: 1/ });
  await vote.click();
  await main(olga)
    .getByRole('button', { name: /Голос за вопрос: 2/ })
    .waitFor();
  expect(
    await main(ivan)
      .getByRole('button', { name: /Голос за вопрос: 2/ })
      .getAttribute('aria-pressed'),
  ).toBe('true');
  await tab(host, 'Вопросы');
  await main(host).getByRole('button', { name: 'Закрепить' }).click();
  await main(ivan).getByText('отвечаем сейчас').waitFor();

  await tab(host, 'Опросы');
  await host.getByText('Новый опрос').click();
  await main(host).getByLabel('Вопрос', { exact: true }).fill('Где течёт память?');
  await main(host).getByLabel('Варианты').fill('Кэши\nЗамыкания');
  await main(host).getByRole('button', { name: 'Начать опрос' }).click();
  await tab(ivan, 'Опросы');
  await main(ivan).getByRole('radio', { name: 'Замыкания' }).check();
  await main(ivan).getByRole('button', { name: 'Проголосовать' }).click();
  await main(host).getByText('1 голос', { exact: true }).waitFor();
  await main(ivan).getByRole('button', { name: 'Изменить ответ' }).waitFor();
  expect(await ivan.locator('[data-results] [data-percent]').allTextContents()).toEqual(['0', '100']);
  await main(host).getByRole('button', { name: 'Закрыть опрос' }).click();
  await main(ivan).getByText('опрос закрыт').waitFor();

  await main(olga).getByRole('button', { name: 'Аплодисменты: 0' }).click();
  await main(ivan).getByRole('button', { name: 'Аплодисменты: 1' }).waitFor();
});

browserTest('a host hides a message and mutes who wrote it, from the room', async () => {
  const { event, host } = await openRoom();
  const { page: ivan } = await enter(event, 'Иван');
  for (const words of ['Первое', 'Второе']) {
    await say(ivan, 'Сообщение', words);
    await main(host).getByText(words).waitFor();
  }
  const act = async (name: string) => {
    await host.locator('.chat li').first().getByRole('button', { name: 'Действия с сообщением' }).click();
    await host.getByRole('button', { name, exact: true }).filter({ visible: true }).click();
  };
  await act('Скрыть');
  await main(ivan).getByText('Первое').waitFor({ state: 'detached' });
  await act('Запретить писать');
  await main(ivan).getByText('Ведущий попросил вас помолчать').waitFor();

  expect(await main(ivan).getByLabel('Сообщение', { exact: true }).isDisabled()).toBe(true);
});

browserTest(
  'the waiting page turns into the room by itself, and the words that were being typed stay',
  async () => {
    const { event } = await openRoom();
    const { page } = await enter(event, 'Ольга');
    await main(page).getByText('Начнём через').waitFor();
    await main(page).getByLabel('Сообщение', { exact: true }).fill('Недописанное');
    await sendLive(event);
    await main(page).getByText('В эфире').waitFor();
    expect(await main(page).getByText('Начнём через').isVisible()).toBe(false);
    expect(await main(page).getByLabel('Сообщение', { exact: true }).inputValue()).toBe('Недописанное');
  },
  60_000,
);

const secondsShown = (page: Page) => page.locator('video').evaluate((video) => (video as unknown as { currentTime: number }).currentTime);

browserTest('a viewer sees the broadcast, is told when the host is lost, goes back, and is told when it is over', async () => {
  const { event } = await openRoom();
  const { page } = await enter(event, 'Ольга', { viewport: desktop });
  await sendLive(event);
  await expect.poll(() => secondsShown(page), { timeout: 15_000 }).toBeGreaterThan(1);
  await page.locator('video').focus();
  await page.keyboard.press('m');
  await main(page).getByRole('button', { name: 'Выключить звук' }).waitFor();

  await main(page).getByRole('heading', { name: 'У ведущего пропала связь' }).waitFor({ timeout: 25_000 });
  await main(page).getByRole('button', { name: 'Пересмотреть начало' }).click();
  await main(page).getByRole('button', { name: 'К прямому эфиру' }).waitFor();
  expect(await page.locator('video').isVisible()).toBe(true);
  await endBroadcast(event.id);
  await main(page).getByRole('heading', { name: 'Эфир завершён' }).waitFor({ timeout: 20_000 });
});

browserTest('how many watch is seen by all, and the room knows who went on elsewhere', async () => {
  const { event, host } = await openRoom();
  const { page: first, token } = await enter(event, 'Ольга');
  await expect.poll(async () => (await flushPresence(), host.locator('[data-viewers]').textContent())).toBe('1');
  const second = await openWindow(app);
  await second.goto(`/r/${token}/webinar`);
  await main(second).getByText('Начнём через').waitFor();
  await first.reload();

  await main(first).getByRole('heading', { name: 'Вебинар открыт на другом устройстве' }).waitFor();
  await main(first).getByRole('button', { name: 'Смотреть здесь' }).click();
  await main(first).getByText('Начнём через').waitFor();
});

browserTest('without JavaScript the room can be read and written in', async () => {
  const { event } = await openRoom();
  const { page } = await enter(event, 'Ольга', { javaScriptEnabled: false });
  await say(page, 'Сообщение', 'Пишу без скриптов');
  await main(page).getByText('Пишу без скриптов').waitFor();
  await tab(page, 'Вопросы');
  await say(page, 'Вопрос ведущему', 'Слышно?');
  await main(page)
    .getByRole('button', { name: /Голос за вопрос: 1/ })
    .click();

  await main(page)
    .getByRole('button', { name: /Голос за вопрос: 0/ })
    .waitFor();
});

browserTest('the room is accessible on a small phone and a wide screen, in both themes', async () => {
  const { event, host } = await openRoom();
  await say(host, 'Сообщение', 'Добрый вечер');
  const { page } = await enter(event, 'Константин', { viewport: smallPhone });
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
