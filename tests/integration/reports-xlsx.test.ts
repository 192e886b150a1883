import { readXlsx } from 'hucre/xlsx';
import { beforeAll, expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createEvent, createExpense, createRegistration, createVisitor } from '../support/factories.ts';
import { cookiesOf, loggedInOrganizer } from '../support/reports.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

async function sheetOf(browser: Browser, path: string) {
  const response = await fetch(`${app.url}${path}`, { headers: { cookie: cookiesOf(browser), 'accept-language': 'ru' } });
  expect(response.headers.get('content-type')).toContain('spreadsheetml');
  return (await readXlsx(Buffer.from(await response.arrayBuffer()))).sheets[0]!.rows;
}

test('the three reports come as Excel files too, with numbers that are numbers', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const startAt = new Date('2026-11-28T16:00Z');
  const event = await createEvent({ organizerId: account.id, title: '=Джаз', price: 150_050, startAt });
  const visitor = await createVisitor({ organizerId: account.id, lastName: 'Круглова', firstName: 'Анна' });
  const { id } = await createRegistration({
    eventId: event.id,
    visitorId: visitor.id,
    billedAmount: 150_050,
    refundAmount: 5,
    status: 'attended',
  });
  await createExpense({ eventId: event.id, amount: 7 });

  const start = new Date('2026-11-28T19:00Z');
  const [head, row, ...more] = await sheetOf(browser, '/reports/registrations.xlsx');
  expect(head!.slice(0, 4)).toEqual(['Номер регистрации', 'Мероприятие', 'Начало', 'Имя']);
  expect([row!.slice(0, 5), row!.slice(8, 11), more]).toEqual([[id, '=Джаз', start, 'Анна', 'Круглова'], [1500.5, 1500.5, 0.05], []]);

  const money = await sheetOf(browser, '/reports/finance.xlsx?from=2026-11-01');
  expect(money.map((line) => line.slice(-5))).toEqual([
    ['Ожидается', 'Оплачено', 'Возвращено', 'Расходы', 'Прибыль'],
    [1500.5, 1500.5, 0.05, 0.07, 1500.38],
    [1500.5, 1500.5, 0.05, 0.07, 1500.38],
  ]);

  const person = await sheetOf(browser, `/reports/visitor.xlsx?visitor_id=${visitor.id}`);
  expect(person.map((line) => line[0])).toEqual(['Мероприятие', '=Джаз', 'Итого']);
});

test('the form offers it and leads to it', async () => {
  const { browser } = await loggedInOrganizer(app);

  expect((await browser.get('/reports?type=finance&format=screen')).text).toContain('href="/reports/finance.xlsx"');
  expect((await browser.get('/reports?type=finance&format=xlsx')).headers['location']).toBe('/reports/finance.xlsx');
});
