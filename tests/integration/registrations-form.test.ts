import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';
import { startApp } from '../support/app.ts';
import type { Fields, TestApp } from '../support/app.ts';

vi.hoisted(() => {
  process.env['RATE_LIMIT'] = 'off';
});

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

let people = 0;
const person = (given: Fields = {}): Fields => ({
  first_name: 'Анна',
  last_name: 'Круглова',
  email: `form${(people += 1)}@example.test`,
  phone: '8 (916) 204-18-33',
  consent: 'on',
  ...given,
});

describe('the form', () => {
  test('asks a guest for everything and shows the event beside it', async () => {
    const event = await createEvent({ title: 'Джаз на крыше', price: 120_000 });

    const { status, text } = await app.get(`/events/${event.id}/register`);

    expect(status).toBe(200);
    for (const label of ['Имя', 'Фамилия', 'Электронная почта', 'Телефон', 'Подтвердить регистрацию', 'Джаз на крыше', '1 200 ₽']) {
      expect(text.replaceAll('\u00a0', ' ')).toContain(label);
    }
    for (const name of ['first_name', 'last_name', 'email', 'phone', 'consent', '_csrf']) expect(text).toContain(`name="${name}"`);
    expect(text).not.toContain('name="waitlist"');
  });

  test('is filled in from the account', async () => {
    const account = await createAccount({ firstName: 'Ольга', lastName: 'Дёмина' });
    const event = await createEvent();

    const { text } = await (await app.guest().logIn(account.email)).get(`/events/${event.id}/register`);

    for (const value of ['Ольга', 'Дёмина', account.email]) expect(text).toContain(`value="${value}"`);
  });

  test('speaks English to whoever reads it', async () => {
    const event = await createEvent();

    expect((await app.get(`/events/${event.id}/register`, { 'accept-language': 'en' })).text).toContain('Confirm registration');
  });

  test('registers: a seat, a mail, and the page of the registration with its ticket', async () => {
    const event = await createEvent({ startAt: inHours(24 * 9) });
    const browser = app.guest();

    const reply = await browser.post(`/events/${event.id}/register`, person({ email: 'anna@example.test' }));

    expect(reply.status).toBe(303);
    expect(reply.headers['location']).toMatch(/^\/r\/[0-9a-f-]{36}$/);
    const registration = await db.registration.findFirstOrThrow({ where: { eventId: event.id }, include: { visitor: true } });
    expect(registration).toMatchObject({ status: 'registered', locale: 'ru', visitor: { phoneNumber: '+79162041833', firstName: 'Анна' } });
    expect(await mailsTo('anna@example.test')).toEqual(['registration-confirmed']);
    const ticket = await browser.follow(reply);
    expect(ticket.status).toBe(200);
    for (const words of ['Регистрация подтверждена', 'anna@example.test', 'Ждём вас', `№ ${registration.id}`, 'QR-код'])
      expect(ticket.text).toContain(words);
    expect((await browser.get(reply.headers['location'] as string)).text).not.toContain('Регистрация подтверждена');
  });

  test.each<[string, Fields, string[]]>([
    [
      'empty',
      { first_name: '', last_name: '  ', email: '', phone: '', consent: undefined },
      ['Введите имя', 'Введите фамилию', 'Введите адрес почты', 'Введите телефон', 'дайте согласие'],
    ],
    ['missing', { first_name: undefined, email: undefined }, ['Введите имя', 'Введите адрес почты']],
    ['too long', { first_name: 'Я'.repeat(101), email: `${'a'.repeat(250)}@example.test` }, ['Сократите до 100', 'Сократите до 254']],
    ['a bad address', { email: 'anna.mail.ru' }, ['Введите адрес почты']],
    ['an address out of other letters', { email: 'анна@example.test' }, ['Введите адрес почты']],
    ['a bad phone', { phone: '+7 916 20' }, ['Введите телефон']],
    ['a phone out of letters', { phone: 'звоните' }, ['Введите телефон']],
    ['NUL', { first_name: 'А\u0000нна' }, ['Уберите символы']],
    ['two lines', { last_name: 'Круглова\nКруглова' }, ['в одну строку']],
    ['a field twice', { email: ['a@example.test', 'b@example.test'] }, ['несколько раз']],
  ])('refuses what is %s, says so at the field and keeps the rest', async (_name, wrong, messages) => {
    const event = await createEvent();
    const fields = person({ last_name: 'О’Нил "мл." <b>', ...wrong });

    const { status, text } = await app.post(`/events/${event.id}/register`, fields);

    expect(status).toBe(422);
    expect(text).toContain('<title>Ошибка: ');
    for (const message of messages) expect(text).toContain(message);
    if (!('last_name' in wrong)) expect(text).toContain('value="О’Нил &#34;мл.&#34; &lt;b&gt;"');
    expect(text).not.toContain('<b>"');
    expect(await db.registration.count({ where: { eventId: event.id } })).toBe(0);
  });

  test('keeps a name with quotes, tags and letters of any script as it was typed', async () => {
    const event = await createEvent();
    const browser = app.guest();

    const reply = await browser.post(
      `/events/${event.id}/register`,
      person({ first_name: `<script>alert("1")</script>`, last_name: 'أحمد 你好 О’Нил' }),
    );

    expect(reply.status).toBe(303);
    const ticket = await browser.follow(reply);
    expect(ticket.text).not.toContain('<script>alert');
    expect(ticket.text).toContain('أحمد 你好 О’Нил');
  });
});

describe('a full event', () => {
  test('says that one joins the waiting list before one sends the form, and how many wait', async () => {
    const event = await createEvent({ visitorLimit: 1 });
    await createRegistration({ eventId: event.id });
    await createRegistration({ eventId: event.id, status: 'waitlisted' });
    await createRegistration({ eventId: event.id, status: 'waitlisted' });
    const browser = app.guest();

    const form = await browser.get(`/events/${event.id}/register`);
    expect(form.text).toContain('Мест нет.');
    expect(form.text).toContain('сейчас ждут 2 человека');
    expect(form.text).toContain('Встать в лист ожидания');
    expect(form.text).toContain('name="waitlist" value="yes"');
    expect(form.text).not.toContain('Подтвердить регистрацию');

    const reply = await browser.post(`/events/${event.id}/register`, person({ email: 'third@example.test', waitlist: 'yes' }));
    const page = await browser.follow(reply);
    expect(page.text).toContain('Вы в листе ожидания');
    expect(page.text).toContain('Номер в листе ожидания: 3');
    expect(page.text).not.toContain('QR-код');
    expect(await mailsTo('third@example.test')).toEqual(['registration-waitlisted']);
  });

  test('that filled up while one was typing answers 409 with everything kept and the waiting list offered', async () => {
    const event = await createEvent({ visitorLimit: 1 });
    await createRegistration({ eventId: event.id });

    const { status, text } = await app.post(`/events/${event.id}/register`, person({ email: 'late@example.test', first_name: 'Игорь' }));

    expect(status).toBe(409);
    expect(text).toContain('Пока вы заполняли форму');
    expect(text).toContain('value="late@example.test"');
    expect(text).toContain('value="Игорь"');
    expect(text).toContain('name="waitlist" value="yes"');
    expect(text).toMatch(/name="consent"[^>]* checked/);
    expect(await db.visitor.count({ where: { emailAddress: 'late@example.test' } })).toBe(0);
  });

  test('still offers the waiting list when the form had mistakes', async () => {
    const event = await createEvent({ visitorLimit: 1 });
    await createRegistration({ eventId: event.id });

    const { status, text } = await app.post(`/events/${event.id}/register`, person({ phone: '', waitlist: 'yes' }));

    expect(status).toBe(422);
    expect(text).toContain('Встать в лист ожидания');
  });
});

describe('a person who is registered already', () => {
  test('is told so by 409, and a stranger is shown nothing of the first registration', async () => {
    const event = await createEvent();
    await app
      .guest()
      .post(`/events/${event.id}/register`, person({ email: 'first@example.test', first_name: 'Секретина', phone: '+79031112233' }));
    const { token, id } = await db.registration.findFirstOrThrow({ where: { eventId: event.id } });

    const stranger = app.guest();
    const { status, text, headers } = await stranger.post(`/events/${event.id}/register`, person({ email: 'FIRST@example.test' }));

    expect(status).toBe(409);
    expect(text).toContain('Этот адрес уже зарегистрирован');
    expect(text).toContain('Мы отправили на него ссылку');
    for (const secret of [token, 'Секретина', '111-22-33', '+7903', `/registrations/${id}`, `№ ${id}`]) expect(text).not.toContain(secret);
    expect(headers['location']).toBeUndefined();
    expect(await mailsTo('first@example.test')).toEqual(['registration-confirmed', 'registration-again']);
    await stranger.post(`/events/${event.id}/register`, person({ email: 'first@example.test' }));
    expect(await mailsTo('first@example.test')).toEqual(['registration-confirmed', 'registration-again']);
  });

  test('may open it if the account proved that the address is theirs, not otherwise', async () => {
    const event = await createEvent();
    const [proven, claimed] = [await createAccount(), await createAccount({ emailConfirmed: false })];
    for (const { email } of [proven, claimed]) await app.guest().post(`/events/${event.id}/register`, person({ email }));

    const again = async (email: string) => (await app.guest().logIn(email)).post(`/events/${event.id}/register`, person({ email }));

    expect((await again(proven.email)).text).toContain('Открыть мою регистрацию');
    expect((await again(claimed.email)).text).not.toContain('Открыть мою регистрацию');
  });

  test('with money of an earlier registration gets the link by mail only', async () => {
    const event = await createEvent({ price: 100_000 });
    const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: 'money@example.test' });
    await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'cancelled', billedAmount: 100_000 });

    const reply = await app.guest().post(`/events/${event.id}/register`, person({ email: 'money@example.test' }));

    expect(reply.status).toBe(303);
    expect(reply.headers['location']).toBe(`/events/${event.id}`);
    expect(await mailsTo('money@example.test')).toEqual(['registration-confirmed']);
  });
});

describe('events that take nobody explain themselves', () => {
  test.each([
    ['a cancelled one', { status: 'cancelled', cancelReason: 'Заболел лектор' }, ['Мероприятие отменено', 'Заболел лектор']],
    ['a past one', { startAt: inHours(-9), endAt: inHours(-6) }, ['Мероприятие уже прошло']],
  ] as const)('%s: words and no form, 200 to look and 409 to send', async (_name, given, words) => {
    const event = await createEvent(given);

    const looked = await app.get(`/events/${event.id}/register`);
    const sent = await app.post(`/events/${event.id}/register`, person());
    const sentWrong = await app.post(`/events/${event.id}/register`, person({ phone: '' }));

    expect([looked.status, sent.status, sentWrong.status]).toEqual([200, 409, 409]);
    for (const { text } of [looked, sent, sentWrong]) {
      for (const word of words) expect(text).toContain(word);
      expect(text).not.toContain('name="first_name"');
    }
  });

  test('a draft is not there, not even for its owner', async () => {
    const owner = await createAccount({ role: 'organizer' });
    const event = await createEvent({ status: 'draft', organizerId: owner.id });
    const browser = await app.guest().logIn(owner.email);

    for (const one of [app, browser]) {
      expect((await one.get(`/events/${event.id}/register`)).status).toBe(404);
      expect((await one.post(`/events/${event.id}/register`, person())).status).toBe(404);
      expect((await one.post(`/events/${event.id}/register`, person({ phone: '' }))).status).toBe(404);
    }
  });

  test.each(['0', '-1', 'abc', '1.5', '2147483647', '2147483648', '99999999999999999999', '%00', '1e3'])(
    'there is no event %s',
    async (id) => {
      expect((await app.get(`/events/${id}/register`)).status).toBe(404);
      expect((await app.post(`/events/${id}/register`, person())).status).toBe(404);
    },
  );
});

test('registering takes one statement of the database', async () => {
  const event = await createEvent();
  const browser = app.guest();
  await browser.get(`/events/${event.id}/register`);
  const queries = vi.spyOn(db, '$queryRaw');

  const reply = await browser.post(`/events/${event.id}/register`, person());

  expect(reply.status).toBe(303);
  expect(queries).toHaveBeenCalledTimes(1);
});
