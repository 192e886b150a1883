import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { startApp } from '../../support/app.ts';
import type { Browser, Fields } from '../../support/app.ts';
import {
  createAccount,
  createAttendance,
  createEvent,
  createEventRating,
  createRegistration,
  createVisitor,
  inHours,
} from '../../support/factories.ts';
import { routesOf } from '../../support/routes.ts';

const app = await startApp();

/** `unconfirmed` has an address that nobody proved to be theirs, `visitor` was at the event, `organizer` ran it, `stranger` runs others. */
const roles = ['guest', 'unconfirmed', 'participant', 'visitor', 'organizer', 'stranger', 'admin'] as const;
type Role = (typeof roles)[number];

const everybody = [200, 200, 200, 200, 200, 200, 200];
const whoeverHasTheLink = [303, 303, 303, 303, 303, 303, 303];
const forAccounts = (status: number) => [303, status, status, status, status, status, status];
const forItsVisitor = (status: number) => [303, 404, 404, status, 404, 404, 404];
const forItsOrganizer = (status: number) => [303, 403, 403, 403, status, 404, status];
const forAdmins = (status: number) => [404, 404, 404, 404, 404, 404, status];

/** Each address, what it answers to each role in the order above, and whom it lets change something. */
const table: Record<string, { statuses: number[]; writers?: readonly Role[] }> = {
  'GET /r/:token/rating': { statuses: everybody },
  'POST /r/:token/rating': { statuses: whoeverHasTheLink, writers: roles },
  'GET /r/:token/coming': { statuses: everybody },
  'POST /r/:token/coming': { statuses: whoeverHasTheLink, writers: roles },
  'GET /registrations/:id/rating': { statuses: forItsVisitor(200) },
  'POST /registrations/:id/rating': { statuses: forItsVisitor(303), writers: ['visitor'] },
  'GET /events/:id/ratings': { statuses: forItsOrganizer(200) },
  'POST /events/:id/ratings': { statuses: forItsOrganizer(303), writers: ['organizer', 'admin'] },
  'GET /events/:id/reviews': { statuses: everybody },
  'GET /reviews/:id/reply': { statuses: forItsOrganizer(200) },
  'POST /reviews/:id/reply': { statuses: forItsOrganizer(303), writers: ['organizer', 'admin'] },
  'GET /reviews/:id/complaint': { statuses: forAccounts(200) },
  'POST /reviews/:id/complaint': {
    statuses: forAccounts(303),
    writers: ['unconfirmed', 'participant', 'visitor', 'organizer', 'stranger', 'admin'],
  },
  'GET /admin/complaints': { statuses: forAdmins(200) },
  'POST /admin/reviews/:id/resolution': { statuses: forAdmins(303), writers: ['admin'] },
};

const posts = Object.keys(table).filter((route) => route.startsWith('POST'));

let browsers: Record<Role, Browser>;
let organizerId: number;
let visitorId: number;

beforeAll(async () => {
  const [visitor, organizer] = [await createAccount(), await createAccount({ role: 'organizer' })];
  organizerId = organizer.id;
  visitorId = (await createVisitor({ organizerId, emailAddress: visitor.email })).id;
  const logIn = async (given: Parameters<typeof createAccount>[0]) => app.guest().logIn((await createAccount(given)).email);
  browsers = {
    guest: app.guest(),
    unconfirmed: await logIn({ emailConfirmed: false }),
    participant: await logIn({}),
    visitor: await app.guest().logIn(visitor.email),
    organizer: await app.guest().logIn(organizer.email),
    stranger: await logIn({ role: 'organizer' }),
    admin: await logIn({ role: 'admin' }),
  };
});

/** Things of its own for each request: the visitor was at a past event, somebody else has a published review of it, and a coming one is next. */
async function makeThings() {
  const event = await createEvent({ organizerId, startAt: inHours(-6), endAt: inHours(-3) });
  const registration = await createRegistration({ eventId: event.id, visitorId, status: 'attended' });
  const other = await createAttendance({ eventId: event.id });
  const review = await createEventRating({ registrationId: other.id, words: 'Слушали стоя', publishedAt: inHours(-1) });
  const upcoming = await createRegistration({ eventId: (await createEvent({ organizerId })).id });
  return { event, registration, review, upcoming };
}

async function send(browser: Browser, route: string, extra: Fields = {}) {
  const things = await makeThings();
  const [method, pattern] = route.split(' ') as [string, string];
  const { event, registration, review, upcoming } = things;
  const path = pattern
    .replace(':token/coming', `${upcoming.token}/coming`)
    .replace(':token', registration.token)
    .replace(/(?<=^\/registrations\/):id/, String(registration.id))
    .replace(/(?<=^\/events\/):id/, String(event.id))
    .replace(':id', String(review.id));
  const row = { [`presence_${registration.id}`]: 'came', [`stars_${registration.id}`]: '5', [`words_${registration.id}`]: '' };
  const fields = { stars: '5', words: '', reply: 'Спасибо', reason: 'abuse', note: '', ...row };
  const form = pattern.endsWith('resolution') ? { resolution: 'hidden', reason: 'Грубость' } : fields;
  const before = await inventory(things);
  const reply = method === 'GET' ? await browser.get(path) : await browser.post(path, { ...form, ...extra });
  return { reply, hasChanged: JSON.stringify(await inventory(things)) !== JSON.stringify(before) };
}

const inventory = async ({ event, review, upcoming }: Awaited<ReturnType<typeof makeThings>>) => ({
  eventRatings: await db.eventRating.findMany({ where: { eventId: event.id }, orderBy: { id: 'asc' } }),
  participantRatings: await db.participantRating.findMany({ where: { eventId: event.id } }),
  registrations: await db.registration.findMany({ where: { OR: [{ eventId: event.id }, { id: upcoming.id }] }, orderBy: { id: 'asc' } }),
  complaints: await db.complaint.findMany({ where: { eventRatingId: review.id } }),
});

test('the table names every route of ratings', () => {
  expect(Object.keys(table).toSorted()).toEqual(routesOf('ratings').toSorted());
});

describe.each(Object.entries(table))('%s', (route, { statuses, writers = [] }) => {
  test.each(roles.map((role, index) => [role, statuses[index]!] as const))('answers a %s with %i', async (role, status) => {
    const { reply, hasChanged } = await send(browsers[role], route);

    expect(reply.status).toBe(status);
    expect(hasChanged, 'whether anything has changed').toBe(writers.includes(role));
    const isSentToLogIn = reply.headers['location']?.startsWith('/login') ?? false;
    expect(isSentToLogIn).toBe(role === 'guest' && status === 303 && !writers.includes('guest'));
  });
});

test.each(posts)('%s refuses a form of another site', async (route) => {
  for (const browser of Object.values(browsers)) {
    const { reply, hasChanged } = await send(browser, route, { _csrf: 'made-up' });
    expect([reply.status, hasChanged]).toEqual([403, false]);
  }
});

test('an address that nobody confirmed opens no rating, even if it is the one of the registration', async () => {
  const { email } = await createAccount({ emailConfirmed: false });
  const event = await createEvent({ organizerId, startAt: inHours(-6), endAt: inHours(-3) });
  const visitor = await createVisitor({ organizerId, emailAddress: email });
  const { id } = await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'attended' });
  const browser = await app.guest().logIn(email);

  expect((await browser.get(`/registrations/${id}/rating`)).status).toBe(404);
  expect((await browser.post(`/registrations/${id}/rating`, { stars: 5 })).status).toBe(404);
});

test('a review that is not published or was hidden is not there for anybody', async () => {
  const { registration } = await makeThings();
  const waiting = await createEventRating({ registrationId: registration.id, words: 'Ждёт' });
  for (const role of roles) {
    for (const path of [`/reviews/${waiting.id}/complaint`, `/reviews/${waiting.id}/reply`]) {
      const { status } = await browsers[role].get(path);
      expect(status, `${role} at ${path}`).not.toBe(200);
    }
  }
});

test('a draft has no reviews, even for its organizer', async () => {
  const draft = await createEvent({ organizerId, status: 'draft' });

  expect((await browsers.organizer.get(`/events/${draft.id}/reviews`)).status).toBe(404);
});

test.each(['0', '-1', 'x', '2147483648', '999999'])('the id %s leads nowhere', async (id) => {
  for (const path of [
    `/events/${id}/ratings`,
    `/events/${id}/reviews`,
    `/reviews/${id}/reply`,
    `/reviews/${id}/complaint`,
    `/registrations/${id}/rating`,
  ])
    expect((await browsers.admin.get(path)).status, path).toBe(404);
  expect((await browsers.admin.post(`/admin/reviews/${id}/resolution`, { resolution: 'kept', reason: '' })).status).toBe(404);
  expect((await browsers.admin.post(`/admin/reviews/${id}/resolution`, { resolution: 'hidden', reason: 'x' })).status).toBe(404);
});
