import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';
import { startApp } from '../support/app.ts';
import type { Browser, Fields, TestApp } from '../support/app.ts';

vi.hoisted(() => {
  process.env['RATE_LIMIT'] = 'off';
});

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

async function organizer(): Promise<Browser & { id: number }> {
  const account = await createAccount({ role: 'organizer' });
  return Object.assign(await app.guest().logIn(account.email), { id: account.id });
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const statusOf = async (id: number) => (await db.registration.findUniqueOrThrow({ where: { id } })).status;
const seatsTaken = async (eventId: number) => (await db.eventSeats.findUniqueOrThrow({ where: { eventId } })).seatsTaken;
const shownIds = (text: string) => [...text.matchAll(/name="ids" value="(\d+)"/g)].map(([, id]) => Number(id));

describe('the list', () => {
  test('has the registrations of all own events, the newest first, and nobody else’s', async () => {
    const browser = await organizer();
    const [one, two] = [
      await createEvent({ organizerId: browser.id, title: 'Первая' }),
      await createEvent({ organizerId: browser.id, title: 'Вторая' }),
    ];
    const first = await createRegistration({ eventId: one.id });
    const second = await createRegistration({ eventId: two.id });
    await createRegistration({ eventId: (await createEvent({ title: 'Чужая' })).id });

    const { status, text } = await browser.get('/registrations');

    expect(status).toBe(200);
    expect(shownIds(text)).toEqual([second.id, first.id]);
    for (const words of ['Первая', 'Вторая', 'Зарегистрировать посетителя', 'Генерировать отчёт']) expect(text).toContain(words);
    expect(text).not.toContain('Чужая');
  });

  test('of an admin has everybody’s', async () => {
    const admin = await createAccount({ role: 'admin' });
    const { id } = await createRegistration();

    expect(shownIds((await (await app.guest().logIn(admin.email)).get('/registrations')).text)).toContain(id);
  });

  test('is filtered by event, status, payment and words', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, price: 10_000 });
    const other = await createEvent({ organizerId: browser.id });
    const visitor = (lastName: string, emailAddress: string, phoneNumber: string) =>
      createVisitor({ organizerId: browser.id, firstName: 'Ольга', lastName, emailAddress, phoneNumber });
    const due = await createRegistration({
      eventId: event.id,
      visitorId: (await visitor('Дёмина', 'o_demina@example.test', '+79251186402')).id,
    });
    const paid = await createRegistration({ eventId: event.id, billedAmount: 10_000 });
    const owed = await createRegistration({ eventId: event.id, status: 'cancelled', billedAmount: 10_000, refundAmount: 4000 });
    const back = await createRegistration({ eventId: event.id, status: 'cancelled', billedAmount: 10_000, refundAmount: 10_000 });
    const waiting = await createRegistration({ eventId: event.id, status: 'waitlisted' });
    const free = await createRegistration({ eventId: other.id, status: 'attended' });
    const found = async (query: string) => shownIds((await browser.get(`/registrations?${query}`)).text);

    expect(await found(`event_id=${other.id}`)).toEqual([free.id]);
    expect(await found('status=waitlisted')).toEqual([waiting.id]);
    expect(await found('payment=due')).toEqual([due.id]);
    expect(await found('payment=paid')).toEqual([paid.id]);
    expect(await found('payment=refund_due')).toEqual([owed.id]);
    expect(await found('payment=refunded')).toEqual([back.id]);
    for (const q of ['дёмина', 'ольга дёмина', 'o_demina', '118-64-02', `№${due.id}`]) {
      expect(await found(`q=${encodeURIComponent(q)}`), q).toContain(due.id);
    }
    expect(await found('q=o%25demina')).toEqual([]);
    expect(await found(`event_id=${event.id}&status=cancelled&payment=refunded`)).toEqual([back.id]);
    expect(await found('sort=oldest')).toEqual([due.id, paid.id, owed.id, back.id, waiting.id, free.id]);
  });

  test('of more than a page goes on from the last one, in any order, and comes to an end', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, visitorLimit: 200 });
    for (let index = 0; index < 53; index += 1) {
      const visitor = await createVisitor({ organizerId: browser.id, lastName: `Ильин${index % 7}`, firstName: `Пётр${index % 3}` });
      await createRegistration({ eventId: event.id, visitorId: visitor.id });
    }

    for (const sort of ['newest', 'oldest', 'name']) {
      const first = await browser.get(`/registrations?sort=${sort}`);
      const href = /href="([^"]+)" rel="next"/.exec(first.text)![1]!.replaceAll('&amp;', '&');
      const second = await browser.get(href);
      expect(second.text).not.toContain('rel="next"');
      expect(shownIds(first.text)).toHaveLength(50);
      expect(new Set([...shownIds(first.text), ...shownIds(second.text)]).size).toBe(53);
    }
  });

  test.each([
    'event_id=abc',
    'event_id=99999999999',
    'status=hidden',
    'payment=gold',
    'sort=size',
    'after=x',
    'after=-1',
    `q=${'я'.repeat(101)}`,
    'q=%00',
    'status=registered&status=cancelled',
  ])('says what is wrong with ?%s', async (query) => {
    const { status, text } = await (await organizer()).get(`/registrations?${query}`);

    expect(status).toBe(422);
    expect(text).toContain('Проверьте форму: одна ошибка');
  });

  test('that goes on after somebody else’s registration is empty, so that it does not tell the name on it', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id });
    for (const lastName of ['Аксаков', 'Яблоков']) {
      const { id } = await createVisitor({ organizerId: browser.id, lastName });
      await createRegistration({ eventId: event.id, visitorId: id });
    }
    const { organizerId } = await createEvent();
    const stranger = await createVisitor({ organizerId, lastName: 'Лермонтов' });
    const theirs = await createRegistration({ eventId: (await createEvent({ organizerId })).id, visitorId: stranger.id });

    expect(shownIds((await browser.get(`/registrations?sort=name&after=${theirs.id}`)).text)).toEqual([]);
  });

  test('that is empty says what to do', async () => {
    const browser = await organizer();

    expect((await browser.get('/registrations')).text).toContain('Регистраций пока нет');
    expect((await browser.get('/registrations?status=attended')).text).toContain('Ничего не нашлось');
  });
});

describe('with the selected', () => {
  test('attendance is marked for all, and what cannot be marked is counted', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, startAt: inHours(-1), endAt: inHours(2) });
    const [a, b, c] = [
      await createRegistration({ eventId: event.id }),
      await createRegistration({ eventId: event.id }),
      await createRegistration({ eventId: event.id, status: 'cancelled' }),
    ];
    const mark = (action: string, ids: number[]) =>
      browser.post('/registrations/bulk', { action, ids: ids.map(String), back: '/registrations?status=registered' });

    const reply = await mark('attended', [a.id, b.id]);
    expect([reply.status, reply.headers['location']]).toEqual([303, '/registrations?status=registered']);
    expect((await browser.follow(reply)).text).toContain('Изменено: 2 регистрации.');
    expect([await statusOf(a.id), await statusOf(b.id)]).toEqual(['attended', 'attended']);

    const partly = await browser.follow(await mark('no_show', [a.id, c.id]));
    expect(partly.text).toContain('Изменено: 1 регистрация. Без изменений осталась 1.');
    expect(await statusOf(c.id)).toBe('cancelled');
    expect(await seatsTaken(event.id)).toBe(2);
  });

  test('payment is marked where something is due', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, price: 10_000 });
    const [due, paid, refunded] = [
      await createRegistration({ eventId: event.id }),
      await createRegistration({ eventId: event.id, billedAmount: 12_000 }),
      await createRegistration({ eventId: event.id, billedAmount: 5_000, refundAmount: 5_000 }),
    ];

    const { text } = await browser.follow(
      await browser.post('/registrations/bulk', { action: 'paid', ids: [due, paid, refunded].map(({ id }) => String(id)) }),
    );

    expect(text).toContain('Изменено: 1 регистрация.');
    const amounts = await db.registration.findMany({
      where: { eventId: event.id },
      orderBy: { id: 'asc' },
      select: { billedAmount: true },
    });
    expect(amounts.map(({ billedAmount }) => billedAmount)).toEqual([10_000, 12_000, 5_000]);
  });

  test('cancelling is asked once more, then frees the seats', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, visitorLimit: 2 });
    const seated = [await createRegistration({ eventId: event.id }), await createRegistration({ eventId: event.id })];
    const waiting = await createRegistration({ eventId: event.id, status: 'waitlisted' });
    const ids = seated.map(({ id }) => String(id));

    const question = await browser.post('/registrations/bulk', { action: 'cancelled', ids });
    expect(question.status).toBe(200);
    expect(question.text).toContain('2 человека потеряют место');
    expect(await statusOf(seated[0]!.id)).toBe('registered');

    const reply = await browser.post('/registrations/bulk', { action: 'cancelled', ids, confirmed: 'yes' });
    expect(reply.status).toBe(303);
    expect(await Promise.all([...seated, waiting].map(({ id }) => statusOf(id)))).toEqual(['cancelled', 'cancelled', 'registered']);
    expect(await seatsTaken(event.id)).toBe(1);
  });

  test('nothing happens to anybody if one of them is somebody else’s', async () => {
    const browser = await organizer();
    const own = await createRegistration({ eventId: (await createEvent({ organizerId: browser.id })).id });
    const foreign = await createRegistration();

    for (const action of ['attended', 'paid']) {
      expect((await browser.post('/registrations/bulk', { action, ids: [String(own.id), String(foreign.id)] })).status).toBe(404);
    }
    expect((await browser.post('/registrations/bulk', { action: 'cancelled', confirmed: 'yes', ids: [String(foreign.id)] })).status).toBe(
      404,
    );
    expect([await statusOf(own.id), await statusOf(foreign.id)]).toEqual(['registered', 'registered']);
  });

  test.each<[string, Fields]>([
    ['nothing ticked', { action: 'attended' }],
    ['an unknown deed', { action: 'explode', ids: ['1'] }],
    ['no deed', { ids: ['1'] }],
    ['a bad id', { action: 'attended', ids: ['1', 'x'] }],
    ['an id out of range', { action: 'attended', ids: ['2147483648'] }],
  ])('%s is refused on the list itself', async (_name, fields) => {
    const reply = await (await organizer()).post('/registrations/bulk', { ...fields, back: '/registrations?status=attended' });

    expect(reply.status).toBe(422);
    expect(reply.text).toContain('role="alert"');
    expect(reply.text).toContain('<option value="attended" selected>');
  });

  test('leads back to the list only', async () => {
    const browser = await organizer();
    const { id } = await createRegistration({ eventId: (await createEvent({ organizerId: browser.id })).id });

    for (const back of ['//evil.test', 'https://evil.test/registrations', '/logout', '/registrationsx']) {
      expect((await browser.post('/registrations/bulk', { action: 'attended', ids: String(id), back })).headers['location']).toBe(
        '/registrations',
      );
    }
  });
});

describe('one registration', () => {
  test('is shown to its organizer with contacts, status and money', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, title: 'Лекция', price: 120_000 });
    const { id, token } = await createRegistration({ eventId: event.id });

    const { status, text } = await browser.get(`/registrations/${id}`);

    expect(status).toBe(200);
    for (const words of [
      'Лекция',
      '+7 916 204-18-33',
      'Подтверждена',
      'Не оплачено',
      '1 200 ₽',
      'Отметить вход',
      'Изменить',
      'Отменить регистрацию',
      'Удалить',
    ]) {
      expect(plain(text)).toContain(words);
    }
    expect(text, 'the secret link is the visitor’s').not.toContain(token);
    expect(text, 'the event has not begun').not.toContain('Неявка');
  });

  test('is marked by one press, and back', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, startAt: inHours(-1), endAt: inHours(2) });
    const { id } = await createRegistration({ eventId: event.id });
    const press = (status: string) => browser.post(`/registrations/${id}/status`, { status });

    for (const status of ['attended', 'no_show', 'registered']) {
      const reply = await press(status);
      expect([reply.status, reply.headers['location']]).toEqual([303, `/registrations/${id}`]);
      expect(await statusOf(id)).toBe(status);
    }
    expect((await browser.post(`/registrations/${id}/status`, { status: 'waitlisted' })).status).toBe(422);
    expect((await browser.post(`/registrations/${id}/status`, {})).status).toBe(422);
  });

  test('is paid by one press', async () => {
    const browser = await organizer();
    const { id } = await createRegistration({ eventId: (await createEvent({ organizerId: browser.id, price: 5000 })).id });

    expect((await browser.post(`/registrations/${id}/payment`)).status).toBe(303);
    expect((await browser.post(`/registrations/${id}/payment`)).status).toBe(303);
    expect(await db.registration.findUnique({ where: { id } })).toMatchObject({ billedAmount: 5000, billedAt: expect.any(Date) });
  });

  test('in line gets a free seat and a mail, and is refused one where there is none', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, visitorLimit: 1 });
    const seated = await createRegistration({ eventId: event.id });
    const visitor = await createVisitor({ organizerId: browser.id });
    const waiting = await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'waitlisted' });

    const refused = await browser.post(`/registrations/${waiting.id}/status`, { status: 'attended' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Свободных мест нет');

    await db.eventSeats.update({ where: { eventId: event.id }, data: { seatLimit: 2 } });
    expect((await browser.post(`/registrations/${waiting.id}/status`, { status: 'registered' })).status).toBe(303);
    expect(await mailsTo(visitor.emailAddress)).toEqual(['registration-promoted']);
    expect(await seatsTaken(event.id)).toBe(2);
    expect(await statusOf(seated.id)).toBe('registered');
  });

  test.each([
    ['cancelled', 'no_show', {}, 'Из статуса «Отменена»'],
    ['registered', 'no_show', {}, 'только после начала'],
    ['attended', 'cancelled', {}, 'Вход или неявка уже отмечены'],
    ['cancelled', 'registered', { startAt: inHours(-5), endAt: inHours(-1) }, 'уже закончилось'],
    ['registered', 'cancelled', { startAt: inHours(-5), endAt: inHours(-1) }, 'уже закончилось'],
    ['cancelled', 'registered', { status: 'cancelled' }, 'Мероприятие отменено'],
    ['attended', 'registered', { status: 'cancelled' }, 'Мероприятие отменено'],
  ] as const)('that is %s does not become %s against the rules (%o)', async (from, to, event, words) => {
    const browser = await organizer();
    const { id } = await createRegistration({ eventId: (await createEvent({ organizerId: browser.id, ...event })).id, status: from });

    const reply = await browser.post(`/registrations/${id}/status`, { status: to });

    expect(reply.status).toBe(409);
    expect(reply.text).toContain(words);
    expect(await statusOf(id)).toBe(from);
  });

  test('is cancelled by its organizer after one more question; the visitor is told', async () => {
    const browser = await organizer();
    const visitor = await createVisitor({ organizerId: browser.id });
    const { id } = await createRegistration({ eventId: (await createEvent({ organizerId: browser.id })).id, visitorId: visitor.id });

    const { text } = await browser.get(`/registrations/${id}/cancellation`);
    for (const words of ['Да, отменить', visitor.emailAddress]) expect(text).toContain(words);
    expect((await browser.post(`/registrations/${id}/cancellation`)).status).toBe(303);
    expect(await statusOf(id)).toBe('cancelled');
    expect(await mailsTo(visitor.emailAddress)).toEqual(['registration-cancelled']);
    expect((await browser.get(`/registrations/${id}/cancellation`)).status).toBe(303);
  });

  test('without money is deleted after one more question: its seat goes on, its unsent mail goes with it', async () => {
    const browser = await organizer();
    const event = await createEvent({ organizerId: browser.id, visitorLimit: 1 });
    const { id } = await createRegistration({ eventId: event.id });
    await db.mail.create({ data: { kind: 'registration-confirmed', recipient: 'gone@example.test', registrationId: id } });
    const waiting = await createRegistration({ eventId: event.id, status: 'waitlisted' });

    expect((await browser.get(`/registrations/${id}/deletion`)).text).toContain('Да, удалить');
    const reply = await browser.post(`/registrations/${id}/deletion`);

    expect([reply.status, reply.headers['location']]).toEqual([303, '/registrations']);
    expect(await db.registration.findUnique({ where: { id } })).toBeNull();
    expect(await statusOf(waiting.id)).toBe('registered');
    expect(await mailsTo('gone@example.test')).toEqual([]);
  });

  test('with money on it is not deleted', async () => {
    const browser = await organizer();
    const { id } = await createRegistration({
      eventId: (await createEvent({ organizerId: browser.id })).id,
      billedAmount: 1,
      refundAmount: 1,
    });

    for (const reply of [await browser.get(`/registrations/${id}/deletion`), await browser.post(`/registrations/${id}/deletion`)]) {
      expect(reply.status).toBe(409);
      expect(reply.text).toContain('За регистрацией есть деньги');
    }
    expect(await statusOf(id)).toBe('registered');
  });

  test('of somebody else’s event is not there, whatever one tries', async () => {
    const browser = await organizer();
    const { id } = await createRegistration();

    for (const path of ['', '/edit', '/cancellation', '/deletion', '/event.ics'])
      expect((await browser.get(`/registrations/${id}${path}`)).status).toBe(404);
    for (const path of ['', '/status', '/payment', '/cancellation', '/deletion']) {
      expect((await browser.post(`/registrations/${id}${path}`, { status: 'attended' })).status).toBe(404);
    }
    expect(await db.registration.findUnique({ where: { id } })).toMatchObject({ status: 'registered', billedAmount: 0 });
  });

  test.each(['0', 'abc', '2147483648', '1.5', '-1', '%00'])('there is none with the number %s', async (id) => {
    const browser = await organizer();

    for (const path of ['', '/edit', '/cancellation', '/deletion'])
      expect((await browser.get(`/registrations/${id}${path}`)).status).toBe(404);
    expect((await browser.post(`/registrations/${id}`)).status).toBe(404);
  });

  test('of an organizer who takes part in somebody’s event is their ticket', async () => {
    const account = await createAccount({ role: 'organizer' });
    const event = await createEvent();
    const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: account.email });
    const { id } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
    const browser = await app.guest().logIn(account.email);

    expect((await browser.get(`/registrations/${id}`)).text).toContain('QR-код');
    expect((await browser.get('/registrations/mine')).text).toContain(`/registrations/${id}`);
    expect((await browser.get(`/registrations/${id}/edit`)).status).toBe(404);
  });
});

describe('the organizer registers a visitor', () => {
  async function scene(event: Parameters<typeof createEvent>[0] = {}) {
    const browser = await organizer();
    const ofEvent = await createEvent({ organizerId: browser.id, ...event });
    const visitor = await createVisitor({ organizerId: browser.id, firstName: 'Анна', lastName: 'Круглова' });
    return { browser, event: ofEvent, visitor, fields: { event_id: ofEvent.id, visitor_id: visitor.id } };
  }

  test('chooses the event, then the visitor, and saves', async () => {
    const { browser, event, visitor, fields } = await scene({ title: 'Лекция' });
    await createEvent({ organizerId: browser.id, title: 'Черновик встречи', status: 'draft' });
    await createEvent({ organizerId: browser.id, title: 'Прошлая встреча', startAt: inHours(-5), endAt: inHours(-1) });
    await createVisitor({ lastName: 'Чужаков' });

    const { text } = await browser.get('/registrations/new');
    for (const words of ['Мероприятие', 'Посетитель', 'Сохранить', 'Лекция', 'Круглова Анна', '/visitors/new?return_to='])
      expect(text).toContain(words);
    for (const words of ['Черновик встречи', 'Прошлая встреча', 'Чужаков']) expect(text).not.toContain(words);

    const reply = await browser.post('/registrations', fields);
    const { id } = await db.registration.findFirstOrThrow({ where: { eventId: event.id } });
    expect([reply.status, reply.headers['location']]).toEqual([303, `/registrations/${id}`]);
    expect((await browser.follow(reply)).text).toContain('Анна Круглова: место есть');
    expect(await mailsTo(visitor.emailAddress)).toEqual(['registration-confirmed']);
  });

  test('finds the visitor among many without JavaScript, keeping what was chosen', async () => {
    const { browser, event, visitor } = await scene();
    await createVisitor({ organizerId: browser.id, lastName: 'Ильин' });

    const reply = await browser.post('/registrations', { event_id: event.id, visitor_id: '', visitor_q: 'кругл', find: 'yes' });
    expect(reply.status).toBe(303);
    const { text } = await browser.follow(reply);

    expect(text).toContain(`<option value="${event.id}" selected>`);
    expect(text).toContain('Круглова Анна');
    expect(text).not.toContain('Ильин');
    expect(text).toContain('value="кругл"');
    expect((await browser.get('/registrations/new?visitor_q=никто')).text).toContain('Никого не нашлось');
    expect((await browser.get(`/registrations/new?visitor_id=${visitor.id}&visitor_q=ильин`)).text).toContain(
      `<option value="${visitor.id}" selected>`,
    );
  });

  test.each([
    'event_id=x&visitor_id=y',
    'visitor_q=%00',
    `visitor_q=${'я'.repeat(200)}`,
    'event_id=1&event_id=2',
    'visitor_id=99999999999',
  ])('opens the form in spite of ?%s', async (query) => {
    expect((await (await scene()).browser.get(`/registrations/new?${query}`)).status).toBe(200);
  });

  test('for a full event is offered the waiting list', async () => {
    const { browser, event, fields } = await scene({ visitorLimit: 1 });
    await createRegistration({ eventId: event.id });

    const refused = await browser.post('/registrations', fields);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Поставить посетителя в лист ожидания');
    expect(refused.text).toContain(`<option value="${fields.visitor_id}" selected>`);

    const reply = await browser.post('/registrations', { ...fields, waitlist: 'yes' });
    expect(reply.status).toBe(303);
    expect((await browser.follow(reply)).text).toContain('место в листе ожидания');
  });

  test('twice is shown the first registration: these are their own data', async () => {
    const { browser, event, fields } = await scene();
    await browser.post('/registrations', fields);
    const { id } = await db.registration.findFirstOrThrow({ where: { eventId: event.id } });

    const reply = await browser.post('/registrations', fields);

    expect(reply.status).toBe(409);
    expect(reply.text).toContain('Анна Круглова: регистрация на это мероприятие уже есть');
    expect(reply.text).toContain(`href="/registrations/${id}"`);
  });

  test('keeps the details of the visitor as they are', async () => {
    const { browser, visitor, fields } = await scene();

    await browser.post('/registrations', fields);

    expect(await db.visitor.findUnique({ where: { id: visitor.id } })).toEqual(visitor);
  });

  test.each([
    ['nothing chosen', () => ({ event_id: '', visitor_id: '' }), ['Выберите мероприятие', 'Выберите посетителя']],
    ['nonsense', () => ({ event_id: 'x', visitor_id: '1.5' }), ['Выберите мероприятие', 'Выберите посетителя']],
    ['an unknown event', () => ({ event_id: 2_147_483_647 }), ['Выберите мероприятие']],
    ['an unknown visitor', () => ({ visitor_id: 2_147_483_647 }), ['Выберите посетителя']],
    ['somebody else’s event', async () => ({ event_id: (await createEvent()).id }), ['Выберите мероприятие']],
    ['somebody else’s visitor', async () => ({ visitor_id: (await createVisitor()).id }), ['Выберите посетителя']],
  ])('with %s is told what to choose', async (_name, wrong, messages) => {
    const { browser, fields } = await scene();

    const { status, text } = await browser.post('/registrations', { ...fields, ...(await wrong()) });

    expect(status).toBe(422);
    for (const message of messages) expect(text).toContain(message);
  });

  test.each([
    ['cancelled', { status: 'cancelled' }],
    ['over', { startAt: inHours(-5), endAt: inHours(-1) }],
    ['a draft', { status: 'draft' }],
  ] as const)('for an event that is %s is told that it takes nobody', async (_name, given) => {
    const { browser, fields } = await scene(given);

    const { status } = await browser.post('/registrations', fields);

    expect(status).toBe(409);
    expect(await db.registration.count({ where: { visitorId: fields.visitor_id } })).toBe(0);
  });

  test('an admin may for anybody, but not with the visitor of another organizer', async () => {
    const { fields } = await scene();
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);

    expect((await admin.post('/registrations', { ...fields, visitor_id: (await createVisitor()).id })).text).toContain(
      'из списка другого организатора',
    );
    expect((await admin.post('/registrations', fields)).status).toBe(303);
  });
});

describe('editing a registration', () => {
  const minute = (hours: number) => new Date(Math.floor(inHours(hours).getTime() / 60_000) * 60_000);
  /** As a datetime-local field has it in Moscow. */
  const local = (at: Date) => new Date(at.getTime() + 3 * 60 * 60_000).toISOString().slice(0, 16);

  async function scene(given: Parameters<typeof createRegistration>[0] = {}, event: Parameters<typeof createEvent>[0] = {}) {
    const browser = await organizer();
    const visitor = await createVisitor({ organizerId: browser.id });
    const ofEvent = await createEvent({ organizerId: browser.id, price: 100_000, ...event });
    const registration = await createRegistration({ eventId: ofEvent.id, visitorId: visitor.id, ...given });
    const fields: Fields = {
      status: registration.status,
      billed_amount: '0',
      billed_at: '',
      refund_amount: '0',
      refunded_at: '',
      version: registration.updatedAt.toISOString(),
    };
    const save = (changes: Fields) => browser.post(`/registrations/${registration.id}`, { ...fields, ...changes });
    const stored = () => db.registration.findUniqueOrThrow({ where: { id: registration.id } });
    return { browser, id: registration.id, email: visitor.emailAddress, event: ofEvent, save, stored };
  }

  test('shows what there is, in major units and in the event’s time', async () => {
    const { browser, id } = await scene({ billedAmount: 150_050, billedAt: new Date('2026-03-01T16:30:00Z') } as never);

    const { text } = await browser.get(`/registrations/${id}/edit`);

    expect(text).toContain('value="1500,50"');
    expect(text).toContain('value="2026-03-01T19:30"');
    expect(text).toContain('по Москве (UTC+3)');
    expect(text).toContain('<option value="registered" selected>');
    expect(text).not.toContain('<option value="waitlisted"');
  });

  test('saves status and money together', async () => {
    const { id, save, stored, browser } = await scene({}, { startAt: inHours(-2), endAt: inHours(2) });

    const reply = await save({
      status: 'attended',
      billed_amount: '1 500,50',
      billed_at: local(minute(-1)),
      refund_amount: '100.5',
      refunded_at: local(minute(0)),
    });

    expect([reply.status, reply.headers['location']]).toEqual([303, `/registrations/${id}`]);
    expect(await stored()).toMatchObject({
      status: 'attended',
      billedAmount: 150_050,
      billedAt: minute(-1),
      refundAmount: 10_050,
      refundedAt: minute(0),
    });
    expect((await browser.follow(reply)).text).toContain('Изменения сохранены');
  });

  test('an amount without a moment is of now; 0 takes amount and moment away', async () => {
    const { save, stored } = await scene();

    await save({ billed_amount: '10' });
    const { billedAt, updatedAt } = await stored();
    expect(Date.now() - billedAt!.getTime()).toBeLessThan(10_000);
    await save({ billed_amount: '0', version: updatedAt.toISOString() });
    expect(await stored()).toMatchObject({ billedAmount: 0, billedAt: null });
  });

  test('a refund is told by mail, once for each time it grows', async () => {
    const { save, stored, email } = await scene({ billedAmount: 100_000 });
    const version = async () => (await stored()).updatedAt.toISOString();

    await save({ billed_amount: '1000', refund_amount: '200' });
    await save({ billed_amount: '1000', refund_amount: '200', version: await version() });
    await save({ billed_amount: '1000', refund_amount: '100', version: await version() });
    expect(await mailsTo(email)).toEqual(['registration-refunded']);
    await save({ billed_amount: '1000', refund_amount: '1000', version: await version() });
    expect(await mailsTo(email)).toEqual(['registration-refunded', 'registration-refunded']);
  });

  test('a moment that was left as it stood keeps its seconds', async () => {
    const billedAt = new Date('2026-03-01T16:30:12.345Z');
    const { save, stored } = await scene({ billedAmount: 100, billedAt } as never);

    expect((await save({ billed_amount: '1', billed_at: '2026-03-01T19:30' })).status).toBe(303);
    expect((await stored()).billedAt).toEqual(billedAt);
  });

  test.each<[string, Fields, string, string]>([
    [
      'a refund of more than was paid',
      { billed_amount: '10', refund_amount: '10,01' },
      'refund_amount',
      'Возврат не может быть больше оплаченного: 10 ₽',
    ],
    ['a refund of what was never paid', { refund_amount: '1' }, 'refund_amount', 'больше оплаченного'],
    ['a negative amount', { billed_amount: '-5' }, 'billed_amount', 'Введите сумму цифрами'],
    ['no amount', { billed_amount: '' }, 'billed_amount', 'Введите сумму цифрами'],
    ['three decimals', { billed_amount: '1,005' }, 'billed_amount', 'Введите сумму цифрами'],
    ['words', { refund_amount: 'сто' }, 'refund_amount', 'Введите сумму цифрами'],
    ['too much', { billed_amount: '10000000,01' }, 'billed_amount', 'не больше 10000000'],
    ['a payment to come', { billed_amount: '10', billed_at: local(minute(1)) }, 'billed_at', 'ещё не наступил'],
    [
      'a refund to come',
      { billed_amount: '10', billed_at: local(minute(-1)), refund_amount: '1', refunded_at: local(minute(1)) },
      'refunded_at',
      'ещё не наступил',
    ],
    [
      'a refund before the payment',
      { billed_amount: '10', billed_at: local(minute(-1)), refund_amount: '1', refunded_at: local(minute(-2)) },
      'refunded_at',
      'раньше оплаты',
    ],
    ['a moment without an amount', { billed_at: local(minute(-1)) }, 'billed_at', 'Введите сумму или уберите время'],
    ['no moment', { billed_amount: '10', billed_at: 'вчера' }, 'billed_at', 'Введите дату и время'],
    ['a day that is none', { billed_amount: '10', billed_at: '2026-02-30T10:00' }, 'billed_at', 'Введите дату и время'],
    ['an unknown status', { status: 'gone' }, 'status', 'Выберите один из'],
    ['a status sent twice', { status: ['attended', 'cancelled'] }, 'status', 'несколько раз'],
    ['a no-show before the start', { status: 'no_show' }, 'status', 'только после начала'],
    ['the waiting list by hand', { status: 'waitlisted' }, 'status', 'Из статуса «Подтверждена»'],
  ])('refuses %s, at its field, keeping what was typed', async (_name, wrong, field, message) => {
    const { save, stored, id, browser } = await scene();

    const { status, text } = await save(wrong);

    expect(status).toBe(422);
    expect(plain(text)).toContain(message);
    expect(text).toContain(`href="#${field}"`);
    expect(text).toContain(`id="${field}-error"`);
    expect(await stored()).toMatchObject({ status: 'registered', billedAmount: 0, refundAmount: 0 });
    expect((await browser.get(`/registrations/${id}`)).status).toBe(200);
  });

  test('a status that the rules forbid saves nothing of the money either', async () => {
    const { save, stored } = await scene();

    expect((await save({ status: 'no_show', billed_amount: '10' })).status).toBe(422);
    expect(await stored()).toMatchObject({ status: 'registered', billedAmount: 0 });
  });

  test('what somebody else saved meanwhile is not overwritten unseen', async () => {
    const { save, stored } = await scene();
    expect((await save({ billed_amount: '10' })).status).toBe(303);

    const stale = await save({ billed_amount: '20' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('изменил кто-то ещё');
    expect(stale.text).toContain('value="20"');
    expect((await stored()).billedAmount).toBe(1000);

    const version = /name="version" value="([^"]+)"/.exec(stale.text)![1]!;
    expect((await save({ billed_amount: '20', version })).status).toBe(303);
    expect((await stored()).billedAmount).toBe(2000);
  });

  test.each(['', 'yesterday', '2026-13-01T00:00:00Z'])('needs to know the version (%s)', async (version) => {
    expect((await (await scene()).save({ version })).status).toBe(422);
  });

  test('a refund after the event was cancelled can be written down', async () => {
    const { save, stored } = await scene({ status: 'cancelled', billedAmount: 100_000 }, { status: 'cancelled' });

    expect((await save({ billed_amount: '1000', refund_amount: '1000' })).status).toBe(303);
    expect(await stored()).toMatchObject({ status: 'cancelled', refundAmount: 100_000 });
  });
});
