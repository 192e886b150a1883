import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createEvent, createExpense, createRegistration, createVisitor } from '../support/factories.ts';
import { csvCells, loggedInOrganizer, minorUnits, totalsOf } from '../support/reports.ts';
import { readPdf } from '../unit/formats/pdf-reader.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const run = promisify(execFile);
const hasPdftotext = await run('pdftotext', ['-v']).then(
  () => true,
  () => false,
);

async function download(browser: Browser, path: string): Promise<Buffer> {
  const { headers } = await browser.send('HEAD', path);
  expect(headers['content-type']).toMatch(/^(text\/csv; charset=utf-8|application\/pdf)$/);
  const response = await fetch(`${app.url}${path}`, {
    // A connection kept from the file before may be closed by the server just when it is used again.
    headers: { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '), 'accept-language': 'ru', connection: 'close' },
  });
  return Buffer.from(await response.arrayBuffer());
}

/** Money that does not divide evenly, in three events of one organizer, with every status. */
async function variedSeason(organizerId: number): Promise<void> {
  const statuses = ['registered', 'waitlisted', 'cancelled', 'attended', 'no_show'] as const;
  for (const [index, price] of [0, 123_457, 99_999_999].entries()) {
    const event = await createEvent({ organizerId, price, visitorLimit: 50, startAt: new Date(Date.UTC(2026, 10, 5 + 7 * index, 16)) });
    for (let n = 0; n < 20; n++) {
      const billedAmount = n % 3 === 0 ? 0 : 1_013 * (n + 1) + index;
      await createRegistration({
        eventId: event.id,
        status: statuses[n % 5]!,
        billedAmount,
        refundAmount: n % 4 === 1 ? Math.floor(billedAmount / 3) : 0,
      });
    }
    if (index > 0) await createExpense({ eventId: event.id, amount: 33_331 * index });
  }
  await createRegistration({ eventId: (await createEvent({ organizerId, startAt: new Date(Date.UTC(2026, 11, 5)) })).id, billedAmount: 1 });
}

const sumsOf = async (organizerId: number) => {
  const [sums] = await db.$queryRaw<Record<string, number>[]>`
    SELECT sum(r.price)::int8::float8 AS price, sum(r.billed_amount)::float8 AS billed, sum(r.refund_amount)::float8 AS refunded,
      sum(CASE WHEN r.status NOT IN ('cancelled', 'waitlisted') THEN r.price ELSE 0 END)::float8 AS expected, count(*)::float8 AS count,
      (SELECT sum(amount)::float8 FROM expenses WHERE event_id IN (SELECT id FROM events WHERE organizer_id = ${organizerId})) AS expenses
    FROM reg_for_the_event r WHERE r.event_id IN (SELECT id FROM events WHERE organizer_id = ${organizerId} AND start_at < '2026-12-01')`;
  return sums as { price: number; billed: number; refunded: number; expected: number; count: number; expenses: number };
};

const november = 'from=2026-11-01&to=2026-11-30';
const sum = (cells: string[]) => cells.reduce((total, cell) => total + minorUnits(cell), 0);
const column = (lines: string[][], index: number) => lines.map((line) => line[index]!);

describe('on the page, as CSV and on paper the sums are those of the database', () => {
  test('of registrations', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    await variedSeason(account.id);
    const { price, billed, refunded, count } = await sumsOf(account.id);

    const page = totalsOf((await browser.get(`/reports?type=registrations&${november}`)).text);
    expect(page.slice(5, 8).map(minorUnits)).toEqual([price, billed, refunded]);

    const [, ...lines] = csvCells((await download(browser, `/reports/registrations.csv?${november}`)).toString());
    expect([lines.length, ...[8, 9, 10].map((index) => sum(column(lines, index)))]).toEqual([count, price, billed, refunded]);

    const words = readPdf(await download(browser, `/reports/registrations.pdf?${november}`)).pages.flat();
    expect(
      words
        .slice(words.lastIndexOf('Итого') + 1)
        .slice(0, 3)
        .map(minorUnits),
    ).toEqual([price, billed, refunded]);
    expect(lines.filter(([number]) => !words.includes(number!))).toEqual([]);
  });

  test('of money', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    await variedSeason(account.id);
    const { expected, billed, refunded, expenses } = await sumsOf(account.id);
    const sums = [expected, billed, refunded, expenses, billed - refunded - expenses];

    const page = totalsOf((await browser.get(`/reports?type=finance&${november}`)).text);
    expect(page.slice(-5).map(minorUnits)).toEqual(sums);

    const [, ...lines] = csvCells((await download(browser, `/reports/finance.csv?${november}`)).toString());
    const totals = lines.pop()!;
    expect(totals.slice(0, 3)).toEqual(['Итого', '', '']);
    expect(totals.slice(5).map(minorUnits)).toEqual(sums);
    expect([5, 6, 7, 8, 9].map((index) => sum(column(lines, index)))).toEqual(sums);

    const words = readPdf(await download(browser, `/reports/finance.pdf?${november}`)).pages.flat();
    expect(
      words
        .slice(words.lastIndexOf('Итого') + 2)
        .slice(0, 5)
        .map(minorUnits),
    ).toEqual(sums);
  });

  test('of one visitor', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const visitor = await createVisitor({ organizerId: account.id });
    for (const amount of [10_001, 20_002, 30_003]) {
      const event = await createEvent({ organizerId: account.id, price: amount * 2 });
      await createRegistration({ eventId: event.id, visitorId: visitor.id, billedAmount: amount, refundAmount: 1 });
      await createRegistration({ eventId: event.id, billedAmount: 5 });
    }
    const path = `visitor_id=${visitor.id}`;
    const sums = [120_012, 60_006, 3];

    expect(
      totalsOf((await browser.get(`/reports?type=visitor&${path}`)).text)
        .slice(-5, -2)
        .map(minorUnits),
    ).toEqual(sums);
    const lines = csvCells((await download(browser, `/reports/visitor.csv?${path}`)).toString());
    expect(lines.at(-1)!.slice(3, 6).map(minorUnits)).toEqual(sums);
    expect([3, 4, 5].map((index) => sum(column(lines.slice(1, -1), index)))).toEqual(sums);
    const words = readPdf(await download(browser, `/reports/visitor.pdf?${path}`)).pages.flat();
    expect(
      words
        .slice(words.lastIndexOf('Итого') + 1)
        .slice(0, 3)
        .map(minorUnits),
    ).toEqual(sums);
  });
});

describe('the CSV file', () => {
  const spoiled = [
    { firstName: '=HYPERLINK("http://x")', lastName: 'O’Нил; «второй»', seen: `"'=HYPERLINK(""http://x"")";"O’Нил; «второй»"` },
    { firstName: '-2+3', lastName: 'строка\nвторая', seen: `'-2+3;"строка\nвторая"` },
    { firstName: '@SUM(1)', lastName: '"кавычки"', seen: `'@SUM(1);"""кавычки"""` },
    { firstName: '＝1+1', lastName: '\tтаб', seen: `'＝1+1;'\tтаб` },
    { firstName: '🎷', lastName: 'Ёлкина, Юлия', seen: '🎷;Ёлкина, Юлия' },
  ];

  async function eventWith(given: { firstName: string; lastName: string }[]) {
    const organizer = await loggedInOrganizer(app);
    const event = await createEvent({
      organizerId: organizer.account.id,
      title: '+Джаз',
      price: 150_050,
      timeZone: 'Asia/Vladivostok',
      startAt: new Date('2026-11-28T09:00Z'),
    });
    for (const [index, { firstName, lastName }] of given.entries()) {
      const visitor = await createVisitor({
        organizerId: organizer.account.id,
        firstName,
        lastName,
        emailAddress: `v${index}-${event.id}@example.test`,
        phoneNumber: index === 0 ? '+79162041833' : null,
      });
      await createRegistration({
        eventId: event.id,
        visitorId: visitor.id,
        billedAmount: 150_050,
        refundAmount: 5,
        status: 'attended',
        createdAt: new Date('2026-11-01T20:30Z'),
      });
    }
    return organizer;
  }

  test('opens right in Excel in Russian: BOM, semicolons, decimal commas, CRLF, no formula runs', async () => {
    const { browser } = await eventWith(spoiled);
    const file = (await download(browser, '/reports/registrations.csv')).toString();

    const lines = spoiled.map(
      ({ seen }, index) =>
        String.raw`\d+;'\+Джаз;2026-11-28 19:00;` +
        literally(seen) +
        `;v${index}-\\d+@example\\.test;${index === 0 ? '\\+79162041833' : ''};Вход отмечен;1500,50;1500,50;0,05;2026-11-02 06:30`,
    );
    const head =
      'Номер регистрации;Мероприятие;Начало;Имя;Фамилия;Электронная почта;Телефон;Статус;Цена;Оплачено;Возвращено;Дата регистрации';
    expect(file).toMatch(new RegExp(`^\ufeff${[head, ...lines].join('\r\n')}\r\n$`));
  });

  test('in English has commas, points and English words', async () => {
    const { browser } = await eventWith([{ firstName: 'Ada, Countess', lastName: 'Lovelace' }]);
    browser.cookies.set('lang', 'en');
    const file = (await download(browser, '/reports/registrations.csv')).toString();

    expect(file).toMatch(
      /^\ufeffRegistration number,Event,Start,First name,Last name,E-mail,Phone,Status,Price,Paid,Refunded,Registered at\r\n/,
    );
    expect(file).toMatch(/,'\+Джаз,2026-11-28 19:00,"Ada, Countess",Lovelace,.*,Checked in,1500\.50,1500\.50,0\.05,2026-11-02 06:30\r\n$/);
  });

  test('a title that looks like a formula is defused in the report on money too', async () => {
    const { browser } = await eventWith([]);
    expect((await download(browser, '/reports/finance.csv')).toString()).toContain("\r\n'+Джаз;2026-11-28 19:00;");
  });
});

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

describe('a file', () => {
  test('is one to keep, with a name for any client and one in the reader’s language, and stays in no cache', async () => {
    const { browser } = await loggedInOrganizer(app);
    const { headers, status } = await browser.send('HEAD', '/reports/registrations.csv');
    const [, plain, local] = /^attachment; filename="(.*?)"; filename\*=UTF-8''(\S+)$/.exec(headers['content-disposition'] as string)!;

    expect(status).toBe(200);
    expect(plain).toMatch(/^registrations-\d{4}-\d\d-\d\d\.csv$/);
    expect(decodeURIComponent(local!)).toMatch(/^Регистрации \d{4}-\d\d-\d\d\.csv$/);
    expect(headers['cache-control']).toContain('no-store');
    expect((await browser.send('HEAD', '/reports/finance.pdf')).headers['content-type']).toBe('application/pdf');
  });

  test('on paper says what it is of, and that there is nothing in it when there is nothing', async () => {
    const { browser } = await loggedInOrganizer(app, { firstName: 'Марина', lastName: 'Соколова' });
    const { pages } = readPdf(await download(browser, `/reports/finance.pdf?${november}`));

    expect(pages).toHaveLength(1);
    expect(pages[0]).toEqual(
      expect.arrayContaining([
        'Отчёт о деньгах',
        'Ноябрь 2026',
        'Марина Соколова · 0 мероприятий',
        'По этому выбору мероприятий нет',
        'Страница 1 из 1',
      ]),
    );
    expect(pages[0]!.join(' ')).toMatch(/Собрано \d+ [а-я]+ \d{4}, \d\d:\d\d по Москве/);
    expect(pages[0]).not.toContain('Итого');
  });

  test.skipIf(!hasPdftotext)('on paper can be copied: pdftotext finds every name', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, visitorLimit: 200 });
    const names = Array.from({ length: 60 }, (_, n) => `Ёлкина-Юрьевская${n}`);
    for (const lastName of names)
      await createRegistration({ eventId: event.id, visitorId: (await createVisitor({ organizerId: account.id, lastName })).id });
    const file = join(process.env['DATA_DIR']!, 'report.pdf');
    await writeFile(file, await download(browser, `/reports/registrations.pdf?event_id=${event.id}`));

    const { stdout } = await run('pdftotext', ['-layout', file, '-']);

    const text = stdout.replace(/\s+/g, '');
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });
});
