import pg from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { readDashboard } from '../../src/services/dashboard/index.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import {
  createAccount,
  createEvent,
  createExpense,
  createRegistration,
  createSavedReport,
  createVisitor,
  inHours,
} from '../support/factories.ts';
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

const homeOf = async (browser: Browser) => plain((await browser.get('/')).text);

/** The titles of what waits, with the links beside them. */
async function attentionOf(browser: Browser): Promise<Record<string, string>> {
  const { text } = await browser.get('/');
  const items = text.matchAll(/<li class="item">[\s\S]*?<h3>([^<]*)<\/h3>[\s\S]*?href="([^"]*)"/g);
  return Object.fromEntries([...items].map(([, title, href]) => [title!, href!.replaceAll('&amp;', '&')]));
}

const DAY_HOURS = 24;
const ago = (days: number) => inHours(-days * DAY_HOURS);

describe('somebody who has just begun', () => {
  test('is shown the first steps, and the upcoming events of the site', async () => {
    await createEvent({ title: 'Чужая встреча' });
    const { browser } = await loggedInOrganizer(app, { firstName: 'Вера' });
    const { text } = await browser.get('/');

    for (const words of ['Здравствуйте, Вера', 'С чего начать', 'Создайте мероприятие', 'Чужая встреча']) expect(text).toContain(words);
    for (const words of ['Что требует внимания', 'Регистраций за 30 дней']) expect(text).not.toContain(words);
  });

  test('sees the usual page as soon as there is a draft', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    await createEvent({ organizerId: account.id, status: 'draft', startAt: inHours(40 * DAY_HOURS) });
    const text = await homeOf(browser);

    expect(text).toContain('Ничего: оплаты, возвраты и письма в порядке.');
    expect(text).toContain('Ближайших мероприятий нет');
  });
});

describe('what requires attention', () => {
  test('is nothing for somebody whose events are in order', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, price: 100_000 });
    await createRegistration({ eventId: event.id, billedAmount: 100_000 });
    await createRegistration({ eventId: event.id, status: 'cancelled' });
    await createRegistration({ eventId: event.id, status: 'cancelled', billedAmount: 100_000, refundAmount: 100_000 });
    await createEvent({ organizerId: account.id, status: 'draft', startAt: inHours(15 * DAY_HOURS) });

    expect(await attentionOf(browser)).toEqual({});
    expect(await homeOf(browser)).toContain('Что требует внимания Ничего');
  });

  test('payments that are due, with the next event where somebody owes', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const [late, soon, over] = await Promise.all(
      [20, 5, -5].map((days) =>
        createEvent({ organizerId: account.id, price: 150_000, title: `Через ${days}`, startAt: inHours(days * DAY_HOURS) }),
      ),
    );
    await createRegistration({ eventId: late!.id });
    await createRegistration({ eventId: soon!.id, billedAmount: 50_000 });
    await createRegistration({ eventId: over!.id, status: 'attended' });
    await createRegistration({ eventId: soon!.id, status: 'waitlisted' });

    expect(await attentionOf(browser)).toMatchObject({ 'Не оплачено: 3 регистрации': '/registrations?payment=due' });
    expect(await homeOf(browser)).toContain('4 000 ₽ · ближайшее — «Через 5»');
    const list = await browser.get('/registrations?payment=due');
    expect(list.text.match(/name="ids"/g)).toHaveLength(3);
  });

  test('refunds that are due, with whoever waits the longest', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, price: 150_000 });
    for (const [lastName, days] of Object.entries({ Быстров: 1, Терпелив: 5 })) {
      const visitor = await createVisitor({ organizerId: account.id, firstName: 'Лев', lastName });
      const { id } = await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'cancelled', billedAmount: 120_000 });
      await db.$executeRaw`UPDATE reg_for_the_event SET updated_at = ${ago(days)} WHERE id = ${id}`;
    }

    expect(await attentionOf(browser)).toEqual({ 'Возврат ожидается: 2': '/registrations?payment=refund_due' });
    expect(await homeOf(browser)).toContain('2 400 ₽ · дольше всех ждёт Лев Терпелив, 5 дней');
  });

  test('waiting lists of what is still to come, with the longest one', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const [long, short, over] = await Promise.all(
      [9, 8, -8].map((days) => createEvent({ organizerId: account.id, title: `Через ${days}`, startAt: inHours(days * DAY_HOURS) })),
    );
    for (const event of [long, long, short, over]) await createRegistration({ eventId: event!.id, status: 'waitlisted' });

    expect(await attentionOf(browser)).toEqual({ 'Лист ожидания: 3 человека': `/events/${long!.id}/edit#visitor_limit` });
    expect(await homeOf(browser)).toContain('Больше всего — 2: «Через 9»');
  });

  test('drafts that begin within two weeks', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const [near] = await Promise.all(
      [13, 15, -1].map((days) =>
        createEvent({ organizerId: account.id, status: 'draft', title: `Через ${days}`, startAt: inHours(days * DAY_HOURS) }),
      ),
    );

    expect(await attentionOf(browser)).toEqual({ 'Скоро начнётся, но не опубликовано: 1 черновик': `/events/${near!.id}` });
  });

  test('mails that could not be delivered, of the last month', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id });
    const mail = { kind: 'reminder-day', recipient: 'nobody@example.test', eventId: event.id };
    await db.mail.createMany({
      data: [
        { ...mail, state: 'failed' },
        { ...mail, state: 'failed' },
        { ...mail, state: 'retry' },
        { ...mail, state: 'failed', createdAt: ago(31) },
      ],
    });

    expect(await attentionOf(browser)).toEqual({ 'Не дошли: 2 письма': `/events/${event.id}/mails` });
  });

  test('is never somebody else’s, but an admin sees all of it', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    await createEvent({ organizerId: account.id });
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);

    expect(await attentionOf(browser)).toEqual({});
    expect(Object.keys(await attentionOf(admin))).toHaveLength(5);
  });
});

describe('the next events', () => {
  test('are three, with seats, who waits, and what came in a week', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const at = (days: number, visitorLimit: number) =>
      createEvent({ organizerId: account.id, title: `Через ${days} дн.`, startAt: inHours(days * DAY_HOURS), visitorLimit });
    const [full, open] = [await at(3, 1), await at(4, 40), await at(5, 40), await at(6, 40)];
    await createEvent({ organizerId: account.id, title: 'Прошло', startAt: ago(2) });
    await createRegistration({ eventId: full.id });
    await createRegistration({ eventId: full.id, status: 'waitlisted' });
    for (const days of [0, 6, 8]) await createRegistration({ eventId: open.id, createdAt: ago(days) });
    await createRegistration({ eventId: open.id, status: 'cancelled' });
    const text = await homeOf(browser);

    expect(text).toContain('Ближайшее мероприятие через 3 дня.');
    expect(text).toContain('1 из 1 места · Мест нет · в листе ожидания 1');
    expect(text).toContain('3 из 40 мест · за неделю +2');
    const own = text.slice(text.indexOf('Ближайшие'), text.indexOf('Регистраций за'));
    expect(own.match(/Через \d дн\.(?= \d)/g) ?? []).toEqual(['Через 3 дн.', 'Через 4 дн.', 'Через 5 дн.']);
  });
});

describe('trends', () => {
  const now = new Date('2026-11-20T12:00Z');

  test('are what plain SQL says, of own events only', async () => {
    const { id: organizerId } = await createAccount({ role: 'organizer' });
    for (const owner of [organizerId, (await createAccount({ role: 'organizer' })).id]) {
      for (const [startAt, status] of [
        ['2026-11-05T16:00Z', 'attended'],
        ['2026-11-06T16:00Z', 'no_show'],
        ['2026-10-31T20:59Z', 'attended'],
        ['2026-10-31T21:01Z', 'attended'],
        ['2026-06-01T09:00Z', 'no_show'],
        ['2026-05-31T20:00Z', 'attended'],
        ['2026-12-01T09:00Z', 'registered'],
      ] as const) {
        const event = await createEvent({ organizerId: owner, startAt: new Date(startAt), price: 100_000 });
        const createdAt = new Date(event.startAt.getTime() - 30 * 86_400_000);
        await createRegistration({ eventId: event.id, status, billedAmount: 100_000, refundAmount: 2_500, createdAt });
        await createExpense({ eventId: event.id, amount: 30_001 });
      }
    }

    const { registrations, months } = await readDashboard(organizerId, 'Europe/Moscow', now);

    const sums = await db.$queryRaw<{ month: string; events: number; profit: number; attended: number; noShow: number }[]>`
      SELECT to_char(e.start_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM') AS month, count(*)::int AS events,
        sum(r.billed_amount - r.refund_amount - x.amount)::float8 AS profit,
        count(*) FILTER (WHERE r.status = 'attended')::int AS attended, count(*) FILTER (WHERE r.status = 'no_show')::int AS "noShow"
      FROM events e JOIN reg_for_the_event r ON r.event_id = e.id JOIN expenses x ON x.event_id = e.id
      WHERE e.organizer_id = ${organizerId} GROUP BY 1 ORDER BY 1`;
    const empty = { events: 0, profit: 0, attended: 0, noShow: 0 };
    const expected = ['06', '07', '08', '09', '10', '11'].map((month) => ({ month: `2026-${month}`, ...empty }));
    expect(months).toEqual(expected.map((none) => sums.find(({ month }) => month === none.month) ?? none));
    expect(months.at(-1)).toEqual({ month: '2026-11', events: 3, profit: 3 * 67_499, attended: 2, noShow: 1 });

    const [counts] = await db.$queryRaw<{ now: number; before: number }[]>`
      SELECT count(*) FILTER (WHERE created_at >= ${now}::timestamptz - interval '30 days' AND created_at < ${now})::int AS now,
        count(*) FILTER (WHERE created_at >= ${now}::timestamptz - interval '60 days' AND created_at < ${now}::timestamptz - interval '30 days')::int AS before
      FROM reg_for_the_event WHERE organizer_id = ${organizerId}`;
    expect(registrations.days.reduce((sum, count) => sum + count)).toBe(counts!.now);
    expect(registrations.before).toBe(counts!.before);
    expect(counts).toEqual({ now: 1, before: 4 });
    expect(registrations.days).toHaveLength(30);
  });

  test('are said in words, with a line to each and a link to where they come from', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, startAt: inHours(-1), visitorLimit: 50 });
    for (const days of [1, 2, 3, 40]) await createRegistration({ eventId: event.id, status: 'attended', createdAt: ago(days) });
    const { text } = await browser.get('/');

    expect(plain(text)).toMatch(/Регистраций за 30 дней 3 на 2 больше, чем за прошлые 30 дней/);
    expect(plain(text)).toMatch(/Приходят в[а-яё ]+ 100 %/);
    expect(text).toMatch(/<a href="\/reports\?type=finance&amp;from=\d{4}-\d\d-01&amp;to=\d{4}-\d\d-\d\d#report">/);
    expect(text).toContain('<svg class="spark"');
  });

  test('leave attendance out as long as nobody was marked', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    await createEvent({ organizerId: account.id });
    const text = await homeOf(browser);

    expect(text).toContain('Регистраций за 30 дней 0');
    expect(text).not.toContain('Приходят');
  });
});

test('the page is read in few statements, however many events there are', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  for (const days of [1, 2, 3, 4, -1]) await createEvent({ organizerId: account.id, startAt: inHours(days * DAY_HOURS) });
  await browser.get('/');
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  await browser.get('/');
  const statements = asked.mock.calls.map(([first]) => (first as unknown as { text: string }).text);
  asked.mockRestore();

  expect(statements.filter((text) => / (events|reg_for_the_event) /.test(text)).length).toBeLessThanOrEqual(5);
});

test('the reports that an organizer keeps are one click away, and nobody else’s', async () => {
  const { account, browser } = await loggedInOrganizer(app);
  await createEvent({ organizerId: account.id });
  const own = await createSavedReport({ accountId: account.id, name: 'Деньги по месяцам' });
  await createSavedReport({ name: 'Чужой отчёт' });

  const { text } = await browser.get('/');

  expect(text).toMatch(new RegExp(`href="/reports/saved/${own.id}">Деньги по месяцам`));
  expect(text).not.toContain('Чужой отчёт');
});
