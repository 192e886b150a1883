import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { PRIVACY_VERSION } from '../../src/policies/privacy.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import {
  addMember,
  createAccount,
  createEvent,
  createGroup,
  createOwnRegistration,
  createRegistration,
  createVisitor,
  mailsTo,
} from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const hybrid = (given: Parameters<typeof createEvent>[0] = {}) => createEvent({ format: 'hybrid', ...given });
const fill = async (eventId: number, isRemote: boolean, waiting = 0) => {
  await createRegistration({ eventId, isRemote });
  for (let n = 0; n < waiting; n++) await createRegistration({ eventId, isRemote, status: 'waitlisted' });
};

let people = 0;
const person = (given: Record<string, string> = {}) => ({
  first_name: 'Анна',
  last_name: 'Круглова',
  email: `page${(people += 1)}@example.test`,
  phone: '+7 916 204-18-33',
  consent: 'on',
  ...given,
});

/** The option of a side as the form has it, and whether it is chosen. */
const option = (html: string, side: string) => {
  const input = new RegExp(`<input type="radio"[^>]*name="attendance" value="${side}"[^>]*>`).exec(html)?.[0] ?? '';
  const words = new RegExp(`value="${side}"[^>]*>.*?</label>`, 's').exec(html)?.[0] ?? '';
  return { isChosen: input.includes(' checked'), words: plain(words.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')) };
};

describe('the form of an event that takes place here and online', () => {
  test('says what each side costs and has room for, and begins with the one that has some', async () => {
    const event = await hybrid({ visitorLimit: 1, price: 30_000, onlineLimit: 388 });
    await fill(event.id, false, 2);

    const { text } = await app.get(`/events/${event.id}/register`);

    expect(option(text, 'online')).toEqual({ isChosen: true, words: expect.stringContaining('Бесплатно · 388 мест') as string });
    expect(option(text, 'offline')).toEqual({
      isChosen: false,
      words: expect.stringContaining('300 ₽ · мест нет, в листе ожидания ваш номер будет 3') as string,
    });
    expect(text).toContain('name="waitlist" value="offline"');
    expect(text).toContain('Подтвердить регистрацию');
  });

  test('begins with the side that a link asks for, and ignores any other', async () => {
    const event = await hybrid();

    expect(option((await app.get(`/events/${event.id}/register?attendance=online`)).text, 'online').isChosen).toBe(true);
    expect(option((await app.get(`/events/${event.id}/register?attendance=x`)).text, 'offline').isChosen).toBe(true);
  });

  test('puts people on the side they chose, in its line if it is full', async () => {
    const event = await hybrid({ visitorLimit: 1, location: 'Библиотека на Бауманской', onlineUrl: 'https://meet.example.test/hall' });
    await fill(event.id, false);
    const send = async (fields: Record<string, string>) => {
      const browser = app.guest();
      return browser.follow(await browser.post(`/events/${event.id}/register`, person({ waitlist: 'offline', ...fields })));
    };

    const remote = await send({ attendance: 'online', email: 'remote@example.test' });
    const waiting = await send({ attendance: 'offline', email: 'waiting@example.test' });

    expect(remote.text).toContain('href="https://meet.example.test/hall"');
    expect(remote.text).not.toContain('Бауманской');
    expect(waiting.text).toContain('Номер в листе ожидания: 1');
    expect(waiting.text).toContain('Бауманской');
    expect(waiting.text).not.toContain('meet.example.test');
    expect(await mailsTo('remote@example.test')).toEqual(['registration-confirmed']);
  });

  test('with a side that filled up meanwhile answers 409 with the choice and everything typed kept', async () => {
    const event = await hybrid({ onlineLimit: 1 });
    await fill(event.id, true);

    const { status, text } = await app.post(`/events/${event.id}/register`, person({ attendance: 'online', first_name: 'Игорь' }));

    expect(status).toBe(409);
    expect(text).toContain('Пока вы заполняли форму');
    expect(option(text, 'online').isChosen).toBe(true);
    expect(text).toContain('name="waitlist" value="online"');
    expect(text).toContain('value="Игорь"');
  });

  test('with both sides full is that of the waiting lists, and says it when their order may change', async () => {
    const event = await hybrid({ visitorLimit: 1, onlineLimit: 1, prefersReliable: true });
    await fill(event.id, true, 1);
    await fill(event.id, false, 1);

    const { text } = await app.get(`/events/${event.id}/register`);

    expect(text).toContain('сейчас ждут 2 человека');
    expect(text).toContain('Порядок в очереди может меняться: организатор предпочитает надёжных участников.');
    expect(option(text, 'offline').words).toContain('мест нет, можно встать в лист ожидания');
    expect(text).toContain('name="waitlist" value="yes"');
    expect(text).toContain('Встать в лист ожидания');
  });

  test('names the choice when it is nonsense', async () => {
    const event = await hybrid();

    const { status, text } = await app.post(`/events/${event.id}/register`, person({ attendance: 'everywhere' }));

    expect(status).toBe(422);
    expect(text).toContain('Выберите, очно или онлайн');
    expect(text).toContain('href="#attendance"');
  });

  test('is not there where there is nothing to choose', async () => {
    expect((await app.get(`/events/${(await createEvent()).id}/register`)).text).not.toContain('name="attendance"');
  });
});

describe('the ticket', () => {
  test('offers the other side with its price, and moves there by one press', async () => {
    const event = await hybrid({ price: 30_000, visitorLimit: 1 });
    const { id, token } = await createRegistration({ eventId: event.id });
    const guest = app.guest();

    const before = await guest.get(`/r/${token}`);
    expect(before.text).toContain('Участвовать онлайн · Бесплатно');
    expect(before.text).toContain('QR-код');
    const after = await guest.follow(await guest.post(`/r/${token}/attendance`, { attendance: 'online' }));

    expect(after.text).toContain('Теперь участие онлайн.');
    expect(after.text).toContain('Подключиться');
    expect(plain(after.text)).toContain('Прийти очно · 300 ₽');
    expect(await db.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ isRemote: true, price: 0 });
  });

  test('says why there is no other side to go to', async () => {
    const event = await hybrid({ onlineLimit: 1, price: 30_000 });
    await fill(event.id, true);
    const { token } = await createRegistration({ eventId: event.id });
    const paid = await createRegistration({ eventId: (await hybrid({ price: 30_000 })).id, billedAmount: 30_000 });

    const page = await app.get(`/r/${token}`);
    expect(page.text).toContain('Онлайн-мест сейчас нет.');
    expect(page.text).not.toContain('name="attendance"');
    const refusals: [string, string][] = [
      [token, 'Там свободных мест уже нет.'],
      [paid.token, 'За регистрацией есть деньги, а цена там другая.'],
    ];
    for (const [secret, words] of refusals) {
      const reply = await app.post(`/r/${secret}/attendance`, { attendance: 'online' });
      expect([reply.status, reply.text.includes(words)]).toEqual([409, true]);
    }
    expect((await app.post(`/r/${token}/attendance`, { attendance: 'x' })).status).toBe(422);
  });

  test('of an event of one side knows of no other', async () => {
    const { token } = await createRegistration();

    expect((await app.get(`/r/${token}`)).text).not.toContain('attendance');
    expect((await app.post(`/r/${token}/attendance`, { attendance: 'online' })).status).toBe(409);
  });

  test('and its calendar tell the place to who comes and the link to who watches', async () => {
    const event = await hybrid({ location: 'Библиотека на Бауманской', onlineUrl: 'https://meet.example.test/hall' });
    const calendar = async (isRemote: boolean) => {
      const { token } = await createRegistration({ eventId: event.id, isRemote });
      return (await app.get(`/r/${token}/event.ics`)).text;
    };

    expect(await calendar(false)).toContain('LOCATION:Библиотека на Бауманской');
    expect(await calendar(false)).not.toContain('meet.example.test');
    expect(await calendar(true)).toContain('LOCATION:https://meet.example.test/hall');
  });

  test('in the line of an organizer who prefers the reliable says that places may change', async () => {
    const event = await createEvent({ prefersReliable: true });
    const { token } = await createRegistration({ eventId: event.id, status: 'waitlisted' });

    expect((await app.get(`/r/${token}`)).text).toContain('Порядок в очереди может меняться');
  });
});

describe('the account of a participant', () => {
  test('moves the own registration and nobody else’s', async () => {
    const [own, other] = [await createAccount(), await createAccount()];
    const event = await hybrid();
    const { id } = await createOwnRegistration(own.id, { eventId: event.id });

    const stranger = await app.guest().logIn(other.email);
    expect((await stranger.post(`/registrations/${id}/attendance`, { attendance: 'online' })).status).toBe(404);
    const browser = await app.guest().logIn(own.email);
    const reply = await browser.post(`/registrations/${id}/attendance`, { attendance: 'online' });

    expect([reply.status, reply.headers['location']]).toEqual([303, `/registrations/${id}`]);
    expect((await browser.get('/registrations')).text).toContain('Онлайн');
  });
});

describe('the organizer', () => {
  async function organizing(given: Parameters<typeof createEvent>[0] = {}) {
    const account = await createAccount({ role: 'organizer' });
    const event = await hybrid({ organizerId: account.id, ...given });
    return { event, browser: await app.guest().logIn(account.email) };
  }

  test('sees who takes part how, in the list and on the record, and may change it', async () => {
    const { event, browser } = await organizing({ onlinePrice: 5_000 });
    const { id } = await createRegistration({ eventId: event.id });

    expect((await browser.get('/registrations')).text).toMatch(/· Очно/);
    const record = await browser.get(`/registrations/${id}`);
    expect(plain(record.text)).toContain('Перевести в онлайн · 50 ₽');
    const moved = await browser.follow(await browser.post(`/registrations/${id}/attendance`, { attendance: 'online' }));

    expect(moved.text).toContain('Теперь участие онлайн.');
    expect(await db.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({ isRemote: true, price: 5_000 });
    expect((await browser.post(`/registrations/${id}/attendance`, {})).status).toBe(422);
  });

  test('puts people down for either side', async () => {
    const { event, browser } = await organizing({ visitorLimit: 1 });
    await fill(event.id, false);
    const { id: visitorId } = await createVisitor({ organizerId: event.organizerId });

    const form = await browser.get('/registrations/new');
    expect(form.text).toContain('Очно: Мест нет, Онлайн: 10 мест');
    const full = await browser.post('/registrations', { event_id: event.id, visitor_id: visitorId, attendance: 'offline' });
    expect(full.status).toBe(409);
    await browser.post('/registrations', { event_id: event.id, visitor_id: visitorId, attendance: 'online' });

    expect(await db.registration.findFirstOrThrow({ where: { visitorId } })).toMatchObject({ isRemote: true, status: 'registered' });
  });

  test('sees what a person agreed to and when, or that nobody asked them', async () => {
    const { event, browser } = await organizing();
    await app.guest().post(`/events/${event.id}/register`, person());
    const own = await db.registration.findFirstOrThrow({ where: { eventId: event.id } });
    const known = await createRegistration({ eventId: event.id });

    expect((await browser.get(`/registrations/${own.id}`)).text).toContain(`Версия ${PRIVACY_VERSION}, `);
    expect((await browser.get(`/registrations/${known.id}`)).text).toContain('Регистрация сделана организатором');
  });
});

describe('an event for members only', () => {
  async function membersOnly() {
    const leader = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: leader.id, name: 'Джаз по субботам' });
    const place = { location: 'Квартира на Покровке', groupId: group.id, membersOnly: true };
    return { group, event: await createEvent({ organizerId: leader.id, ...place }), member: await addMember(group.id) };
  }

  test('tells others who can register, with the way into the group, and nothing of the place', async () => {
    const { group, event } = await membersOnly();
    const stranger = await app.guest().logIn((await createAccount()).email);

    for (const browser of [app.guest(), stranger]) {
      const looked = await browser.get(`/events/${event.id}/register`);
      const sent = await browser.post(`/events/${event.id}/register`, person());
      const wrong = await browser.post(`/events/${event.id}/register`, person({ phone: '' }));

      expect([looked.status, sent.status, wrong.status]).toEqual([200, 409, 409]);
      for (const { text } of [looked, sent, wrong]) {
        expect(text).toContain('Записаться могут участники группы «Джаз по субботам»');
        expect(text).toContain(`href="/groups/${group.slug}"`);
        expect(text).not.toContain('Покровке');
        expect(text).not.toContain('name="first_name"');
      }
    }
  });

  test('takes a member to the ticket, and asks for the address of the account', async () => {
    const { event, member } = await membersOnly();
    const browser = await app.guest().logIn(member.email);

    const form = await browser.get(`/events/${event.id}/register`);
    expect(form.text).toContain('Покровке');
    const other = await browser.post(`/events/${event.id}/register`, person());
    expect(other.status).toBe(409);
    expect(other.text).toContain('Введите адрес, с которым вы в неё вступили');
    const ticket = await browser.follow(await browser.post(`/events/${event.id}/register`, person({ email: member.email })));

    expect(ticket.text).toContain('Регистрация подтверждена');
    expect(ticket.text).toContain('Покровке');
  });

  test('tells whoever merely knows the address of a member neither the place nor that they are one or registered', async () => {
    const { event, member } = await membersOnly();
    const another = await addMember(event.groupId!);
    await createOwnRegistration(another.id, { eventId: event.id });
    const stranger = await app.guest().logIn((await createAccount()).email);

    const pages = [];
    for (const browser of [app.guest(), stranger]) {
      for (const { email } of [member, another, person()])
        pages.push(await browser.post(`/events/${event.id}/register`, person({ email })));
    }

    expect(pages.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409, 409]);
    for (const { text } of pages) expect(text).toContain('Записаться могут участники группы');
    expect(await mailsTo(member.email)).toEqual([]);
    expect(await mailsTo(another.email)).toEqual([]);
  });
});
