import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { deleteRegistration } from '../../src/services/registrations/delete.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { startApp } from '../support/app.ts';
import type { Browser, Fields, TestApp } from '../support/app.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

async function organizer(role: 'organizer' | 'admin' = 'organizer') {
  const account = await createAccount({ role });
  return { account, browser: await app.guest().logIn(account.email) };
}

const jazz: Fields = {
  title: 'Джаз на крыше',
  description: 'Квартет и крыша.',
  start_at: '2098-11-28T19:00',
  end_at: '2098-11-28T22:00',
  time_zone: 'Europe/Moscow',
  format: 'offline',
  location: 'Москва, Садовая ул., 18',
  online_url: '',
  visitor_limit: '80',
  price: '1200,50',
  topic_id: '',
};
const typed = (fields: Fields = {}): Fields => ({ ...jazz, ...fields });

async function create(browser: Browser, fields: Fields = {}) {
  const reply = await browser.post('/events', typed(fields));
  expect(reply.status, reply.text.slice(0, 500)).toBe(303);
  return { reply, id: Number(reply.headers['location']?.split('/').at(-1)) };
}

const person = (name: string) => ({
  firstName: name,
  lastName: 'Орлова',
  email: `${name.toLowerCase()}@example.test`,
  phone: null,
});
const options = { locale: 'ru', acceptWaitlist: true } as const;
const seatsOf = (eventId: number) => db.eventSeats.findUniqueOrThrow({ where: { eventId } });
const eventOf = (id: number) => db.event.findUniqueOrThrow({ where: { id } });

describe('creating an event', () => {
  test('«Сохранить» publishes it and leads to a page that confirms it', async () => {
    const { account, browser } = await organizer();

    const { reply, id } = await create(browser, { topic_id: '1', status: 'published' });

    const page = await browser.follow(reply);
    expect(page.text).toContain('Мероприятие сохранено');
    expect(page.text).toContain('Джаз на крыше');
    expect(page.text).toContain('19:00–22:00 по Москве (UTC+3)');
    expect(await eventOf(id)).toMatchObject({
      organizerId: account.id,
      status: 'published',
      startAt: new Date('2098-11-28T16:00Z'),
      price: 120_050,
      visitorLimit: 80,
      topicId: 1,
      coverMotif: expect.stringMatching(/vinyl|piano|strings/),
    });
    expect(await seatsOf(id)).toMatchObject({ seatLimit: 80, seatsTaken: 0 });
    expect((await app.guest().get('/events')).text).toContain('Джаз на крыше');
  });

  test('«Сохранить черновик» keeps it to its organizer and admins', async () => {
    const { browser } = await organizer();

    const draft = await create(browser, { status: 'draft' });

    expect((await browser.follow(draft.reply)).text).toContain('Мероприятие сохранено. Это черновик');
    expect((await app.guest().get(`/events/${draft.id}`)).status).toBe(404);
    expect((await app.guest().get(`/events/${draft.id}.ics`)).status).toBe(404);
    expect((await (await organizer()).browser.get(`/events/${draft.id}`)).status).toBe(404);
    expect((await (await organizer('admin')).browser.get(`/events/${draft.id}`)).status).toBe(200);
  });

  test('is published when neither button is named', async () => {
    const { browser } = await organizer();
    const { id } = await create(browser);
    expect((await app.guest().get(`/events/${id}`)).status).toBe(200);
  });

  test('a form with errors comes back with 422, everything typed and a message at each field', async () => {
    const { browser } = await organizer();

    const page = await browser.post('/events', typed({ title: '', location: '', visitor_limit: '0', description: '<script>"x"</script>' }));

    expect(page.status).toBe(422);
    expect(page.text).toContain('<title>Ошибка: Новое мероприятие');
    expect(page.text).toContain('Проверьте форму: три ошибки');
    expect(page.text).toContain('href="#visitor_limit"');
    expect(page.text).toContain('Введите название');
    expect(page.text).toContain('&lt;script&gt;&#34;x&#34;&lt;/script&gt;');
    expect(page.text).toContain('value="1200,50"');
  });

  test.each([
    ['end_at', { start_at: '2020-11-28T19:00', end_at: '2020-11-28T22:00' }, 'укажите окончание в будущем'],
    ['topic_id', { topic_id: '2147483647' }, 'Выберите тему из списка'],
  ])('what only the data knows is said at %s', async (field, fields, message) => {
    const { browser } = await organizer();
    const page = await browser.post('/events', typed(fields));
    expect(page.status).toBe(422);
    expect(page.text).toContain(`id="${field}-error"`);
    expect(page.text).toContain(message);
  });

  test('a draft may lie in the past, but cannot be published there', async () => {
    const { browser } = await organizer();
    const past = { start_at: '2020-11-28T19:00', end_at: '2020-11-28T22:00' };
    const { id } = await create(browser, { ...past, status: 'draft' });

    const refused = await browser.post(`/events/${id}/publication`);

    expect(refused.status).toBe(422);
    expect(refused.text).toContain('укажите окончание в будущем');
    expect((await browser.post(`/events/${id}`, typed({ ...past, status: 'published' }))).status).toBe(422);
    expect(await eventOf(id)).toMatchObject({ status: 'draft' });
  });

  test('is for organizers: a guest logs in first, a participant is told so', async () => {
    const guest = await app.guest().get('/events/new');
    expect([guest.status, guest.headers['location']]).toEqual([303, '/login?return_to=%2Fevents%2Fnew']);

    const participant = await app.guest().logIn((await createAccount({ role: 'participant' })).email);
    expect((await participant.get('/events/new')).status).toBe(403);
    expect((await participant.post('/events', typed())).status).toBe(403);
  });
});

describe('editing an event', () => {
  async function published(fields: Parameters<typeof createEvent>[0] = {}) {
    const { account, browser } = await organizer();
    const event = await createEvent({ organizerId: account.id, startAt: new Date('2098-11-28T16:00Z'), ...fields });
    return { account, browser, event };
  }
  const unchanged = (event: { title: string; location: string }): Fields =>
    typed({ title: event.title, location: event.location, description: '', visitor_limit: '10', price: '0' });

  test('shows the event in its own zone, the price as it was typed, and one button', async () => {
    const { browser, event } = await published({ timeZone: 'Asia/Vladivostok', price: 150_000 });

    const page = await browser.get(`/events/${event.id}/edit`);

    expect(page.text).toContain('value="2098-11-29T02:00"');
    expect(page.text).toContain('value="1500"');
    expect(page.text).not.toContain('Сохранить черновик');
  });

  test('a published event stays published whatever is posted', async () => {
    const { browser, event } = await published();
    const reply = await browser.post(`/events/${event.id}`, { ...unchanged(event), status: 'draft' });
    expect((await browser.follow(reply)).text).toContain('Мероприятие сохранено');
    expect(await eventOf(event.id)).toMatchObject({ status: 'published' });
  });

  test('a limit below the seats taken is refused with their number, and nothing else is saved', async () => {
    const { browser, event } = await published({ visitorLimit: 3 });
    for (const firstName of ['Анна', 'Вера']) {
      const visitor = await createVisitor({ organizerId: event.organizerId, firstName });
      await createRegistration({ eventId: event.id, visitorId: visitor.id });
    }

    const refused = await browser.post(`/events/${event.id}`, { ...unchanged(event), title: 'Новое название', visitor_limit: '1' });

    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Уже занято 2 места. Введите 2 или больше');
    expect(await eventOf(event.id)).toMatchObject({ title: event.title, visitorLimit: 3 });
    expect((await browser.post(`/events/${event.id}`, { ...unchanged(event), visitor_limit: '2' })).status).toBe(303);
    expect(await seatsOf(event.id)).toMatchObject({ seatLimit: 2, seatsTaken: 2 });
  });

  test('a larger limit lets in the first of the waiting list and tells them', async () => {
    const { browser, event } = await published({ visitorLimit: 1 });
    for (const name of ['Ada', 'Grace', 'Edith']) await registerVisitor(event.id, person(name), options);

    await browser.post(`/events/${event.id}`, { ...unchanged(event), visitor_limit: '2' });

    const rows = await db.registration.findMany({ where: { eventId: event.id }, orderBy: { id: 'asc' } });
    expect(rows.map(({ status }) => status)).toEqual(['registered', 'registered', 'waitlisted']);
    expect(await seatsOf(event.id)).toMatchObject({ seatLimit: 2, seatsTaken: 2 });
    expect(await mailsTo('grace@example.test')).toEqual(['registration-waitlisted', 'registration-promoted']);
  });

  test('an event that was over and takes place after all lets in the first of the waiting list', async () => {
    const { browser, event } = await published({ visitorLimit: 1, startAt: new Date('2021-11-28T16:00Z') });
    const seated = await createRegistration({ eventId: event.id });
    const waiting = await createRegistration({ eventId: event.id, status: 'waitlisted' });
    await deleteRegistration(seated.id);

    await browser.post(`/events/${event.id}`, { ...unchanged(event), visitor_limit: '1' });

    expect(await db.registration.findUniqueOrThrow({ where: { id: waiting.id } })).toMatchObject({ status: 'registered' });
    expect(await seatsOf(event.id)).toMatchObject({ seatLimit: 1, seatsTaken: 1 });
  });

  test('while people register, a smaller limit is refused or holds: nobody sits beyond it', async () => {
    const { browser, event } = await published({ visitorLimit: 40 });
    const crowd = Array.from({ length: 40 }, (_, n) => registerVisitor(event.id, person(`crowd${n}`), options));
    const limits = [30, 20, 10, 25, 35].map((limit) => browser.post(`/events/${event.id}`, { ...unchanged(event), visitor_limit: limit }));

    const replies = await Promise.all(limits);
    await Promise.all(crowd);

    expect(replies.every(({ status }) => status === 303 || status === 422)).toBe(true);
    const { seatLimit, seatsTaken } = await seatsOf(event.id);
    expect(await db.registration.count({ where: { eventId: event.id, status: 'registered' } })).toBe(seatsTaken);
    expect(await db.registration.count({ where: { eventId: event.id } })).toBe(40);
    expect(seatsTaken).toBeLessThanOrEqual(seatLimit);
    expect(await eventOf(event.id)).toMatchObject({ visitorLimit: seatLimit });
  });

  test('a new time is mailed to everybody with a seat or in line, with what it was before', async () => {
    const { browser, event } = await published({ visitorLimit: 1 });
    for (const name of ['Irina', 'Pavel']) await registerVisitor(event.id, person(name), options);
    const gone = await createVisitor({ organizerId: event.organizerId, emailAddress: 'gone@example.test' });
    await createRegistration({ eventId: event.id, visitorId: gone.id, status: 'cancelled' });

    await browser.post(`/events/${event.id}`, { ...unchanged(event), visitor_limit: '1', start_at: '2098-11-28T18:30' });

    expect(await mailsTo('irina@example.test')).toEqual(['registration-confirmed', 'event-changed']);
    expect(await mailsTo('pavel@example.test')).toEqual(['registration-waitlisted', 'event-changed']);
    expect(await mailsTo('gone@example.test')).toEqual([]);
    const mail = await db.mail.findFirstOrThrow({ where: { kind: 'event-changed', recipient: 'irina@example.test' } });
    expect(mail.payload).toMatchObject({ startAt: '2098-11-28T16:00:00.000Z', location: event.location });
  });

  test('a new description, price or limit is mailed to nobody, and old registrations keep their price', async () => {
    const { browser, event } = await published();
    await registerVisitor(event.id, person('Quiet'), options);

    await browser.post(`/events/${event.id}`, { ...unchanged(event), description: 'Подробнее', price: '100', visitor_limit: '20' });

    expect(await mailsTo('quiet@example.test')).toEqual(['registration-confirmed']);
    expect(await db.registration.findFirstOrThrow({ where: { eventId: event.id } })).toMatchObject({ price: 0 });
  });

  test('a past event can still be described better, but not moved within the past', async () => {
    const { browser, event } = await published({ startAt: new Date('2021-11-28T16:00Z') });
    const same = { ...unchanged(event), start_at: '2021-11-28T19:00', end_at: '2021-11-28T22:00' };
    expect((await browser.post(`/events/${event.id}`, { ...same, description: 'Как это было' })).status).toBe(303);
    expect((await browser.post(`/events/${event.id}`, { ...same, end_at: '2021-11-28T23:00' })).status).toBe(422);
  });

  test('a cancelled event is not edited any more', async () => {
    const { browser, event } = await published({ status: 'cancelled' });
    expect((await browser.get(`/events/${event.id}/edit`)).headers['location']).toBe(`/events/${event.id}`);
    expect((await browser.post(`/events/${event.id}`, unchanged(event))).status).toBe(409);
  });

  test('the picture stays with a new title and follows a new topic', async () => {
    const { browser, event } = await published({ topicId: 1, coverMotif: 'vinyl' });
    await browser.post(`/events/${event.id}`, { ...unchanged(event), title: 'Орган', topic_id: '1' });
    expect(await eventOf(event.id)).toMatchObject({ coverMotif: 'vinyl' });
    await browser.post(`/events/${event.id}`, { ...unchanged(event), topic_id: '10' });
    expect((await eventOf(event.id)).coverMotif).toMatch(/laid-table|citrus|pot/);
  });
});

describe('publishing, copying and deleting', () => {
  test('a draft is published when its organizer says so, and saying it twice changes nothing', async () => {
    const { browser } = await organizer();
    const { id } = await create(browser, { status: 'draft' });
    expect((await browser.get(`/events/${id}`)).text).toContain('Это черновик.');

    for (const _ of [1, 2]) expect((await browser.post(`/events/${id}/publication`)).status).toBe(303);

    expect((await app.guest().get(`/events/${id}`)).status).toBe(200);
  });

  test('a copy is a draft a week later at the same time of day, also across a change of clocks', async () => {
    const { browser, account } = await organizer();
    const startAt = new Date('2098-10-24T17:00Z');
    const event = await createEvent({
      organizerId: account.id,
      title: 'Через перевод часов',
      timeZone: 'Europe/Berlin',
      startAt,
      price: 700,
    });

    const reply = await browser.post(`/events/${event.id}/copies`);

    expect(reply.headers['location']).toMatch(/^\/events\/\d+\/edit$/);
    const copy = await db.event.findFirstOrThrow({ where: { title: event.title, id: { not: event.id } } });
    expect(copy).toMatchObject({ status: 'draft', startAt: new Date('2098-10-31T18:00Z'), price: 700 });
    expect(await seatsOf(copy.id)).toMatchObject({ seatLimit: 10, seatsTaken: 0 });
    expect((await browser.follow(reply)).text).toContain('Это копия');
  });

  test('a copy of an old event lies in the future', async () => {
    const { browser, account } = await organizer();
    const event = await createEvent({ organizerId: account.id, startAt: inHours(-24 * 30) });

    const reply = await browser.post(`/events/${event.id}/copies`);

    const copy = await eventOf(Number(reply.headers['location']?.split('/')[2]));
    expect(copy.startAt.getTime()).toBeGreaterThan(Date.now());
    expect(copy.startAt.getTime()).toBeLessThan(inHours(8 * 24).getTime());
  });

  test('an event on which nothing hangs is deleted after asking', async () => {
    const { browser, account } = await organizer();
    const event = await createEvent({ organizerId: account.id });
    expect((await browser.get(`/events/${event.id}/deletion`)).text).toContain('Удалить мероприятие?');

    const reply = await browser.post(`/events/${event.id}/deletion`);

    expect((await browser.follow(reply)).text).toContain('удалено');
    expect((await app.guest().get(`/events/${event.id}`)).status).toBe(404);
  });

  test('an event with registrations or expenses is not deleted; the page says to cancel it', async () => {
    const { browser, account } = await organizer();
    const event = await createEvent({ organizerId: account.id });
    await createRegistration({ eventId: event.id, status: 'cancelled' });

    const asked = await browser.get(`/events/${event.id}/deletion`);

    expect(asked.text).toContain('На мероприятии 1 регистрация.');
    expect(asked.text).toContain(`/events/${event.id}/cancellation`);
    expect((await browser.post(`/events/${event.id}/deletion`)).status).toBe(409);
    expect(await db.event.count({ where: { id: event.id } })).toBe(1);
  });
});

describe('somebody else’s event', () => {
  test.each([
    ['GET', '/edit'],
    ['GET', '/cancellation'],
    ['GET', '/deletion'],
    ['GET', '/expenses'],
    ['POST', ''],
    ['POST', '/publication'],
    ['POST', '/cancellation'],
    ['POST', '/deletion'],
    ['POST', '/copies'],
    ['POST', '/expenses'],
  ])('answers 404 to %s /events/:id%s, as if there were none', async (method, path) => {
    const { browser } = await organizer();
    const event = await createEvent();
    const address = `/events/${event.id}${path}`;

    const reply = method === 'GET' ? await browser.get(address) : await browser.post(address, typed({ reason: 'Чужое' }));

    expect(reply.status).toBe(404);
    expect(await eventOf(event.id)).toEqual(event);
  });
});
