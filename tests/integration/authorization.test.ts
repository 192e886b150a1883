import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser, Fields } from '../support/app.ts';
import { createAccount, createEvent, createExpense, createRegistration, createVisitor } from '../support/factories.ts';
import { allRoutes, areas } from '../support/routes.ts';

/** A new route is for organizers unless it is named below, or is of the community, which has tests of its own. */
const all = allRoutes.filter((route) => !Object.values(areas).some((area) => area.test(route)));

const forEverybody = [
  'GET /',
  'GET /events',
  'GET /events/:id',
  'GET /events/:id.ics',
  'GET /events/:id/register',
  'POST /events/:id/register',
  'GET /r/:token',
  'GET /r/:token/event.ics',
  'GET /r/:token/cancellation',
  'POST /r/:token/cancellation',
  'POST /r/:token/attendance',
  'GET /signup',
  'POST /signup',
  'GET /login',
  'POST /login',
  'GET /logout',
  'POST /logout',
  'GET /password/forgot',
  'POST /password/forgot',
  'GET /password/reset/:token',
  'POST /password/reset/:token',
  'GET /account/confirm/:token',
  'POST /account/confirm/:token',
  'POST /preferences',
  'GET /about',
  'GET /privacy',
  'GET /dev/mail',
  'GET /dev/mail/:id',
  'GET /dev/mail/:id/html',
  'GET /dev/mail/:id/attachments/:index',
];

const forAccounts = [
  'GET /registrations',
  'GET /registrations/mine',
  'GET /visitors',
  'GET /account',
  'POST /account',
  'GET /account/password',
  'POST /account/password',
  'GET /account/organizer',
  'POST /account/organizer',
  'GET /account/confirmation',
  'POST /account/confirmation',
];

/** The registration of a participant is theirs to see, so somebody else's is not there rather than forbidden. */
const forItsVisitorToo = [
  'GET /registrations/:id',
  'GET /registrations/:id/event.ics',
  'GET /registrations/:id/cancellation',
  'POST /registrations/:id/cancellation',
  'POST /registrations/:id/attendance',
];

const forOrganizers = all.filter((route) => ![...forEverybody, ...forAccounts].includes(route));
const makesOwn = ['POST /events', 'POST /visitors'];
const posts = all.filter((route) => route.startsWith('POST '));

const app = await startApp();
let guest: Browser, unconfirmed: Browser, participant: Browser, stranger: Browser;
let things: Awaited<ReturnType<typeof makeThings>>;

beforeAll(async () => {
  const owner = await createAccount({ role: 'organizer' });
  const logIn = async (given: Parameters<typeof createAccount>[0]) => app.guest().logIn((await createAccount(given)).email);
  things = await makeThings(owner.id);
  guest = app.guest();
  unconfirmed = await logIn({ emailConfirmed: false });
  participant = await logIn({});
  stranger = await logIn({ role: 'organizer' });
});

async function makeThings(organizerId: number) {
  const event = await createEvent({ organizerId, price: 100_000, format: 'hybrid' });
  const visitor = await createVisitor({ organizerId });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const expense = await createExpense({ eventId: event.id });
  const mail = await db.mail.create({
    data: { kind: 'registration-confirmed', recipient: visitor.emailAddress, eventId: event.id, state: 'failed', error: '550 no' },
  });
  const download = await db.reportDownload.create({ data: { accountId: organizerId, title: 'CSV' } });
  return { event, visitor, registration, expense, mail, download };
}

/** All that the organizer has, as the database has it. */
const inventory = () =>
  Promise.all([
    db.event.findMany(),
    db.eventSeats.findMany(),
    db.visitor.findMany(),
    db.registration.findMany(),
    db.expense.findMany(),
    db.reportDownload.findMany(),
    db.mail.findMany({ where: { NOT: { kind: 'confirm-email' } } }),
  ]);

/** The route with the organizer's own things in address and form. */
function send(browser: Browser, route: string, fields: Fields = {}) {
  const { event, visitor, registration, expense, mail, download } = things;
  const [method, pattern] = route.split(' ') as [string, string];
  const path = pattern
    .replace(':expenseId', String(expense.id))
    .replace(':mailId', String(mail.id))
    .replace(':token', registration.token)
    .replace(':type.:format', 'finance.csv')
    .replace(/(?<=^\/visitors\/):id/, String(visitor.id))
    .replace(/(?<=^\/registrations\/):id/, String(registration.id))
    .replace(/(?<=^\/reports\/downloads\/):id/, String(download.id))
    .replace(/:\w+/g, String(event.id));
  if (method === 'GET') return browser.get(`${path}?event_id=${event.id}`);
  const theirs = { event_id: event.id, visitor_id: visitor.id, ids: [String(registration.id)], action: 'attended', status: 'attended' };
  return browser.post(path, { ...theirs, attendance: 'online', reason: 'Так вышло', ...fields });
}

test('the lists above name routes that exist', () => {
  expect([...forEverybody, ...forAccounts, ...forItsVisitorToo].filter((route) => !all.includes(route))).toEqual([]);
  expect(forOrganizers.length).toBeGreaterThan(30);
});

describe('with the things of an organizer', () => {
  test.each([...forAccounts, ...forOrganizers])('a guest at %s logs in first', async (route) => {
    const reply = await send(guest, route);

    expect([reply.status, reply.headers['location']?.split('?')[0]]).toEqual([303, '/login']);
  });

  test.each(forOrganizers)('a participant at %s is refused', async (route) => {
    const status = forItsVisitorToo.includes(route) ? 404 : 403;

    expect((await send(participant, route)).status).toBe(status);
    expect((await send(unconfirmed, route)).status).toBe(status);
  });

  test.each(forOrganizers.filter((route) => route.includes(':')))('for another organizer there is nothing at %s', async (route) => {
    expect((await send(stranger, route)).status).toBe(404);
  });

  test.each(['POST /registrations', 'POST /registrations/bulk', 'GET /reports'])(
    'another organizer can do nothing by %s',
    async (route) => {
      const status = route === 'POST /registrations' ? 422 : 404;

      expect((await send(stranger, route)).status).toBe(status);
    },
  );

  test.each(posts)('a form of another site at %s is refused', async (route) => {
    expect((await send(guest, route, { _csrf: undefined })).status).toBe(403);
    expect((await send(stranger, route, { _csrf: 'of.another' })).status).toBe(403);
  });

  test('none of all that changes anything', async () => {
    const before = await inventory();
    for (const route of posts.filter((one) => forOrganizers.includes(one) && !makesOwn.includes(one))) {
      for (const browser of [guest, participant, stranger]) await send(browser, route);
      await send(stranger, route, { _csrf: undefined });
    }

    expect(await inventory()).toEqual(before);
  });
});
