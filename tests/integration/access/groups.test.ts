import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { startApp } from '../../support/app.ts';
import type { Browser, Fields } from '../../support/app.ts';
import { addMember, createAccount, createGroup } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

/** A participant is logged in and in no group; `other` leads another group. */
const roles = ['guest', 'unconfirmed', 'participant', 'organizer', 'other', 'banned', 'member', 'moderator', 'leader', 'admin'] as const;
type Role = (typeof roles)[number];
type Expected = number | '/login';

const forAll = (status: Expected) => Object.fromEntries(roles.map((role) => [role, status])) as Record<Role, Expected>;
const forAccounts = (status: Expected) => ({ ...forAll(status), guest: '/login' as const });
const forModerators = { ...forAccounts(404), moderator: 200, leader: 200, admin: 200 };
const forLeaders = { ...forModerators, moderator: 404 };
/** With a say over a plain member; roles are given by leaders only. */
const forLeadersOnMembers = { ...forModerators, moderator: 403 };
const posted = (expected: Record<Role, Expected>) =>
  Object.fromEntries(Object.entries(expected).map(([role, status]) => [role, status === 200 ? 303 : status])) as Record<Role, Expected>;
const forOrganizers = { ...forAccounts(403), organizer: 200, other: 200, leader: 200, admin: 200 };

const person = '/groups/:slug/members/:personId';

/** What each role gets; 303 leads to a page of the site, '/login' there. */
const access: Record<string, Record<Role, Expected>> = {
  'GET /groups': forAll(200),
  'GET /groups/mine': forAccounts(200),
  'GET /groups/new': forOrganizers,
  'POST /groups': { ...posted(forOrganizers) },
  'GET /groups/:slug': forAll(200),
  'GET /groups/:slug/events': forAll(200),
  'GET /groups/:slug/members': forAccounts(200),
  'POST /groups/:slug/membership': { ...forAccounts(303), unconfirmed: 403, banned: 403 },
  'GET /groups/:slug/request': { ...forAccounts(200), unconfirmed: 403, banned: 403, member: 303, moderator: 303, leader: 303 },
  'POST /groups/:slug/request': { ...forAccounts(303), unconfirmed: 403, banned: 403 },
  'POST /groups/:slug/request/withdrawal': forAccounts(303),
  'GET /groups/:slug/departure': { ...forAccounts(303), member: 200, moderator: 200, leader: 200 },
  'POST /groups/:slug/departure': { ...forAccounts(303), leader: 409 },
  'POST /groups/:slug/event-mails': { ...forAccounts(404), member: 303, moderator: 303, leader: 303 },
  'GET /groups/:slug/requests': forModerators,
  'POST /groups/:slug/requests/:personId/approval': posted(forModerators),
  'POST /groups/:slug/requests/:personId/refusal': posted(forModerators),
  [`GET ${person}/role`]: forLeadersOnMembers,
  [`POST ${person}/role`]: posted(forLeadersOnMembers),
  [`GET ${person}/muting`]: forModerators,
  [`POST ${person}/muting`]: posted(forModerators),
  [`GET ${person}/removal`]: forModerators,
  [`POST ${person}/removal`]: posted(forModerators),
  [`GET ${person}/ban`]: forModerators,
  [`POST ${person}/ban`]: posted(forModerators),
  'GET /groups/:slug/bans': forModerators,
  'POST /groups/:slug/bans/:personId/end': posted(forModerators),
  'GET /groups/:slug/settings': forLeaders,
  'POST /groups/:slug/settings': posted(forLeaders),
  'GET /groups/:slug/archive': forLeaders,
  'POST /groups/:slug/archive': posted(forLeaders),
  'POST /groups/:slug/reopening': posted(forLeaders),
  'GET /groups/:slug/deletion': forLeaders,
  'POST /groups/:slug/deletion': { ...forLeaders, leader: 409, admin: 409 },
};
const posts = Object.keys(access).filter((route) => route.startsWith('POST '));

const app = await startApp();
let browsers: Record<Role, Browser>;
let ids: Record<Exclude<Role, 'guest'>, number>;

beforeAll(async () => {
  const given = (role: Role) => ({
    role:
      role === 'admin'
        ? ('admin' as const)
        : ['organizer', 'other', 'leader'].includes(role)
          ? ('organizer' as const)
          : ('participant' as const),
    emailConfirmed: role !== 'unconfirmed',
  });
  const accounts = Object.fromEntries(
    await Promise.all(roles.filter((role) => role !== 'guest').map(async (role) => [role, await createAccount(given(role))] as const)),
  ) as Record<Exclude<Role, 'guest'>, Awaited<ReturnType<typeof createAccount>>>;
  ids = Object.fromEntries(Object.entries(accounts).map(([role, { id }]) => [role, id])) as typeof ids;
  await createGroup({ leaderId: ids.other });
  const logged = await Promise.all(
    Object.entries(accounts).map(async ([role, { email }]) => [role, await app.guest().logIn(email)] as const),
  );
  browsers = { ...(Object.fromEntries(logged) as Record<Role, Browser>), guest: app.guest() };
});

/** A group by request with everybody in their place, a plain member to act on and somebody who waits. */
async function makeGroup() {
  const group = await createGroup({ leaderId: ids.leader, joinPolicy: 'request' });
  for (const role of ['member', 'moderator'] as const) await addMember(group.id, { accountId: ids[role], role });
  await db.groupBan.create({ data: { groupId: group.id, accountId: ids.banned, reason: 'Реклама', bannedById: ids.leader } });
  const subject = await addMember(group.id);
  const waiting = await createAccount();
  await db.groupRequest.create({ data: { groupId: group.id, accountId: waiting.id } });
  return { group, subject, waiting };
}
type World = Awaited<ReturnType<typeof makeGroup>>;

const fields = {
  name: 'Джаз',
  topic_id: 1,
  join_policy: 'request',
  words: '',
  role: 'moderator',
  muted: 'on',
  reason: 'Так',
  wants: 'off',
};

function send(browser: Browser, route: string, { group, subject, waiting }: World, extra: Fields = {}) {
  const [method, pattern] = route.split(' ') as [string, string];
  const id = pattern.includes('/requests/') ? waiting.id : pattern.includes('/bans/') ? ids.banned : subject.id;
  const path = pattern.replace(':slug', group.slug).replace(':personId', String(id));
  return method === 'GET'
    ? browser.get(path.endsWith('/role') ? `${path}?role=moderator` : path)
    : browser.post(path, { ...fields, ...extra });
}

/** All that a group is, and who is what in it. */
const inventory = ({ group: { id } }: World) =>
  Promise.all([
    db.group.findUnique({ where: { id } }),
    db.groupMember.findMany({ where: { groupId: id }, orderBy: { accountId: 'asc' } }),
    db.groupRequest.findMany({ where: { groupId: id }, orderBy: { accountId: 'asc' } }),
    db.groupBan.findMany({ where: { groupId: id } }),
    db.group.count(),
  ]);

test('the table names every route of groups and no other', () => {
  expect(Object.keys(access).toSorted()).toEqual(routesOf('groups').toSorted());
});

describe.each(Object.entries(access))('%s', (route, expected) => {
  test('answers each role as it should', async () => {
    const answers: Record<string, Expected> = {};
    for (const role of roles) {
      const { status, headers } = await send(browsers[role], route, await makeGroup());
      answers[role] = headers['location']?.startsWith('/login') ? '/login' : status;
    }
    expect(answers).toEqual(expected);
  });
});

describe.each(posts)('%s', (route) => {
  test('is refused from another site, even to a leader', async () => {
    const world = await makeGroup();
    const before = await inventory(world);
    for (const token of [undefined, 'of.another']) {
      expect((await send(browsers.leader, route, world, { _csrf: token })).status).toBe(403);
    }
    expect(await inventory(world)).toEqual(before);
  });

  test('changes nothing for whom it refuses', async () => {
    const world = await makeGroup();
    const before = await inventory(world);
    const isLetIn = (answer: Expected) => answer !== '/login' && answer < 400;
    const refused = roles.filter((role) => !isLetIn(access[route]![role]));
    for (const role of refused) await send(browsers[role], route, world);
    expect(await inventory(world)).toEqual(before);
  });
});

test('nothing of one group is reached through the address of another', async () => {
  const [world, other] = [await makeGroup(), await createGroup({ leaderId: ids.leader })];
  const before = await inventory(world);
  const mixed = { ...world, group: other };
  for (const route of posts.filter((one) => one.includes(':personId'))) await send(browsers.leader, route, mixed);
  expect(await inventory(world)).toEqual(before);
});
