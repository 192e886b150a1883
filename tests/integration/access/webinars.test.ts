import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { closeHub } from '../../../src/services/webinars/log.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import type { Browser, Fields } from '../../support/app.ts';
import { createWebinar } from '../../support/broadcast.ts';
import { createAccount, createRegistration, createVisitor } from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

// Every route of the room of a webinar with every role. The studio and the recording have tests of their own beside the room's.

vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const roles = ['guest', 'outsider', 'organizer', 'waitlisted', 'other', 'viewer', 'cohost', 'host'] as const;
type Role = (typeof roles)[number];
type Statuses = Record<Role, number>;

/** Nothing is there for those outside. */
const inside = (viewer: number, host = viewer): Statuses => ({
  ...(Object.fromEntries(roles.map((role) => [role, 404])) as Statuses),
  viewer,
  cohost: host,
  host,
});

const table: Record<string, Statuses> = {
  'GET /webinars/:id': inside(200),
  // Until it has ended, back to the room.
  'GET /webinars/:id/ended': inside(303),
  'POST /webinars/:id/device': inside(303, 404),
  'POST /webinars/:id/messages': inside(303),
  'POST /webinars/:id/questions': inside(303),
  'POST /webinars/:id/questions/:questionId/votes': inside(303),
  'POST /webinars/:id/reactions': inside(303),
  'POST /webinars/:id/polls/:pollId/votes': inside(303),
  'POST /webinars/:id/messages/:messageId/hiding': inside(404, 303),
  'POST /webinars/:id/questions/:questionId/mark': inside(404, 303),
  'POST /webinars/:id/polls': inside(404, 303),
  'POST /webinars/:id/polls/:pollId/closure': inside(404, 303),
  'POST /webinars/:id/viewers/:viewerId/mute': inside(404, 303),
  'POST /webinars/:id/viewers/:viewerId/removal': inside(404, 303),
  'POST /webinars/:id/rules': inside(404, 303),
};

/** For hosts with an account, and whoever may watch again. */
const elsewhere =
  /(studio|hosts|hosts\/:accountId\/removal|pause|moments|ending|recording[^/]*|highlights|highlights\/.+|recording\/.+|chapters.*|captions.*|deletion|settings|reel.*|desk.*)$/;

const app = await startApp();
const browsers = {} as Record<Role, Browser>;
let things: {
  event: { id: number; organizerId: number };
  questionId: number;
  pollId: number;
  messageId: number;
  viewerId: number;
  token: string;
};

beforeAll(async () => {
  const event = await createWebinar();
  const { organizerId } = event;
  const seat = async (status: 'registered' | 'waitlisted' = 'registered', of = event) => {
    const visitor = await createVisitor({ organizerId: of.organizerId });
    return (await createRegistration({ eventId: of.id, visitorId: visitor.id, status })).token;
  };
  const enter = async (token: string) => {
    const browser = app.guest();
    await browser.get(`/r/${token}/webinar`);
    return browser;
  };
  const token = await seat();
  const cohost = await createAccount();
  await db.webinarHost.create({ data: { eventId: event.id, accountId: cohost.id } });
  const logIn = (email: string) => app.guest().logIn(email);
  Object.assign(browsers, {
    guest: app.guest(),
    outsider: await logIn((await createAccount()).email),
    organizer: await logIn((await createAccount({ role: 'organizer' })).email),
    waitlisted: await enter(await seat('waitlisted')),
    other: await enter(await seat('registered', await createWebinar())),
    viewer: await enter(token),
    cohost: await logIn(cohost.email),
    host: await logIn((await db.account.findUniqueOrThrow({ where: { id: organizerId } })).email),
  });
  for (const role of ['cohost', 'host'] as const) await browsers[role].get(`/webinars/${event.id}`);
  const { id: viewerId } = await db.webinarViewer.findFirstOrThrow({ where: { eventId: event.id, registrationId: { not: null } } });
  const row = { eventId: event.id, viewerId };
  const { id: messageId } = await db.webinarMessage.create({ data: { ...row, body: 'Слышно' } });
  const { id: questionId } = await db.webinarQuestion.create({ data: { ...row, body: 'Чем?' } });
  const poll = { eventId: event.id, question: 'Где?', options: ['Тут', 'Там'], openedAt: new Date() };
  const { id: pollId } = await db.webinarPoll.create({ data: poll });
  things = { event, questionId, pollId, messageId, viewerId, token };
});

afterAll(async () => {
  closeHub();
  await closeRooms();
});

function send(browser: Browser, route: string, own: Fields = {}) {
  const { event, questionId, pollId, messageId, viewerId } = things;
  const [method, pattern] = route.split(' ') as [string, string];
  const ids: Record<string, number> = { questionId, pollId, messageId, viewerId, id: event.id };
  const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => String(ids[name]));
  if (method === 'GET') return browser.get(path);
  const talk = { body: 'Привет', sign: 'clap', choices: '0', mark: 'answered', slow_mode: '0', blocked_words: '' };
  const poll = { question: 'Куда?', options: 'Сюда\nТуда', set: pattern.includes('viewers') ? 'off' : 'on' };
  return browser.post(path, { ...talk, ...poll, ...own });
}

test('the table names every route of the room', () => {
  const routes = routesOf('webinars').filter((route) => !elsewhere.test(route) && !route.includes('/r/'));

  expect(Object.keys(table).toSorted()).toEqual([...new Set(routes)].toSorted());
});

describe.each(Object.entries(table))('%s', (route, statuses) => {
  test.each(roles)('by somebody who is %s', async (role) => {
    const isPollVote = route.endsWith('polls/:pollId/votes');
    if (isPollVote) await db.webinarPoll.update({ where: { id: things.pollId }, data: { closedAt: null } });

    expect((await send(browsers[role], route)).status).toBe(statuses[role]);
  });

  test.runIf(route.startsWith('POST'))('is refused without the token of our form', async () => {
    for (const role of ['viewer', 'host'] as const) expect((await send(browsers[role], route, { _csrf: undefined })).status).toBe(403);
  });
});
