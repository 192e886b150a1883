import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Fields, TestApp } from '../support/app.ts';
import { createEvent, createRegistration, createSavedReport } from '../support/factories.ts';
import { loggedInOrganizer } from '../support/reports.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const choices = { type: 'finance', period: 'all', group_by: 'month', columns: ['profit', 'billed'], chart: 'line' };
const report = (given: Fields = {}): Fields => ({ ...choices, name: 'Деньги по месяцам', schedule: 'weekly', file: 'csv', ...given });

const tableOf = (html: string) => /<table[\s\S]*<\/table>/.exec(html)?.[0];

test('a report is saved under a name, listed in words and opened with one click as its link', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  await createRegistration({ eventId: (await createEvent({ organizerId: account.id, price: 777_700 })).id, billedAmount: 777_700 });

  const reply = await browser.post('/reports/saved', report());
  expect([reply.status, reply.headers['location']]).toEqual([303, '/reports/saved']);

  const list = (await browser.follow(reply)).text;
  expect(list).toContain('Отчёт «Деньги по месяцам» сохранён');
  expect(list).toContain('Деньги, по месяцам, линия');
  expect(list).toContain('По понедельникам');
  const { id, nextRunAt } = await db.savedReport.findFirstOrThrow({ where: { accountId: account.id } });
  expect(nextRunAt!.getTime()).toBeGreaterThan(Date.now());
  expect(nextRunAt!.toISOString()).toMatch(/T06:00:00/);

  const run = await browser.follow(await browser.get(`/reports/saved/${id}`));
  const link = await browser.get('/reports/builder?type=finance&period=all&group_by=month&columns=profit&columns=billed&chart=line');
  expect(run.text).toContain('Деньги по месяцам');
  expect(tableOf(run.text)).toBe(tableOf(link.text));
  expect(tableOf(run.text)).toContain('7\u00a0777');
});

test('opening it is noted', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const { id } = await createSavedReport({ accountId: account.id });
  expect((await browser.get('/reports/saved')).text).not.toContain('сегодня');

  await browser.get(`/reports/saved/${id}`);

  expect((await browser.get('/reports/saved')).text).toContain('сегодня');
});

test('name, choices and schedule can be changed', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const { id } = await createSavedReport({ accountId: account.id });

  const reply = await browser.post(`/reports/saved/${id}`, report({ name: 'Иначе', schedule: 'none', file: 'xlsx', saved: id }));

  expect(reply.status).toBe(303);
  const saved = await db.savedReport.findUniqueOrThrow({ where: { id } });
  expect(saved).toMatchObject({ name: 'Иначе', schedule: 'none', fileFormat: 'xlsx', nextRunAt: null });
  expect(saved.choices).toMatchObject({ type: 'finance', groupBy: 'month', columns: ['profit', 'billed'] });
  const edit = (await browser.follow(await browser.get(`/reports/saved/${id}`))).text;
  expect(edit).toContain('value="Иначе"');
  expect(edit).toContain('Сохранить изменения');
});

test('choices that were changed are no longer the saved report until they are saved', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const { id } = await createSavedReport({ accountId: account.id, name: 'Кто придёт' });
  const heading = async (path: string) => /<h2 id="report-title">([^<]*)/.exec((await browser.get(path)).text)?.[1];
  const link = (await browser.get(`/reports/saved/${id}`)).headers['location']!;

  expect(await heading(link)).toBe('Кто придёт');
  expect(await heading(link.replace('group_by=topic', 'group_by=month'))).toBe('Посещаемость по месяцам');
});

test('it is deleted after a question, and nothing else is', async () => {
  const { browser, account } = await loggedInOrganizer(app);
  const { id } = await createSavedReport({ accountId: account.id, name: 'Лишний' });

  expect((await browser.get(`/reports/saved/${id}/deletion`)).text).toContain('«Лишний»');
  const reply = await browser.post(`/reports/saved/${id}/deletion`);

  expect(reply.status).toBe(303);
  expect((await browser.follow(reply)).text).toContain('Отчёт «Лишний» удалён');
  expect(await db.savedReport.count({ where: { accountId: account.id } })).toBe(0);
});

describe('what cannot be saved', () => {
  test.each([
    ['name', { name: '' }],
    ['name', { name: 'Я'.repeat(101) }],
    ['schedule', { schedule: 'hourly' }],
    ['file', { file: 'doc' }],
    ['columns', { columns: ['password_hash'] }],
    ['type', { type: 'horoscope' }],
    ['to', { period: 'dates', from: '2026-11-30', to: '2026-11-01' }],
  ] as [string, Fields][])('a wrong %s is named, and what was typed stays: %o', async (field, wrong) => {
    const { browser, account } = await loggedInOrganizer(app);

    const { status, text } = await browser.post('/reports/saved', report({ name: 'Мой «отчёт»', ...wrong }));

    expect(status).toBe(422);
    expect(text).toContain(`id="${field}-error"`);
    if (field !== 'name') expect(text).toContain('value="Мой «отчёт»"');
    expect(await db.savedReport.count({ where: { accountId: account.id } })).toBe(0);
  });

  test('two of one name at one account; another account may have the name', async () => {
    const [first, second] = [await loggedInOrganizer(app), await loggedInOrganizer(app)];
    await first.browser.post('/reports/saved', report());

    const again = await first.browser.post('/reports/saved', report());
    expect(again.status).toBe(422);
    expect(again.text).toContain('Отчёт с таким названием у вас уже есть');
    expect((await second.browser.post('/reports/saved', report())).status).toBe(303);

    const other = await createSavedReport({ accountId: first.account.id });
    expect((await first.browser.post(`/reports/saved/${other.id}`, report({ saved: other.id }))).status).toBe(422);
  });

  test('more than a hundred, even when they come at once', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    await browser.post('/reports/saved', report());
    const { choices: json } = await db.savedReport.findFirstOrThrow({ where: { accountId: account.id } });
    const rows = Array.from({ length: 98 }, (_, n) => ({ accountId: account.id, name: `№ ${n}`, choices: json as object }));
    await db.savedReport.createMany({ data: rows });

    const replies = await Promise.all(['А', 'Б', 'В'].map((name) => browser.post('/reports/saved', report({ name }))));

    expect(replies.map(({ status }) => status).toSorted()).toEqual([303, 422, 422]);
    expect(await db.savedReport.count({ where: { accountId: account.id } })).toBe(100);
  });
});

test('somebody else’s saved report is not found', async () => {
  const { browser } = await loggedInOrganizer(app);
  const { id, name } = await createSavedReport();

  for (const path of [`/reports/saved/${id}`, `/reports/saved/${id}/deletion`, `/reports/builder?saved=${id}`, '/reports/saved/x']) {
    expect((await browser.get(path)).status, path).toBe(404);
  }
  for (const path of [`/reports/saved/${id}`, `/reports/saved/${id}/deletion`]) {
    expect((await browser.post(path, report())).status, path).toBe(404);
  }
  expect(await db.savedReport.findUnique({ where: { id } })).toMatchObject({ name });
});

test('a token of the form never stands in a link', async () => {
  const { browser } = await loggedInOrganizer(app);
  const { text } = await browser.get('/reports/builder');
  const form = /<form class="own-report"[\s\S]*?<\/form>/.exec(text)![0];

  expect(form).not.toMatch(/<input[^>]*_csrf/);
  expect((await browser.post('/reports/saved', { ...report(), _csrf: undefined })).status).toBe(403);
});
