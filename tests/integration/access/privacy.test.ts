import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, PASSWORD } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

// Everybody may take their own data along and leave, and nobody for anybody else. The archive of the address is that of `owner`.

const roles = ['guest', 'unconfirmed', 'owner', 'organizer', 'leader', 'admin'] as const;
type Role = (typeof roles)[number];

const forAccounts = (status: number): Record<Role, number> =>
  ({ ...Object.fromEntries(roles.map((role) => [role, status])), guest: 303 }) as Record<Role, number>;

/** A deletion is posted without a password, so that nobody goes. */
const table: Record<string, Record<Role, number>> = {
  'GET /account/data': forAccounts(200),
  'GET /account/data/:id.zip': { ...forAccounts(404), owner: 200 },
  'POST /account/exports': forAccounts(303),
  'GET /account/deletion': forAccounts(200),
  'POST /account/deletion': forAccounts(422),
};
const routes = Object.keys(table);
const posts = routes.filter((route) => route.startsWith('POST '));

const app = await startApp();
const browsers = {} as Record<Role, Browser>;
let exportId: number;

beforeAll(async () => {
  const people = {
    unconfirmed: await createAccount({ emailConfirmed: false }),
    owner: await createAccount(),
    organizer: await createAccount({ role: 'organizer' }),
    leader: await createAccount({ role: 'organizer' }),
    admin: await createAccount({ role: 'admin' }),
  };
  await createEvent({ organizerId: people.organizer.id });
  await addMember((await createGroup({ leaderId: people.leader.id })).id);
  browsers.guest = app.guest();
  for (const [role, { email }] of Object.entries(people)) browsers[role as Role] = await app.guest().logIn(email);
  await browsers.owner.post('/account/exports');
  const { makeDataExports } = await import('../../../src/services/privacy/make-exports.ts');
  await makeDataExports();
  exportId = (await db.dataExport.findFirstOrThrow({ where: { accountId: people.owner.id } })).id;
});

const send = (browser: Browser, route: string, fields = {}) => {
  const [method, path] = route.split(' ') as [string, string];
  const address = path.replace(':id', String(exportId));
  return method === 'GET' ? browser.get(address) : browser.post(address, fields);
};

test('the table names every route of the area', () => {
  expect(routes.toSorted()).toEqual(routesOf('privacy').toSorted());
});

describe.each(routes)('%s', (route) => {
  test.each(roles)('for %s', async (role) => {
    const reply = await send(browsers[role], route, { current_password: '' });
    expect(reply.status).toBe(table[route]![role]);
    if (role === 'guest') expect(reply.headers['location']).toMatch(/^\/login/);
  });
});

test.each(posts)('%s from a page of somebody else is refused, and changes nothing', async (route) => {
  const before = await db.dataExport.count();
  for (const role of roles) {
    const reply = await send(browsers[role], route, { _csrf: undefined, current_password: PASSWORD });
    expect([role, reply.status]).toEqual([role, 403]);
  }
  expect(await db.dataExport.count()).toBe(before);
  expect(await db.account.count({ where: { deletedAt: { not: null } } })).toBe(0);
});

test('who is needed by others is not let go even with the password', async () => {
  for (const role of ['organizer', 'leader', 'admin'] as const) {
    const reply = await send(browsers[role], 'POST /account/deletion', { current_password: PASSWORD });
    expect([role, reply.status]).toEqual([role, 409]);
  }
  expect(await db.account.count({ where: { deletedAt: { not: null } } })).toBe(0);
});
