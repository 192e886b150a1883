import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { closeHub } from '../../src/services/webinars/log.ts';
import { closeRooms } from '../../src/services/webinars/rooms.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createWebinar } from '../support/broadcast.ts';
import { browserTest, desktop, logIn, openWindow } from '../support/browser.ts';
import { createAccount, createRegistration, createVisitor, inHours } from '../support/factories.ts';

// A whole webinar with two computers: a host with a made-up camera at one, viewers at the other.

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  closeHub();
  await closeRooms();
});

const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name });
const tab = (page: Page, name: string) =>
  main(page)
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();

async function say(page: Page, field: string, words: string) {
  await main(page).getByLabel(field, { exact: true }).fill(words);
  await main(page).getByLabel(field, { exact: true }).press('Enter');
}

async function prepare() {
  const organizer = await createAccount({ role: 'organizer', firstName: 'Дмитрий', lastName: 'Орлов' });
  const event = await createWebinar({ organizerId: organizer.id, title: 'Node.js под нагрузкой', startAt: inHours(0.1) });
  const studio = await openWindow(app, { viewport: desktop, computer: 'of the host' });
  studio.on('dialog', (dialog) => void dialog.accept());
  await logIn(studio, organizer.email);
  await studio.goto(`/webinars/${event.id}/studio`);
  return { event, studio };
}

/** A guest by the link of their mail. */
async function enter(event: { id: number; organizerId: number }, firstName: string) {
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName, lastName: 'Ким' });
  const { token } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const page = await openWindow(app, { viewport: desktop });
  await page.goto(`/r/${token}/webinar`);
  return page;
}

/** Counts from now on how often the picture stops for want of more. */
const countStops = (page: Page) =>
  page.evaluate(`{
    globalThis.stops = 0;
    document.querySelector('video').addEventListener('waiting', () => globalThis.stops += 1);
  }`);

interface Playing {
  second: number;
  stops: number;
  /** Of hls.js, as the page shows it: seconds behind the host. */
  latency: number;
}

const playing = (page: Page) =>
  page.evaluate<Playing>(`({
    second: document.querySelector('video').currentTime,
    stops: globalThis.stops,
    latency: Number(document.querySelector('[data-player]').dataset.latency),
  })`);

const secondsShown = async (page: Page) => (await playing(page)).second;
const toPlay = { timeout: 30_000, interval: 200 };

/** What each does at one computer is seen at the other. */
async function talk(studio: Page, olga: Page) {
  await say(olga, 'Сообщение', 'Слышно хорошо');
  await main(studio).getByText('Слышно хорошо').waitFor();
  await say(studio, 'Сообщение', 'Начинаем');
  await olga.locator('.chat .host').getByText('Начинаем').waitFor();
  await button(olga, 'Аплодисменты: 0').click();
  await button(olga, 'Аплодисменты: 1').waitFor();

  await tab(olga, 'Вопросы');
  await say(olga, 'Вопрос ведущему', 'А чем снимали кучу?');
  await main(studio).getByText('А чем снимали кучу?').filter({ visible: true }).waitFor();
}

async function poll(studio: Page, olga: Page) {
  await tab(studio, 'Опросы');
  await studio.getByText('Новый опрос').click();
  await main(studio).getByLabel('Вопрос', { exact: true }).fill('Где течёт память?');
  await main(studio).getByLabel('Варианты').fill('Кэши\nЗамыкания');
  await button(studio, 'Начать опрос').click();
  await tab(olga, 'Опросы');
  await main(olga).getByRole('radio', { name: 'Замыкания' }).check();
  await button(olga, 'Проголосовать').click();
  await main(studio).getByText('1 голос', { exact: true }).waitFor();
  expect(await olga.locator('[data-results] [data-percent]').allTextContents()).toEqual(['0', '100']);
}

browserTest('a host goes live, viewers watch and talk, and when it is over they are told', { timeout: 150_000 }, async () => {
  const { event, studio } = await prepare();
  const olga = await enter(event, 'Ольга');
  await main(olga).getByText('Начнём через').waitFor();
  await main(olga).getByLabel('Сообщение', { exact: true }).fill('Недописанное');

  await button(studio, 'Включить камеру и микрофон').click();
  await studio.locator('[data-check="camera"].tag-ok').waitFor();
  await button(studio, 'Начать эфир').click();
  await expect.poll(() => secondsShown(olga), toPlay).toBeGreaterThan(0.5);
  expect(await main(olga).getByText('Начнём через').isVisible()).toBe(false);
  expect(await main(olga).getByLabel('Сообщение', { exact: true }).inputValue()).toBe('Недописанное');

  await countStops(olga);
  const began = { at: Date.now(), ...(await playing(olga)) };
  await talk(studio, olga);
  await poll(studio, olga);
  const ivan = await enter(event, 'Иван');
  await countStops(ivan);
  await tab(ivan, 'Вопросы');
  await button(ivan, 'Голос за вопрос: 1').click();
  await main(studio).getByText('Голос за вопрос: 2').filter({ visible: true }).waitFor();
  await expect.poll(() => secondsShown(ivan), toPlay).toBeGreaterThan(0);
  const joined = { at: Date.now(), ...(await playing(ivan)) };
  await olga.waitForTimeout(began.at + 22_000 - Date.now());

  const [first, late] = [await playing(olga), await playing(ivan)];
  expect(first.second - began.second).toBeGreaterThanOrEqual(20);
  expect(first.stops).toBeLessThanOrEqual(2);
  expect(first.latency).toBeGreaterThan(0);
  expect(first.latency).toBeLessThan(6);
  expect(late.second - joined.second).toBeGreaterThan((Date.now() - joined.at) / 1000 - 2);
  expect(late.latency).toBeLessThan(6);

  await studio.getByRole('link', { name: 'Завершить эфир' }).click();
  await studio.getByRole('dialog').getByRole('button', { name: 'Завершить эфир' }).click();
  for (const page of [olga, ivan]) {
    await main(page).getByRole('heading', { name: 'Эфир завершён' }).waitFor({ timeout: 30_000 });
    await page.waitForURL((url) => url.pathname === `/webinars/${event.id}/ended`);
    await main(page).getByText('Замыкания').waitFor();
  }
  await main(olga).getByRole('link', { name: 'Смотреть запись' }).click();
  await expect.poll(() => olga.evaluate<number>("document.querySelector('video').duration"), toPlay).toBeGreaterThan(20);
  await studio.waitForURL((url) => url.pathname === `/webinars/${event.id}`, { timeout: 30_000 });
});
