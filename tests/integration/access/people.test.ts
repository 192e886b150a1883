import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { startApp } from '../../support/app.ts';
import type { Browser, Fields } from '../../support/app.ts';
import { createAccount, createEvent, createProfile } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

// Every route of people, their news and what they follow with every role. The person and the notice of the addresses are the owner's;
// their profile is for people who have logged in.

vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const roles = ['guest', 'unconfirmed', 'participant', 'organizer', 'owner', 'admin'] as const;
type Role = (typeof roles)[number];
type Statuses = Record<Role, number>;

const LOGIN = 303;
const but = (rest: number, given: Partial<Statuses> = {}): Statuses =>
  ({ ...Object.fromEntries(roles.map((role) => [role, rest])), guest: LOGIN, ...given }) as Statuses;

const table: Record<string, Statuses> = {
  'GET /people/:id': but(200, { guest: 404 }),
  'GET /feed': but(200),
  'POST /follows': but(303),
  'POST /follows/deletion': but(303),
  'GET /account/profile': but(200),
  'POST /account/profile': but(303),
  'GET /account/mail': but(200),
  'POST /account/mail': but(303),
  'GET /notifications': but(200),
  'POST /notifications/reading': but(303),
  'GET /notifications/:id': but(404, { owner: 303 }),
};
const routes = Object.keys(table);
const posts = routes.filter((route) => route.startsWith('POST '));

const app = await startApp();
const browsers = {} as Record<Role, Browser>;
let ownerId: number, organizerId: number, noticeId: number;

beforeAll(async () => {
  const people = {
    unconfirmed: await createAccount({ emailConfirmed: false }),
    participant: await createAccount(),
    organizer: await createAccount({ role: 'organizer' }),
    owner: await createAccount(),
    admin: await createAccount({ role: 'admin' }),
  };
  ownerId = people.owner.id;
  await createProfile({ accountId: ownerId, visibility: 'logged_in' });
  noticeId = (await db.notification.create({ data: { accountId: ownerId, kind: 'export-ready', link: '/account/data' } })).id;
  ({ organizerId } = await createEvent());
  browsers.guest = app.guest();
  for (const [role, { email }] of Object.entries(people)) browsers[role as Role] = await app.guest().logIn(email);
});

const profile = { shown_name: '', about: 'Слова', city: '', links: '', visibility: 'logged_in' };

function send(browser: Browser, route: string, fields: Fields = {}) {
  const [method, pattern] = route.split(' ') as [string, string];
  const path = pattern.replace(':id', String(pattern.startsWith('/people/') ? ownerId : noticeId));
  if (method === 'GET') return browser.get(path);
  const own = path.startsWith('/follows') ? { organizer_id: organizerId } : path === '/account/profile' ? profile : { up_to: noticeId };
  return browser.post(path, { ...own, ...fields });
}

const isLogin = (location: string | undefined) => /^\/login(\?|$)/.test(location ?? '');

/** What all of them have of their own. */
const inventory = () =>
  Promise.all([
    db.profile.findMany({ orderBy: { accountId: 'asc' } }),
    db.accountTopic.findMany(),
    db.newsSetting.findMany({ orderBy: [{ accountId: 'asc' }, { kind: 'asc' }] }),
    db.notification.findMany({ orderBy: { id: 'asc' } }),
    db.follow.findMany({ orderBy: { id: 'asc' } }),
  ]);

test('the table names every route of people', () => {
  expect(routes.toSorted()).toEqual(routesOf('people').toSorted());
});

describe('who is refused', () => {
  test.each(posts)('a guest at %s logs in and changes nothing', async (route) => {
    const before = await inventory();
    const reply = await send(browsers.guest, route);

    expect([reply.status, isLogin(reply.headers['location'])]).toEqual([303, true]);
    expect(await inventory()).toEqual(before);
  });

  test.each(posts)('a form of another site at %s changes nothing', async (route) => {
    const before = await inventory();
    for (const role of roles) {
      for (const _csrf of [undefined, 'of.another']) expect((await send(browsers[role], route, { _csrf })).status, role).toBe(403);
    }
    expect(await inventory()).toEqual(before);
  });

  test('somebody else who opens a notice leaves it new, and marks none of others as read', async () => {
    for (const role of roles.filter((one) => one !== 'owner')) {
      await send(browsers[role], 'GET /notifications/:id');
      await send(browsers[role], 'POST /notifications/reading');
    }
    expect(await db.notification.findUniqueOrThrow({ where: { id: noticeId } })).toMatchObject({ readAt: null });
  });

  test.each(roles)('what a form of %s says of another account is not heard', async (role) => {
    await send(browsers[role], 'POST /account/profile', { account_id: ownerId, about: `Чужое: ${role}` });
    const { about } = await db.profile.findUniqueOrThrow({ where: { accountId: ownerId } });

    if (role !== 'owner') expect(about).not.toBe(`Чужое: ${role}`);
  });
});

describe.each(roles)('as %s', (role) => {
  test.each(routes)('%s', async (route) => {
    const reply = await send(browsers[role], route);

    expect(reply.status).toBe(table[route]![role]);
    if (reply.status === 303) expect(isLogin(reply.headers['location'])).toBe(role === 'guest');
  });
});
