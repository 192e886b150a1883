import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { closeHub } from '../../../src/services/webinars/log.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { openPoll, votePoll } from '../../../src/services/webinars/talk/polls.ts';
import { askQuestion, markQuestion } from '../../../src/services/webinars/talk/questions.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { createWebinar, passCookie } from '../../support/broadcast.ts';
import { createAccount, createRegistration, createVisitor } from '../../support/factories.ts';

vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const app = await startApp();

afterAll(async () => {
  closeHub();
  await closeRooms();
});

/** Somebody with a seat at a webinar, and an account at its address if they shall have one. */
async function register(event: { id: number; organizerId: number }, given: Parameters<typeof createRegistration>[0] = {}) {
  const account = await createAccount({ firstName: 'Ольга', lastName: 'Дёмина' });
  const { organizerId } = event;
  const visitor = await createVisitor({ organizerId, emailAddress: account.email, firstName: 'Ольга', lastName: 'Дёмина' });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, ...given });
  return { account, registration };
}

const organizerOf = async ({ organizerId }: { organizerId: number }) =>
  app.guest().logIn((await db.account.findUniqueOrThrow({ where: { id: organizerId } })).email);

const passNames = (browser: Browser) => [...browser.cookies.keys()].filter((name) => name.startsWith('webinar-'));

describe('the room', () => {
  let event: Awaited<ReturnType<typeof createWebinar>>;
  let path: string;
  beforeAll(async () => {
    event = await createWebinar({ title: 'Node.js под нагрузкой' });
    path = `/webinars/${event.id}`;
  });

  test('lets in those whose name is longer than any list has room for', async () => {
    const [firstName, lastName] = ['Ж'.repeat(100), 'Щ'.repeat(100)];
    const visitor = await createVisitor({ organizerId: event.organizerId, firstName, lastName });
    const { token, id } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
    const browser = app.guest();

    expect((await browser.get(`/r/${token}/webinar`)).status).toBe(303);
    expect((await browser.get(path)).status).toBe(200);
    expect((await db.webinarViewer.findFirstOrThrow({ where: { registrationId: id } })).name).toBe(firstName);
  });

  test('lets in those who have a seat, by their account', async () => {
    const { account } = await register(event);
    const browser = await app.guest().logIn(account.email);
    const reply = await browser.get(path);

    expect(reply.status).toBe(200);
    expect(reply.text).toContain('Начнём через');
    expect(passNames(browser)).toEqual([`webinar-${event.id}`]);
  });

  test('is the host’s for its organizer, with what hosts can do', async () => {
    const reply = await (await organizerOf(event)).get(`${path}?tab=poll`);

    expect(reply.status).toBe(200);
    expect(reply.text).toContain('Новый опрос');
    expect(reply.text).toContain(`${path}/studio`);
  });

  test('shows a guest the way in, and no more than the page of the event', async () => {
    const guest = app.guest();
    const reply = await guest.get(path);

    expect(reply.status).toBe(404);
    expect(reply.text).toContain(`/login?return_to=%2Fwebinars%2F${event.id}`);
    expect(reply.text).toContain(`/events/${event.id}/register`);
    expect(passNames(guest)).toEqual([]);
  });

  test.each(['waitlisted', 'cancelled'] as const)('is closed to somebody whose registration is %s', async (status) => {
    const { account } = await register(event, { status });

    expect((await (await app.guest().logIn(account.email)).get(path)).status).toBe(404);
  });

  test('is closed to an organizer of other events, and to whoever has only typed an address', async () => {
    const stranger = await app.guest().logIn((await createAccount({ role: 'organizer' })).email);
    const unconfirmed = await createAccount({ emailConfirmed: false });
    const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: unconfirmed.email });
    await createRegistration({ eventId: event.id, visitorId: visitor.id });

    expect((await stranger.get(path)).status).toBe(404);
    expect((await (await app.guest().logIn(unconfirmed.email)).get(path)).status).toBe(404);
  });

  test('waits for the money where it costs', async () => {
    const paid = await createWebinar({ price: 60_000 });
    const { account, registration } = await register(paid);
    const browser = await app.guest().logIn(account.email);
    expect((await browser.get(`/webinars/${paid.id}`)).status).toBe(403);
    await db.registration.update({ where: { id: registration.id }, data: { billedAmount: 60_000, billedAt: new Date() } });

    expect((await browser.get(`/webinars/${paid.id}`)).status).toBe(200);
  });

  test('of a draft is there for its organizer only', async () => {
    const draft = await createWebinar({ status: 'draft' });

    expect((await app.guest().get(`/webinars/${draft.id}`)).text).toContain('Здесь никто не собирается');
    expect((await (await organizerOf(draft)).get(`/webinars/${draft.id}`)).status).toBe(200);
  });

  test.each(['/webinars/999999', '/webinars/0', '/webinars/x', '/webinars/99999999999'])('is none at %s', async (nowhere) => {
    expect((await app.guest().get(nowhere)).status).toBe(404);
  });

  test('is none where the organizer has a link of their own', async () => {
    const other = await createWebinar();
    await db.event.update({ where: { id: other.id }, data: { hasWebinar: false, onlineUrl: 'https://meet.example.test/room' } });

    expect((await (await organizerOf(other)).get(`/webinars/${other.id}`)).status).toBe(404);
  });
});

describe('the link of a registration', () => {
  test('brings a guest into the room without an account, again and again', async () => {
    const event = await createWebinar();
    const { registration } = await register(event);
    const guest = app.guest();
    const reply = await guest.get(`/r/${registration.token}/webinar`);

    expect([reply.status, reply.headers['location']]).toEqual([303, `/webinars/${event.id}`]);
    expect(reply.headers['referrer-policy']).toBe('no-referrer');
    expect((await guest.follow(reply)).status).toBe(200);
    expect((await guest.get(`/webinars/${event.id}`)).status).toBe(200);
    expect(await db.webinarViewer.count({ where: { eventId: event.id } })).toBe(1);
  });

  test.each(['waitlisted', 'cancelled'] as const)('of somebody %s leads to a closed door', async (status) => {
    const event = await createWebinar();
    const { registration } = await register(event, { status });
    const guest = app.guest();

    expect((await guest.get(`/r/${registration.token}/webinar`)).status).toBe(404);
    expect(passNames(guest)).toEqual([]);
  });

  test('that nobody was given leads nowhere', async () => {
    expect((await app.guest().get('/r/00000000-0000-4000-8000-000000000000/webinar')).status).toBe(404);
    expect((await app.guest().get('/r/guess/webinar')).status).toBe(404);
  });

  test('is no way into another webinar', async () => {
    const [one, other] = [await createWebinar(), await createWebinar()];
    const guest = app.guest();
    await guest.get(`/r/${(await register(one)).registration.token}/webinar`);

    expect((await guest.get(`/webinars/${other.id}`)).status).toBe(404);
    const pass = `webinar-${other.id}=${guest.cookies.get(`webinar-${one.id}`)}`;
    expect((await app.guest().get(`/webinars/${other.id}`, { cookie: pass })).status).toBe(404);
  });

  test('of a cancelled registration lets nobody in any more, though they were', async () => {
    const event = await createWebinar();
    const { registration } = await register(event);
    const guest = app.guest();
    await guest.get(`/r/${registration.token}/webinar`);
    await db.registration.update({ where: { id: registration.id }, data: { status: 'cancelled', cancelledAt: new Date() } });

    expect((await guest.get(`/webinars/${event.id}`)).status).toBe(404);
    expect((await guest.post(`/webinars/${event.id}/messages`, { body: 'Я ещё здесь' })).status).toBe(404);
  });
});

describe('one registration', () => {
  async function twoDevices() {
    const event = await createWebinar();
    const link = `/r/${(await register(event)).registration.token}/webinar`;
    const [first, second] = [app.guest(), app.guest()];
    await first.get(link);
    await first.get(`/webinars/${event.id}`);
    await second.get(link);
    return { event, first, second, link, path: `/webinars/${event.id}` };
  }

  test('watches by one device: the newest takes over, and the other is told', async () => {
    const { first, second, path } = await twoDevices();
    const reply = await first.get(path);

    expect(reply.status).toBe(409);
    expect(reply.text).toContain('Смотреть здесь');
    expect((await second.get(path)).status).toBe(200);
    expect((await first.post(`${path}/messages`, { body: 'Слышно?' })).status).toBe(409);
    await expect.poll(async () => (await first.send('POST', `${path}/presence`)).status).toBe(409);
    expect((await second.send('POST', `${path}/presence`)).status).toBe(204);
  });

  test('goes on at the first device when its owner says so', async () => {
    const { first, second, path } = await twoDevices();
    const reply = await first.post(`${path}/device`);

    expect(reply.status).toBe(303);
    expect((await first.follow(reply)).status).toBe(200);
    expect((await second.get(path)).status).toBe(409);
  });

  test('goes on at the first device when its owner opens the link there again', async () => {
    const { first, second, path, link } = await twoDevices();

    expect((await first.follow(await first.get(link))).status).toBe(200);
    expect((await second.get(path)).status).toBe(409);
  });
});

test('a pass that somebody made up, or of somebody who is not there, opens nothing', async () => {
  const event = await createWebinar();
  const { registration } = await register(event);
  const guest = app.guest();
  await guest.get(`/r/${registration.token}/webinar`);
  const forged = `webinar-${event.id}=${guest.cookies.get(`webinar-${event.id}`)!.replace('viewer', 'host')}`;

  expect((await app.guest().get(`/webinars/${event.id}`, { cookie: forged })).status).toBe(404);
  expect((await app.guest().get(`/webinars/${event.id}`, { cookie: passCookie(event.id, 999_999, { role: 'host' }) })).status).toBe(404);
});

test('a host who is one no more cannot moderate with the pass that is left', async () => {
  const event = await createWebinar();
  const helper = await createAccount();
  await db.webinarHost.create({ data: { eventId: event.id, accountId: helper.id } });
  const browser = await app.guest().logIn(helper.email);
  expect((await browser.get(`/webinars/${event.id}`)).status).toBe(200);
  await db.webinarHost.deleteMany({ where: { eventId: event.id } });

  expect((await browser.post(`/webinars/${event.id}/rules`, { slow_mode: '10', blocked_words: '' })).status).toBe(404);
});

test('captions that the organizer has uploaded are there for the player', async () => {
  const event = await createWebinar();
  await db.webinarCaption.create({ data: { eventId: event.id, language: 'ru', bytes: 100 } });

  expect((await (await organizerOf(event)).get(`/webinars/${event.id}`)).text).toContain(`src="/webinars/${event.id}/captions/ru.vtt"`);
});

describe('a webinar that is over', () => {
  async function end(rewatch: 'registered' | 'hosts') {
    const event = await createWebinar({ title: 'Node.js под нагрузкой' });
    const { registration } = await register(event);
    const guest = app.guest();
    await guest.get(`/r/${registration.token}/webinar`);
    const { id: viewerId } = await db.webinarViewer.findFirstOrThrow({ where: { eventId: event.id } });
    const poll = await openPoll(event.id, { question: 'Где течёт память?', options: ['Кэши', 'Замыкания'], isMultiple: false });
    await votePoll(event.id, poll, viewerId, [1]);
    const asked = await askQuestion(event.id, viewerId, 'Чем рисовали графики?');
    await askQuestion(event.id, viewerId, 'А с диском так же?');
    await markQuestion(event.id, asked.id, 'answered', true);
    const ended = { state: 'ended', startedAt: new Date(), endedAt: new Date(), rewatch };
    await db.webinar.update({ where: { eventId: event.id }, data: ended });
    return { event, guest, registration, path: `/webinars/${event.id}` };
  }

  test('tells those who were there how the polls went, what stayed open, and where to rate and to watch again', async () => {
    const { guest, path, registration } = await end('registered');
    const { status, text } = await guest.get(`${path}/ended`);

    expect(status).toBe(200);
    expect(text).toContain('Эфир завершён');
    expect(text).toMatch(/Замыкания<\/span>[^%]*ваш ответ[^%]*100<\/span> %/);
    expect(text).toContain('А с диском так же?');
    expect(text).not.toContain('Чем рисовали графики?');
    expect(text).toContain(`/r/${registration.token}/rating`);
    expect(text).toContain('Смотреть запись');
  });

  test('says so where the recording is for hosts only, and to strangers nothing', async () => {
    const { guest, path } = await end('hosts');
    const reply = await guest.get(path);
    expect([reply.status, reply.headers['location']]).toEqual([303, `${path}/ended`]);
    const { text } = await guest.get(`${path}/ended`);

    expect(text).toContain('Запись пока видят только ведущие');
    expect(text).not.toContain('Смотреть запись');
    expect((await app.guest().get(`${path}/ended`)).status).toBe(404);
  });
});

test('the moments that the host names and the question that is answered say what is being talked of', async () => {
  const event = await createWebinar();
  const { registration } = await register(event);
  const guest = app.guest();
  const room = await guest.follow(await guest.get(`/r/${registration.token}/webinar`));
  expect(room.text).toMatch(/data-topics hidden/);
  const { id: viewerId } = await db.webinarViewer.findFirstOrThrow({ where: { eventId: event.id } });
  const { id } = await askQuestion(event.id, viewerId, 'Чем снимали кучу?');
  await markQuestion(event.id, id, 'pinned', true);
  for (const title of ['Первая авария', '']) {
    await db.webinarHighlight.create({ data: { eventId: event.id, start: 0, finish: 30, origin: 'mark', title } });
  }
  const topics = (await guest.get(`/webinars/${event.id}`)).text.split('data-topics')[1]!.split('</section>')[0]!;

  expect(topics).toContain('<span>Чем снимали кучу?</span>');
  expect(topics.match(/<li>/g)).toHaveLength(1);
  expect(topics).toContain('Первая авария');
});

test('those who gave up their seat read that they did', async () => {
  const event = await createWebinar();
  const { account } = await register(event, { status: 'cancelled' });

  expect((await (await app.guest().logIn(account.email)).get(`/webinars/${event.id}`)).text).toContain('Регистрация отменена');
});
