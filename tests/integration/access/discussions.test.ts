import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { startApp } from '../../support/app.ts';
import type { Browser, Fields } from '../../support/app.ts';
import { addMember, createAccount, createDiscussion, createGroup, createPost, inHours } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

// Every route of the discussions with every role, in a group whose discussion is public and in one where it is for members.
// The post of the addresses is a member's, unless a row says otherwise.

vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const roles = [
  'guest',
  'unconfirmed',
  'outsider',
  'banned',
  'organizer',
  'muted',
  'member',
  'author',
  'moderator',
  'leader',
  'admin',
] as const;
type Role = (typeof roles)[number];
type Statuses = Record<Role, number>;

const outside = ['unconfirmed', 'outsider', 'banned', 'organizer'] as const;
const LOGIN = 303;

/** A guest is sent to log in, except where a page says something else. */
const but = (rest: number, given: Partial<Statuses>): Statuses =>
  ({ ...Object.fromEntries(roles.map((role) => [role, rest])), guest: LOGIN, ...given }) as Statuses;
const forAll = (status: number): Statuses => but(status, { guest: status });
const outsiders = (status: number): Partial<Statuses> => Object.fromEntries(outside.map((role) => [role, status]));
const moderators = (status: number): Partial<Statuses> => ({ moderator: status, leader: status, admin: status });

const table: Record<string, Statuses> = {
  'GET /groups/:slug/discussions': forAll(200),
  'GET /groups/:slug/discussions/new': but(200, { ...outsiders(403), muted: 403, admin: 403 }),
  'POST /groups/:slug/discussions': but(303, { ...outsiders(403), muted: 403, admin: 403 }),
  'GET /discussions/:id': forAll(200),
  'GET /discussions/:id/last': forAll(302),
  'GET /discussions/:id/posts': forAll(302),
  'POST /discussions/:id/posts': but(303, { ...outsiders(403), muted: 403, admin: 403 }),
  'POST /discussions/:id/pin': but(404, moderators(303)),
  'POST /discussions/:id/closure': but(404, moderators(303)),
  'GET /posts/:id': forAll(302),
  'GET /posts/:id/edit': but(404, { author: 200 }),
  'POST /posts/:id': but(404, { author: 303 }),
  'GET /posts/:id/deletion': but(404, { author: 200 }),
  'POST /posts/:id/deletion': but(404, { author: 303 }),
  'GET /posts/:id/hiding': but(404, moderators(200)),
  'POST /posts/:id/hiding': but(404, moderators(303)),
  'POST /posts/:id/showing': but(404, moderators(303)),
  'GET /posts/:id/complaint': but(200, { ...outsiders(404), author: 404, ...moderators(404) }),
  'POST /posts/:id/complaint': but(303, { ...outsiders(404), author: 404, ...moderators(404) }),
  'POST /posts/:id/complaint/dismissal': but(404, moderators(303)),
  'GET /groups/:slug/complaints': but(404, moderators(200)),
};
const routes = Object.keys(table);
const posts = routes.filter((route) => route.startsWith('POST '));

const app = await startApp();
const browsers = {} as Record<Role, Browser>;
let group: { id: number; slug: string }, closedGroup: { id: number; slug: string };
let authorId: number;

beforeAll(async () => {
  const people = {
    unconfirmed: await createAccount({ emailConfirmed: false }),
    outsider: await createAccount(),
    banned: await createAccount(),
    organizer: await createAccount({ role: 'organizer' }),
    muted: await createAccount(),
    member: await createAccount(),
    author: await createAccount(),
    moderator: await createAccount(),
    leader: await createAccount({ role: 'organizer' }),
    admin: await createAccount({ role: 'admin' }),
  };
  const found = async (isDiscussionPublic: boolean) => {
    const made = await createGroup({ leaderId: people.leader.id, isDiscussionPublic });
    await db.groupBan.create({ data: { groupId: made.id, accountId: people.banned.id, bannedById: people.leader.id } });
    await addMember(made.id, { accountId: people.muted.id, mutedUntil: inHours(24) });
    for (const role of ['member', 'author'] as const) await addMember(made.id, { accountId: people[role].id });
    await addMember(made.id, { accountId: people.moderator.id, role: 'moderator' });
    return made;
  };
  [group, closedGroup] = [await found(true), await found(false)];
  authorId = people.author.id;
  browsers.guest = app.guest();
  for (const [role, { email }] of Object.entries(people)) browsers[role as Role] = await app.guest().logIn(email);
});

/** A discussion and a post of its own for every try. */
async function makeThings(of: { id: number; slug: string }) {
  const discussion = await createDiscussion({ groupId: of.id, authorId });
  const post = await createPost(discussion.id, { authorId });
  return { slug: of.slug, discussionId: discussion.id, postId: post.id };
}
type Things = Awaited<ReturnType<typeof makeThings>>;

function send(browser: Browser, route: string, { slug, discussionId, postId }: Things, fields: Fields = {}) {
  const [method, pattern] = route.split(' ') as [string, string];
  const path = pattern.replace(':slug', slug).replace(':id', String(pattern.startsWith('/posts/') ? postId : discussionId));
  if (method === 'GET') return browser.get(path);
  const isComplaint = pattern.endsWith('/complaint');
  return browser.post(path, { title: 'Тема', body: 'Слова', on: '1', reason: isComplaint ? 'spam' : 'не по теме', ...fields });
}

const isLogin = (location: string | undefined) => /^\/login(\?|$)/.test(location ?? '');

test('the table names every route of the discussions', () => {
  expect(routes.toSorted()).toEqual(routesOf('discussions').toSorted());
});

describe('a discussion that everybody may read', () => {
  describe.each(roles)('as %s', (role) => {
    test.each(routes)('%s', async (route) => {
      const reply = await send(browsers[role], route, await makeThings(group));

      expect(reply.status).toBe(table[route]![role]);
      if (reply.status === 303) expect(isLogin(reply.headers['location'])).toBe(role === 'guest');
    });
  });
});

describe('a discussion for members', () => {
  test.each(routes)('is closed to the rest at %s', async (route) => {
    const things = await makeThings(closedGroup);
    // whether there is anything to decide on is not for others to know
    const refused = route === 'GET /groups/:slug/complaints' ? 404 : 403;

    for (const role of outside) {
      const reply = await send(browsers[role], route, things);
      expect(reply.status, role).toBe(refused);
      expect(reply.text, role).not.toMatch(/Кто едет|Беру одно место/);
    }
    const reply = await send(browsers.guest, route, things);
    const isPublicPage = table[route]!.guest !== LOGIN;
    expect([reply.status, isLogin(reply.headers['location'])]).toEqual(isPublicPage ? [403, false] : [303, true]);
  });

  test.each(['muted', 'member', 'author', 'moderator', 'leader', 'admin'] as const)('is open to %s as any other', async (role) => {
    for (const route of routes) {
      const reply = await send(browsers[role], route, await makeThings(closedGroup));
      expect(reply.status, route).toBe(table[route]![role]);
    }
  });
});

describe('what was refused', () => {
  beforeEach(async () => void (await db.discussion.deleteMany()));

  const inventory = () =>
    Promise.all([db.discussion.findMany(), db.post.findMany(), db.complaint.findMany(), db.notification.findMany(), db.mail.findMany()]);
  const isRefused = (route: string, role: Role) => table[route]![role] >= 400 || role === 'guest';

  test('changes nothing', async () => {
    const things = await makeThings(group);
    const before = await inventory();
    for (const route of posts) {
      for (const role of roles.filter((one) => isRefused(route, one))) await send(browsers[role], route, things);
    }

    expect(await inventory()).toEqual(before);
  });

  test.each(posts)('a form of another site at %s is, whoever is logged in', async (route) => {
    const things = await makeThings(group);
    const before = await inventory();

    for (const role of roles) {
      expect((await send(browsers[role], route, things, { _csrf: undefined })).status, role).toBe(403);
      expect((await send(browsers[role], route, things, { _csrf: 'of.another' })).status, role).toBe(403);
    }
    expect(await inventory()).toEqual(before);
  });
});
