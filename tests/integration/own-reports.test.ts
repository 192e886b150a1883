import { readXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createAccount, createEvent, createExpense, createRegistration, createVisitor } from '../support/factories.ts';
import { cookiesOf, createManyRegistrations, csvCells, loggedInOrganizer, minorUnits, totalsOf } from '../support/reports.ts';
import { readPdf } from '../unit/formats/pdf-reader.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

async function download(browser: Browser, path: string): Promise<Buffer> {
  const response = await fetch(`${app.url}${path}`, { headers: { cookie: cookiesOf(browser), 'accept-language': 'ru' } });
  expect(response.status, path).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const csvOf = async (browser: Browser, query: string) => csvCells((await download(browser, `/reports/builder.csv?${query}`)).toString());
const pdfOf = async (browser: Browser, query: string) => readPdf(await download(browser, `/reports/builder.pdf?${query}`)).pages.flat();
const xlsxOf = async (browser: Browser, query: string) =>
  (await readXlsx(await download(browser, `/reports/builder.xlsx?${query}`))).sheets[0]!.rows;

const headOf = (html: string) =>
  [...(/<thead>([\s\S]*?)<\/thead>/.exec(html)?.[1] ?? '').matchAll(/<th[^>]*>([^<]*)</g)].map(([, text]) => text);
const rowsOf = (html: string) =>
  [...(/<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => cell!.replace(/<[^>]*>/g, '').trim()),
  );

const november = 'period=dates&from=2026-11-01&to=2026-11-30';

/** Money that does not divide evenly, two topics and none, every status. */
async function season() {
  const { browser, account } = await loggedInOrganizer(app, { firstName: 'Марина', lastName: 'Соколова' });
  const topics = await db.topic.findMany({ orderBy: { position: 'asc' }, take: 2 });
  const statuses = ['registered', 'waitlisted', 'cancelled', 'attended', 'no_show'] as const;
  for (const [index, price] of [123_457, 0, 99_999_999].entries()) {
    const startAt = new Date(Date.UTC(2026, 10, 5 + 7 * index, 16));
    const event = await createEvent({
      organizerId: account.id,
      title: `Вечер ${index}`,
      price,
      startAt,
      visitorLimit: 50,
      topicId: topics[index]?.id ?? null,
    });
    for (let n = 0; n < 11; n++) {
      const billedAmount = n % 3 === 0 ? 0 : 1_013 * (n + 1) + index;
      const refundAmount = n % 4 === 1 ? Math.floor(billedAmount / 3) : 0;
      await createRegistration({ eventId: event.id, status: statuses[n % 5]!, billedAmount, refundAmount });
    }
    await createExpense({ eventId: event.id, amount: 33_331 * (index + 1) });
  }
  await createRegistration({
    eventId: (await createEvent({ organizerId: account.id, startAt: new Date(Date.UTC(2026, 11, 5)) })).id,
    billedAmount: 1,
  });
  const [sums] = await db.$queryRaw<Record<'billed' | 'refunded' | 'expenses' | 'expected', number>[]>`
    SELECT sum(r.billed_amount)::float8 AS billed, sum(r.refund_amount)::float8 AS refunded,
      sum(r.price) FILTER (WHERE r.status NOT IN ('cancelled', 'waitlisted'))::float8 AS expected,
      (SELECT sum(amount)::float8 FROM expenses x JOIN events o ON o.id = x.event_id WHERE o.organizer_id = ${account.id}) AS expenses
    FROM reg_for_the_event r JOIN events e ON e.id = r.event_id WHERE e.organizer_id = ${account.id} AND e.start_at < '2026-12-01'`;
  return { browser, account, sums: sums! };
}

describe('on the page, as CSV, as XLSX and on paper', () => {
  test.each(['topic', 'event', 'month'])('the sums of money by %s are those of the database', async (by) => {
    const { browser, sums } = await season();
    const { billed, refunded, expenses, expected } = sums;
    const plain = [billed - refunded - expenses, expenses, refunded, billed, expected];
    const query = `type=finance&${november}&group_by=${by}&columns=profit&columns=expenses&columns=refunded&columns=billed&columns=expected`;

    const page = (await browser.get(`/reports/builder?${query}`)).text;
    expect(totalsOf(page).slice(1).map(minorUnits)).toEqual(plain);

    const [, ...lines] = await csvOf(browser, query);
    const last = lines.pop()!;
    expect([last[0], ...last.slice(-5).map(minorUnits)]).toEqual(['Итого', ...plain]);
    const added = plain.map((_, index) => lines.reduce((sum, line) => sum + minorUnits(line.at(index - 5)!), 0));
    expect(added).toEqual(plain);

    const sheet = await xlsxOf(browser, query);
    expect(
      sheet
        .at(-1)!
        .slice(-5)
        .map((value) => Math.round(Number(value) * 100)),
    ).toEqual(plain);
    expect(sheet).toHaveLength(lines.length + 2);

    const words = await pdfOf(browser, query);
    expect(
      words
        .slice(words.lastIndexOf('Итого') + 1)
        .slice(0, 5)
        .map(minorUnits),
    ).toEqual(plain);
  });

  test('visitors have every row, and their sums', async () => {
    const { browser, sums, account } = await season();
    const query = `type=visitors&${november}&columns=registration_number&columns=refunded&columns=billed&columns=status`;
    const ids = (
      await db.registration.findMany({
        where: { event: { organizerId: account.id, startAt: { lt: new Date('2026-12-01') } } },
        select: { id: true },
      })
    ).map(({ id }) => String(id));

    const page = (await browser.get(`/reports/builder?${query}`)).text;
    expect(headOf(page)).toEqual(['Номер регистрации', 'Возвращено', 'Оплачено', 'Статус']);
    expect(
      rowsOf(page)
        .map(([id]) => id)
        .toSorted(),
    ).toEqual(ids.toSorted());
    expect(totalsOf(page).slice(1, 3).map(minorUnits)).toEqual([sums.refunded, sums.billed]);

    const [head, ...lines] = await csvOf(browser, query);
    expect(head).toEqual(headOf(page));
    expect(lines.map(([id]) => id).toSorted()).toEqual(ids.toSorted());
    expect(lines.reduce((sum, [, , cell]) => sum + minorUnits(cell!), 0)).toBe(sums.billed);

    const [xlsxHead, ...rows] = await xlsxOf(browser, query);
    expect(xlsxHead).toEqual(head);
    expect(rows.map(([id]) => String(id)).toSorted()).toEqual(ids.toSorted());
    expect(Math.round(rows.reduce((sum, [, , cell]) => sum + Number(cell) * 100, 0))).toBe(sums.billed);

    const words = await pdfOf(browser, query);
    expect(
      words
        .slice(words.lastIndexOf('Итого') + 1)
        .slice(0, 2)
        .map(minorUnits),
    ).toEqual([sums.refunded, sums.billed]);
    expect(ids.filter((id) => !words.includes(id))).toEqual([]);
  });

  test('columns stand in the chosen order', async () => {
    const { browser } = await season();
    const query = `${november}&group_by=topic&columns=no_show&columns=attendance&columns=events`;
    const names = ['Тема', 'Неявка', 'Пришли, %', 'Мероприятий'];

    expect(headOf((await browser.get(`/reports/builder?${query}`)).text)).toEqual(names);
    expect((await csvOf(browser, query))[0]).toEqual(names);
    expect((await xlsxOf(browser, query))[0]).toEqual(names);
    const words = (await pdfOf(browser, query)).filter((word) => names.includes(word));
    expect(words.slice(-4)).toEqual(names);
  });
});

test('a column moves by one place, and asking again does not move it further', async () => {
  const { browser } = await loggedInOrganizer(app);
  await createEvent({ organizerId: (await db.account.findFirstOrThrow({ orderBy: { id: 'desc' } })).id });
  const columns = 'period=all&columns=events&columns=registrations&columns=attended';
  const head = async (move: string) => headOf((await browser.get(`/reports/builder?${columns}&move=${move}`)).text).slice(1);

  expect(await head('attended.up')).toEqual(['Мероприятий', 'Вход отмечен', 'Регистраций']);
  expect(await head('attended.up')).toEqual(['Мероприятий', 'Вход отмечен', 'Регистраций']);
  expect(await head('events.up')).toEqual(['Мероприятий', 'Регистраций', 'Вход отмечен']);
  expect(await head('nothing.up')).toEqual(['Мероприятий', 'Регистраций', 'Вход отмечен']);
});

test('another type has its own columns, whatever the form still holds', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  await createEvent({ organizerId: account.id });

  const { text } = await browser.get('/reports/builder?was=attendance&type=finance&period=all&columns=events&columns=no_show');

  expect(headOf(text)).toEqual(['Тема', 'Мероприятий', 'Ожидается', 'Оплачено', 'Возвращено', 'Расходы', 'Прибыль']);
});

test('by status there is only what single registrations have', async () => {
  const { browser } = await season();
  const { text } = await browser.get(
    `/reports/builder?type=finance&${november}&group_by=status&columns=events&columns=billed&columns=profit`,
  );

  expect(headOf(text)).toEqual(['Статус', 'Оплачено']);
  expect(rowsOf(text).map(([status]) => status)).toEqual(['Подтверждена', 'Вход отмечен', 'Неявка', 'Лист ожидания', 'Отменена']);
});

test.each([
  ['bars', 'class="hbars"'],
  ['columns', '<svg viewBox'],
  ['line', '<path class="line'],
])('the chart may be %s, and is on paper too', async (chart, markup) => {
  const { browser } = await season();
  const query = `type=finance&${november}&group_by=event&chart=${chart}`;

  expect((await browser.get(`/reports/builder?${query}`)).text).toContain(markup);
  expect(await pdfOf(browser, query)).toContain('Оплачено, Расходы, Прибыль');
  expect(await pdfOf(browser, query.replace(chart, 'none'))).not.toContain('Оплачено, Расходы, Прибыль');
});

test('periods that stay fresh are counted from today by the clock of the site', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const today = Date.now();
  for (const days of [0, 29, 31, 800]) await createEvent({ organizerId: account.id, startAt: new Date(today - days * 86_400_000) });
  const events = async (period: string) =>
    Number(rowsOf((await browser.get(`/reports/builder?period=${period}&group_by=none&columns=events`)).text)[0]?.[1]);

  expect(await events('last_30_days')).toBe(2);
  expect(await events('all')).toBe(4);
  expect(await events('this_month')).toBeGreaterThan(0);
});

test('an empty report says so, on the page and in every file', async () => {
  const { browser } = await loggedInOrganizer(app);
  const { text, status } = await browser.get('/reports/builder');

  expect(status).toBe(200);
  expect(text).toContain('По этому выбору ничего нет');
  expect(await pdfOf(browser, '')).toContain('По этому выбору ничего нет');
  expect(await csvOf(browser, '')).toHaveLength(1);
  expect(await xlsxOf(browser, '')).toHaveLength(1);
  expect((await browser.get('/reports/builder?period=dates&from=1970-01-01&to=9999-12-31')).status).toBe(200);
});

describe('what cannot be is refused', () => {
  test.each([
    ['type', 'type=horoscope'],
    ['period', 'period=yesterday'],
    ['columns', 'columns=events&columns=password_hash'],
    ['columns', 'type=visitors&columns=token'],
    ['group_by', 'group_by=organizer_id'],
    ['chart', 'chart=pie'],
    ['status', 'status=happy'],
    ['event_id', 'event_id=x'],
    ['to', 'period=dates&from=2026-11-30&to=2026-11-01'],
    ['from', 'period=dates&from=2026-02-30'],
    ['type', 'type=finance&type=visitors'],
  ])('%s in %s', async (field, query) => {
    const { browser } = await loggedInOrganizer(app);
    for (const path of ['/reports/builder', '/reports/builder.csv', '/reports/builder.xlsx']) {
      const { status, text } = await browser.get(`${path}?${query}`);
      expect(status, path).toBe(422);
      expect(text, path).toContain(`href="#${field}"`);
      expect(text, path).toContain(`id="${field}-error"`);
    }
  });

  test('a stranger’s event, a stranger’s saved report and a kind of file that there is none of are not found', async () => {
    const { browser } = await loggedInOrganizer(app);
    const { id } = await createEvent();

    for (const path of [`?event_id=${id}`, `.csv?event_id=${id}`, '?event_id=2147483647', '?saved=2147483647', '.doc', '.']) {
      expect((await browser.get(`/reports/builder${path}`)).status, path).toBe(404);
    }
  });

  test('guests log in first, participants are told that it is for organizers', async () => {
    const participant = await createAccount({ role: 'participant' });
    const browser = await app.guest().logIn(participant.email);

    expect((await browser.get('/reports/builder')).status).toBe(403);
    expect((await app.guest().get('/reports/builder.csv')).headers['location']).toContain('/login');
  });
});

test('nobody sees what is another organizer’s', async () => {
  const { account } = await season();
  const { browser } = await loggedInOrganizer(app);
  await createVisitor({ organizerId: account.id });

  for (const type of ['attendance', 'visitors', 'finance']) {
    expect((await browser.get(`/reports/builder?period=all&type=${type}`)).text).toContain('По этому выбору ничего нет');
  }
});

test('a PDF of too many rows is kindly refused: CSV has them all, totals fit on paper', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const event = await createEvent({ organizerId: account.id, visitorLimit: 30_000 });
  await createManyRegistrations(event, 20_001);
  const query = 'type=visitors&period=all&columns=last_name&columns=billed';

  const reply = await browser.get(`/reports/builder.pdf?${query}`);

  expect(reply.status).toBe(422);
  expect(reply.text).toContain('/reports/builder.csv?');
  const totals = /href="([^"]*totals=only)"/.exec(reply.text)![1]!.replaceAll('&amp;', '&');
  const words = readPdf(await download(browser, totals)).pages.flat();
  expect(words).toContain('Итого');
  expect(words.join(' ')).toContain('Здесь только итоги');
  expect((await csvOf(browser, query)).length).toBe(20_002);
});
