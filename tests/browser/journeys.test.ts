import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, desktop, expectAccessible, logIn, openWindow } from '../support/browser.ts';
import { createAccount, createEvent, createRegistration, createVisitor } from '../support/factories.ts';

// What people come for, done as they do it: on a phone in Russian, by the words that they read.

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const main = (page: Page) => page.getByRole('main');
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string | RegExp) => main(page).getByRole('link', { name }).first().click();
const fill = (page: Page, label: string, value: string) => main(page).getByLabel(label, { exact: false }).first().fill(value);
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

async function organizer() {
  const account = await createAccount({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
  const page = await openWindow(app);
  await logIn(page, account.email);
  return { account, page };
}

browserTest('somebody signs up as an organizer, creates an event and reads that it is saved', async () => {
  const page = await openWindow(app);
  await page.goto('/');
  await follow(page, /^Регистрация/);
  await fill(page, 'Имя', 'Марина');
  await fill(page, 'Фамилия', 'Соколова');
  await fill(page, 'Электронная почта', 'marina@example.test');
  await fill(page, 'Пароль', 'очень длинный пароль');
  await main(page).getByRole('radio', { name: 'Организовывать' }).check();
  await main(page).getByRole('checkbox').check();
  await press(page, 'Зарегистрироваться');

  await page.goto('/');
  await follow(page, /^Мероприятия/);
  await follow(page, 'Создать мероприятие');
  await expectAccessible(page);
  await press(page, 'Сохранить');
  expect(await page.title()).toMatch(/^Ошибка: /);
  await expectAccessible(page);

  await fill(page, 'Название', 'Лекция «Город, которого нет»');
  await fill(page, 'Описание', 'Непостроенная Москва.');
  await fill(page, 'Дата и время начала', '2030-05-01T19:00');
  await fill(page, 'Дата и время окончания', '2030-05-01T20:30');
  await fill(page, 'Место проведения', 'Москва, Бауманская ул., 58');
  await fill(page, 'Лимит посетителей', '60');
  await fill(page, 'Цена', '1500,50');
  await press(page, 'Сохранить');

  expect(await heading(page)).toBe('Лекция «Город, которого нет»');
  expect(await page.getByRole('status').innerText()).toMatch(/сохранено/i);
  expect(await main(page).innerText()).toContain('1 500,50 ₽'.replaceAll(' ', '\u00a0'));
  await expectAccessible(page);
});

browserTest('a guest finds an event, registers and gets the ticket with its number and code', async () => {
  const event = await createEvent({ title: 'Джаз на крыше', visitorLimit: 2, price: 120_000 });
  const page = await openWindow(app);
  await page.goto('/');
  await follow(page, /^Мероприятия/);
  await page.goto(`/events/${event.id}`);
  await page.getByRole('link', { name: 'Зарегистрироваться' }).last().click();
  await press(page, 'Подтвердить регистрацию');
  expect(await page.getByRole('alert').innerText()).toContain('Проверьте форму');

  await fill(page, 'Имя', 'Анна');
  await fill(page, 'Фамилия', 'Круглова');
  await fill(page, 'Электронная почта', 'anna@example.test');
  await fill(page, 'Телефон', '+7 916 204-18-33');
  await main(page).getByRole('checkbox').check();
  await press(page, 'Подтвердить регистрацию');

  expect(page.url()).toMatch(/\/r\/[0-9a-f-]{36}$/);
  expect(await main(page).innerText()).toMatch(/Анна/);
  const number = await main(page).locator('.ticket-code').innerText();
  const code = main(page).getByRole('img', { name: number });
  expect(number).toMatch(/\d/);
  expect(await code.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0);
  await expectAccessible(page);
});

browserTest('without JavaScript a guest joins the waiting list of a full event, knowing so before', async () => {
  const event = await createEvent({ visitorLimit: 1 });
  await createRegistration({ eventId: event.id });
  const page = await openWindow(app, { javaScriptEnabled: false });
  await page.goto(`/events/${event.id}/register`);
  expect(await main(page).innerText()).toMatch(/лист ожидания/i);
  await fill(page, 'Имя', 'Игорь');
  await fill(page, 'Фамилия', 'Мельник');
  await fill(page, 'Электронная почта', 'igor@example.test');
  await fill(page, 'Телефон', '+7 903 551-07-90');
  await main(page).getByRole('checkbox').first().check();
  await press(page, 'Встать в лист ожидания');
  expect(await main(page).innerText()).toMatch(/лист.? ожидания/i);
});

browserTest('a participant cancels a registration of their own', async () => {
  const account = await createAccount({ role: 'participant' });
  const event = await createEvent({ title: 'Киноклуб' });
  const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: account.email });
  await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const page = await openWindow(app);
  await page.goto('/');
  await follow(page, /^Посетители/);
  await logIn(page, account.email);

  expect(await heading(page)).toBe('Мои регистрации');
  await follow(page, 'Отменить регистрацию');
  await expectAccessible(page);
  await press(page, 'Да, отменить');
  expect(await page.locator('body').innerText()).toMatch(/отменена/i);
});

browserTest('an organizer registers a visitor, takes the money and marks who came', async () => {
  const { account, page } = await organizer();
  const event = await createEvent({ organizerId: account.id, title: 'Гончарный круг', price: 280_000 });
  await createVisitor({ organizerId: account.id, firstName: 'Ольга', lastName: 'Дёмина' });
  await page.goto('/');
  await follow(page, /^Регистрация/);
  await follow(page, 'Зарегистрировать посетителя');
  await main(page).getByLabel('Мероприятие').selectOption(String(event.id));
  const option = main(page)
    .getByLabel('Посетитель', { exact: true })
    .getByRole('option', { name: /Дёмина/ });
  await main(page)
    .getByLabel('Посетитель', { exact: true })
    .selectOption(await option.getAttribute('value'));
  await press(page, 'Сохранить');
  await expectAccessible(page);

  await follow(page, /Изменить/);
  await main(page).getByLabel('Статус').selectOption('attended');
  await main(page).locator('[name="billed_amount"]').fill('2800');
  await expectAccessible(page);
  await press(page, 'Сохранить');
  expect(await main(page).innerText()).toMatch(/Вход отмечен/);
  expect(await main(page).innerText()).toMatch(/Оплачено/);
});

browserTest('an organizer adds a visitor, finds them by phone, corrects and deletes the card', async () => {
  const { page } = await organizer();
  await page.goto('/');
  await follow(page, /^Посетители/);
  await follow(page, 'Добавить посетителя');
  await fill(page, 'Имя', 'Тимур');
  await fill(page, 'Фамилия', 'Алиев');
  await fill(page, 'Электронная почта', 'timur@example.test');
  await fill(page, 'Телефон', '8 (999) 830-22-15');
  await press(page, 'Сохранить');
  expect(await heading(page)).toBe('Тимур Алиев');

  await page.goto('/visitors?q=830-22-15');
  await follow(page, /Алиев/);
  await follow(page, 'Изменить');
  await fill(page, 'Фамилия', 'Алиев-Соболев');
  await press(page, 'Сохранить');
  expect(await heading(page)).toBe('Тимур Алиев-Соболев');

  await follow(page, 'Удалить');
  await press(page, 'Да, удалить');
  expect(new URL(page.url()).pathname).toBe('/visitors');
});

browserTest('an organizer writes down what an event cost, changes and deletes it', async () => {
  const { account, page } = await organizer();
  const event = await createEvent({ organizerId: account.id });
  await page.goto(`/events/${event.id}`);
  await follow(page, 'Расходы');
  await main(page).locator('[name="title"]').fill('Аренда зала');
  await main(page).locator('[name="amount"]').fill('9000');
  await main(page).locator('[name="spent_at"]').fill('2026-11-20');
  await main(page).locator('form:has([name="amount"]) button[type="submit"]').first().click();
  expect(await main(page).innerText()).toMatch(/Аренда зала/);
  expect(await main(page).innerText()).toContain('9\u00a0000\u00a0₽');
  await expectAccessible(page);
});

browserTest('an organizer generates a report of registrations as CSV from the list of visitors', async () => {
  const { account, page } = await organizer();
  const event = await createEvent({ organizerId: account.id, title: 'Орган и саксофон' });
  const visitor = await createVisitor({ organizerId: account.id, lastName: 'Щукина' });
  await createRegistration({ eventId: event.id, visitorId: visitor.id });
  await page.goto('/visitors');
  await follow(page, 'Генерировать отчёт');
  await expectAccessible(page);
  await main(page).locator('[name="type"][value="registrations"]').check({ force: true });
  await main(page).locator('[name="format"][value="csv"]').check({ force: true });
  const download = page.waitForEvent('download');
  await press(page, 'Сгенерировать');
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('Орган и саксофон');
  expect(file).toContain('Щукина');
});

browserTest('in English, on a desktop and by keyboard alone, a guest registers for an event', async () => {
  const event = await createEvent({ title: 'Lunch talk' });
  const page = await openWindow(app, { locale: 'en', viewport: desktop });
  await page.goto(`/events/${event.id}/register`);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.getByLabel('First name').focus();
  for (const text of ['Ada', 'Lovelace', 'ada@example.test', '+44 20 7946 0958']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Confirm registration' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/r\//);
  expect(await main(page).innerText()).toContain('Ada');
});
