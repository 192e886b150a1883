import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { earlierThan } from '../../src/services/reports/earlier.ts';
import type { ReportScope } from '../../src/services/reports/scope.ts';
import { attendanceOverTime, moneyOverTime, registrationsOverTime, topEvents } from '../../src/services/reports/trends.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createExpense, createRegistration } from '../support/factories.ts';
import { loggedInOrganizer } from '../support/reports.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const plain = (html: string) =>
  html
    .replaceAll('\u00a0', ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const scopeOf = (ownerId: number, given: Partial<ReportScope> = {}): ReportScope => ({
  ownerId,
  from: null,
  to: null,
  eventIds: [],
  statuses: [],
  visitorId: null,
  ...given,
});

const statuses = ['registered', 'attended', 'no_show', 'cancelled', 'waitlisted'] as const;

/** Events of three months with registrations and money, of one organizer and, to be told apart, of another one. */
async function seed(): Promise<number> {
  const { id: organizerId } = await createAccount({ role: 'organizer' });
  for (const owner of [organizerId, (await createAccount({ role: 'organizer' })).id]) {
    for (const [index, start] of ['2026-08-31T20:59Z', '2026-08-31T21:01Z', '2026-10-15T16:00Z', '2026-10-20T16:00Z'].entries()) {
      const startAt = new Date(start);
      const event = await createEvent({ organizerId: owner, title: `Событие ${index}`, startAt, price: 100_000 });
      for (const [day, status] of statuses.entries()) {
        const createdAt = new Date(startAt.getTime() - (day * 5 + index) * 86_400_000);
        await createRegistration({ eventId: event.id, status, billedAmount: 10_001 * (index + 1), refundAmount: 5 * day, createdAt });
      }
      await createExpense({ eventId: event.id, amount: 7_003 });
    }
  }
  return organizerId;
}

describe('the numbers of the charts are those of plain SQL', () => {
  let ownerId: number;
  beforeAll(async () => {
    ownerId = await seed();
  });

  test('registrations by week, with those without any between', async () => {
    const slots = await registrationsOverTime(scopeOf(ownerId), null);
    const sums = await db.$queryRaw<{ start: string; count: number }[]>`
      SELECT to_char(date_trunc('week', created_at AT TIME ZONE 'Europe/Moscow'), 'YYYY-MM-DD') AS start, count(*)::int AS count
      FROM reg_for_the_event WHERE organizer_id = ${ownerId} GROUP BY 1 ORDER BY 1`;

    expect(slots.filter(({ count }) => count > 0).map(({ start, count }) => ({ start, count }))).toEqual(sums);
    expect(slots.some(({ count }) => count === 0)).toBe(true);
    expect(slots.every(({ unit }) => unit === 'week')).toBe(true);
  });

  test('registrations by day of one event, and of some statuses only', async () => {
    const [event] = await db.event.findMany({ where: { organizerId: ownerId }, orderBy: { id: 'asc' } });
    const scope = scopeOf(ownerId, { eventIds: [event!.id], statuses: ['attended', 'cancelled'] });
    const slots = await registrationsOverTime(scope, null);

    expect(slots[0]!.unit).toBe('day');
    expect(slots).toHaveLength(11);
    expect(slots.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  test('registrations of the period before stand in the slots where they would be a period later', async () => {
    const scope = scopeOf(ownerId, { from: '2026-10-01', to: '2026-10-31' });
    const earlier = earlierThan(scope)!;
    expect(earlier.scope).toMatchObject({ from: '2026-09-01', to: '2026-09-30' });
    const slots = await registrationsOverTime(scope, earlier);
    const [sums] = await db.$queryRaw<{ now: number; before: number }[]>`
      SELECT count(*) FILTER (WHERE e.start_at >= '2026-10-01')::int AS now, count(*) FILTER (WHERE e.start_at = '2026-08-31T21:01Z')::int AS before
      FROM events e JOIN reg_for_the_event r ON r.event_id = e.id WHERE e.organizer_id = ${ownerId}`;

    const total = (of: 'count' | 'before') => slots.reduce((sum, slot) => sum + slot[of], 0);
    expect({ now: total('count'), before: total('before') }).toEqual(sums);
    expect(sums).toEqual({ now: 10, before: 5 });
    // made on the 31st of August by the clock of Moscow, a month before the last day of September
    expect(slots.find(({ start }) => start === '2026-09-30')?.before).toBe(1);
  });

  test('money by the months in which events start by their own clocks', async () => {
    const slots = await moneyOverTime(scopeOf(ownerId));
    const sums = await db.$queryRaw<object[]>`
      SELECT 'month' AS unit, to_char(e.start_at AT TIME ZONE e.time_zone, 'YYYY-MM-01') AS start, sum(r.income)::float8 AS income,
        sum(x.amount)::float8 AS expenses, sum(r.income - x.amount)::float8 AS profit
      FROM events e JOIN (SELECT event_id, sum(billed_amount - refund_amount) AS income FROM reg_for_the_event GROUP BY 1) r ON r.event_id = e.id
      JOIN expenses x ON x.event_id = e.id WHERE e.organizer_id = ${ownerId} GROUP BY 2 ORDER BY 2`;

    expect(slots).toEqual(sums);
    expect(slots.map((slot) => slot.start)).toEqual(['2026-08-01', '2026-09-01', '2026-10-01']);
  });

  test('attendance by month', async () => {
    expect(await attendanceOverTime(scopeOf(ownerId))).toEqual(
      [1, 1, 2].map((count, index) => ({ unit: 'month', start: `2026-${['08', '09', '10'][index]}-01`, attended: count, noShow: count })),
    );
  });

  test('the events that brought the most, and all others in one row', async () => {
    const rows = await topEvents(scopeOf(ownerId), undefined, 2);

    expect(rows.map(({ title, events, income }) => ({ title, events, income }))).toEqual([
      { title: 'Событие 3', events: 1, income: 5 * 40_004 - 50 },
      { title: 'Событие 2', events: 1, income: 5 * 30_003 - 50 },
      { title: null, events: 2, income: 5 * 30_003 - 100 },
    ]);
    expect(rows.at(-1)).toMatchObject({ seatsTaken: 6, seatLimit: 20, expenses: 14_006, profit: 5 * 30_003 - 100 - 14_006 });
  });
});

describe('on the page', () => {
  test('every picture says what there is to see and has its numbers as text', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, startAt: new Date('2026-10-10T16:00Z'), price: 100_000 });
    for (const [day, status] of (['attended', 'attended', 'no_show'] as const).entries())
      await createRegistration({ eventId: event.id, status, billedAmount: 100_000, createdAt: new Date(Date.UTC(2026, 9, 1 + day, 12)) });
    const { text } = await browser.get('/reports?type=registrations');

    expect(text).toContain('<figcaption>Регистрации по дням, 1–3 октября 2026</figcaption>');
    for (const [svg] of text.matchAll(/<svg[^>]*viewBox="0 0 460[^>]*>/g)) expect(svg).toMatch(/role="img" aria-label="[^"]{20,}"/);
    expect(text).toContain('aria-label="Регистрации по дням, 1–3 октября 2026: всего 3, самое большее 1."');
    expect(plain(text)).toContain('Числа графика : Регистрации по дням');
    expect(plain(text)).toContain('1 октября 2026 1 2 октября 2026 1 3 октября 2026 1');
    expect(plain(text)).toContain('Вход отмечен 2 · 67 %');
    expect(plain(text)).toContain('Неявка 1 · 33 %');

    const finance = plain((await browser.get('/reports?type=finance')).text);
    expect(finance).toContain('Деньги по мероприятиям');
    expect(finance).toContain('3 из 10');
  });

  test('an empty report has none, nor have the pages after the first', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    for (const type of ['registrations', 'finance'])
      expect((await browser.get(`/reports?type=${type}&from=2020-01-01&to=2020-01-31`)).text).not.toContain('<figure');
    const event = await createEvent({ organizerId: account.id });
    const { id } = await createRegistration({ eventId: event.id });
    await createRegistration({ eventId: event.id });

    expect((await browser.get(`/reports?type=registrations&after=${id}`)).text).not.toContain('<figure');
  });

  test('a huge period is drawn by years', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    for (const year of [1975, 2040]) await createEvent({ organizerId: account.id, price: 100, startAt: new Date(Date.UTC(year, 5, 1)) });
    const [event] = await db.event.findMany({ where: { organizerId: account.id } });
    await createExpense({ eventId: event!.id });

    const { status, text } = await browser.get('/reports?type=finance&from=1970-01-01&to=2100-12-31');

    expect(status).toBe(200);
    expect(text).toContain('Деньги по годам');
  });
});

describe('compared with the period before', () => {
  /** A report on November after so many paid registrations in October and in November, with the words beside its numbers. */
  async function report(october: number, november: number): Promise<string> {
    const { browser, account } = await loggedInOrganizer(app);
    for (const [month, count] of [
      [9, october],
      [10, november],
    ] as const) {
      const event = await createEvent({ organizerId: account.id, startAt: new Date(Date.UTC(2026, month, 10)), price: 10_000 });
      for (let made = 0; made < count; made++) await createRegistration({ eventId: event.id, status: 'attended', billedAmount: 10_000 });
    }
    return plain((await browser.get('/reports?type=registrations&from=2026-11-01&to=2026-11-30')).text);
  }

  test.each([
    { october: 2, november: 3, words: ['Регистраций 3 на 1 больше, чем в октябре', 'Оплачено 300 ₽ +50 % к октябрю'] },
    { october: 4, november: 3, words: ['Регистраций 3 на 1 меньше, чем в октябре', 'Оплачено 300 ₽ −25 % к октябрю'] },
    { october: 2, november: 2, words: ['Регистраций 2 столько же, сколько в октябре', 'Оплачено 200 ₽ столько же, сколько в октябре'] },
    { october: 0, november: 2, words: ['Регистраций 2 в октябре не было', 'Оплачено 200 ₽ на 200 ₽ больше, чем в октябре'] },
  ])('$november after $october', async ({ october, november, words }) => {
    const text = await report(october, november);
    for (const said of words) expect(text).toContain(said);
    expect(text.includes('октябрь 2026')).toBe(october > 0);
  });

  test('not if no period was chosen, or single events', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, startAt: new Date('2026-11-10') });
    await createRegistration({ eventId: event.id });

    for (const choice of ['from=2026-11-01', `from=2026-11-01&to=2026-11-30&event_id=${event.id}`])
      expect((await browser.get(`/reports?type=registrations&${choice}`)).text).not.toMatch(/в октябре|прошлые/);
  });
});

test.each(['registrations', 'finance'])('the PDF of the report on %s has its pictures', async (type) => {
  const { browser, account } = await loggedInOrganizer(app);
  const event = await createEvent({ organizerId: account.id, price: 10_000 });
  await createRegistration({ eventId: event.id, status: 'attended', billedAmount: 10_000 });
  await createRegistration({ eventId: event.id, status: 'no_show' });
  const size = async (query = '') => Number((await browser.get(`/reports/${type}.pdf${query}`)).body.length);

  expect(await size()).toBeGreaterThan((await size('?from=2020-01-01&to=2020-01-02')) + 1000);
});
