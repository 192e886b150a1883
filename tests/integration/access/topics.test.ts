import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { createAccount } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

const app = await startApp();
const roles = ['guest', 'unconfirmed', 'participant', 'organizer', 'admin'] as const;
type Role = (typeof roles)[number];

const everybody = [200, 200, 200, 200, 200];
const forAdmins = (status: number) => [404, 404, 404, 404, status];

/** Each address, and what it answers to each role in the order above. */
const table: Record<string, number[]> = {
  'GET /topics': everybody,
  'GET /topics/:slug': everybody,
  'GET /admin/topics': forAdmins(200),
  'GET /admin/topics/new': forAdmins(200),
  'POST /admin/topics': forAdmins(303),
  'GET /admin/topics/:id/edit': forAdmins(200),
  'POST /admin/topics/:id': forAdmins(303),
  'GET /admin/topics/:id/deletion': forAdmins(200),
  'POST /admin/topics/:id/deletion': forAdmins(303),
};

let browsers: Record<Role, Browser>;

beforeAll(async () => {
  const logIn = async (given: Parameters<typeof createAccount>[0]) => app.guest().logIn((await createAccount(given)).email);
  browsers = {
    guest: app.guest(),
    unconfirmed: await logIn({ emailConfirmed: false }),
    participant: await logIn({}),
    organizer: await logIn({ role: 'organizer' }),
    admin: await logIn({ role: 'admin' }),
  };
});

let last = 0;

/** Sends a good form to the address with a topic of its own in it. */
async function send(browser: Browser, route: string, headers: object = {}) {
  last += 1;
  const names = { nameRu: `Тема ${last}`, nameEn: `Topic ${last}` };
  const topic = await db.topic.create({ data: { ...names, slug: `topic-of-test-${last}`, icon: 'map', position: 1 } });
  const [method, pattern] = route.split(' ') as [string, string];
  const path = pattern.replace(':id', String(topic.id)).replace(':slug', 'music');
  const fields = { name_ru: 'Новая', name_en: `Brand new ${last}`, icon: 'tree', parent_id: '', position: '5', ...headers };
  const reply = method === 'GET' ? await browser.get(path) : await browser.post(path, fields);
  return { reply, topic };
}

test('the table names every route of topics', () => {
  expect(Object.keys(table).toSorted()).toEqual(routesOf('topics').toSorted());
});

describe.each(Object.entries(table))('%s', (route, statuses) => {
  test.each(roles.map((role, index) => [role, statuses[index]!] as const))('answers a %s with %i', async (role, status) => {
    const before = await db.topic.count();
    const { reply, topic } = await send(browsers[role], route);

    expect(reply.status).toBe(status);
    if (role === 'admin') return;
    expect(await db.topic.findUnique({ where: { id: topic.id } }), 'nothing has changed').toEqual(topic);
    expect(await db.topic.count()).toBe(before + 1);
  });
});

test.each(Object.keys(table).filter((route) => route.startsWith('POST')))('%s refuses a form of another site', async (route) => {
  const { reply, topic } = await send(browsers.admin, route, { _csrf: 'made-up' });
  expect(reply.status).toBe(403);
  expect(await db.topic.findUnique({ where: { id: topic.id } })).toEqual(topic);
});

test.each(['0', '-1', 'x', '2147483648', '999999'])('a topic with the id %s is not there, not even for an admin', async (id) => {
  for (const path of [`/admin/topics/${id}/edit`, `/admin/topics/${id}/deletion`]) {
    expect((await browsers.admin.get(path)).status).toBe(404);
  }
  expect((await browsers.admin.post(`/admin/topics/${id}`, { name_ru: 'x' })).status).toBe(404);
});
