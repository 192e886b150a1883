import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createEventRating, createRegistration, createVisitor, inHours } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

async function organizer() {
  const account = await createAccount({ role: 'organizer' });
  return { account, browser: await app.guest().logIn(account.email) };
}

const card = (fields: Record<string, string> = {}) => ({
  first_name: 'Анна',
  last_name: 'Круглова',
  phone: '+7 916 204-18-33',
  email: `anna-${crypto.randomUUID()}@example.test`,
  ...fields,
});

describe('the list of visitors', () => {
  test('sends a guest to the log-in form and tells a participant’s own registrations apart', async () => {
    const guest = await app.guest().get('/visitors');
    expect([guest.status, guest.headers['location']]).toEqual([303, '/login?return_to=%2Fvisitors']);

    const participant = await app.guest().logIn((await createAccount({ role: 'participant' })).email);
    const mine = await participant.get('/visitors');
    expect(mine.status).toBe(200);
    expect(mine.text).toContain('Мои регистрации');
  });

  test('shows an organizer nobody but the people of that organizer', async () => {
    const [marina, library] = [await organizer(), await organizer()];
    await createVisitor({ organizerId: marina.account.id, lastName: 'Своя' });
    await createVisitor({ organizerId: library.account.id, lastName: 'Чужая' });

    const page = await marina.browser.get('/visitors');

    expect(page.text).toContain('Своя');
    expect(page.text).not.toContain('Чужая');
  });

  test('is searched by words of the name, by mail and by digits of the phone, and a percent sign is only a percent sign', async () => {
    const { account, browser } = await organizer();
    await createVisitor({
      organizerId: account.id,
      firstName: 'Ольга',
      lastName: 'Дёмина',
      emailAddress: 'demina@example.test',
      phoneNumber: '+79251186402',
    });
    await createVisitor({
      organizerId: account.id,
      firstName: 'Игорь',
      lastName: 'Мельник',
      emailAddress: 'melnik@example.test',
      phoneNumber: '+79035510790',
    });
    const found = async (q: string) => (await browser.get(`/visitors?${new URLSearchParams({ q })}`)).text.match(/Дёмина|Мельник/g) ?? [];

    expect(await found('ольга дём')).toEqual(['Дёмина']);
    expect(await found('MELNIK@')).toEqual(['Мельник']);
    expect(await found('118-64')).toEqual(['Дёмина']);
    expect(await found('%')).toEqual([]);
  });

  test('sorts ё beside е and goes on page by page without a hole or a double', async () => {
    const { account, browser } = await organizer();
    const names = Array.from({ length: 60 }, (_, n) => `Фамилия${String(n).padStart(2, '0')}`);
    await db.visitor.createMany({
      data: ['Ёлкин', 'Жуков', 'Егоров', ...names].map((lastName) => ({
        organizerId: account.id,
        firstName: 'Имя',
        lastName,
        emailAddress: `${crypto.randomUUID()}@example.test`,
      })),
    });

    const listed: string[] = [];
    for (let path: string | undefined = '/visitors'; path;) {
      const { text } = await browser.get(path);
      listed.push(...[...text.matchAll(/<th scope="row"><div><a href="\/visitors\/\d+">(\S+) /g)].map((match) => match[1]!));
      path = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }

    expect(listed).toEqual(['Егоров', 'Ёлкин', 'Жуков', ...names]);
  });

  test('filters by event and status', async () => {
    const { account, browser } = await organizer();
    const event = await createEvent({ organizerId: account.id });
    const came = await createVisitor({ organizerId: account.id, lastName: 'Пришедшая' });
    await createVisitor({ organizerId: account.id, lastName: 'Посторонняя' });
    await createRegistration({ eventId: event.id, visitorId: came.id, status: 'attended' });

    const attended = await browser.get(`/visitors?event_id=${event.id}&status=attended`);
    const cancelled = await browser.get(`/visitors?event_id=${event.id}&status=cancelled`);

    expect(attended.text).toContain('Пришедшая');
    expect(attended.text).not.toContain('Посторонняя');
    expect(cancelled.text).toContain('Никого не нашлось');
  });

  test.each(['event_id=x', 'event_id=99999999999', 'status=gone', 'sort=up', 'status=attended&status=cancelled'])(
    'answers 422 and names the field for ?%s',
    async (query) => {
      const { browser } = await organizer();
      const reply = await browser.get(`/visitors?${query}`);
      expect(reply.status).toBe(422);
      expect(reply.text).toContain(`href="#${query.split('=')[0]}"`);
    },
  );
});

describe('a visitor’s card', () => {
  test('is created, shown, changed and, without registrations, deleted', async () => {
    const { browser } = await organizer();
    const created = await browser.post('/visitors', card());
    const shown = await browser.follow(created);
    expect(shown.text).toContain('Анна Круглова');
    expect(shown.text).toContain('+7 916 204-18-33');

    const address = created.headers['location']!;
    await browser.post(address, card({ last_name: 'Орлова', phone: '' }));
    expect((await browser.get(address)).text).toMatch(/Анна Орлова[^]*Телефон не указан/);

    const deleted = await browser.post(`${address}/deletion`);
    expect(deleted.headers['location']).toBe('/visitors');
    expect((await browser.get(address)).status).toBe(404);
  });

  test('is not created twice for one address, whatever its case; another organizer may know the same person', async () => {
    const [marina, library] = [await organizer(), await organizer()];
    const email = `twice-${crypto.randomUUID()}@example.test`;
    await marina.browser.post('/visitors', card({ email }));

    const again = await marina.browser.post('/visitors', card({ email: email.toUpperCase(), first_name: 'Другая' }));
    const elsewhere = await library.browser.post('/visitors', card({ email }));

    expect(again.status).toBe(422);
    expect(again.text).toContain('Посетитель с этой почтой уже есть в вашем списке');
    expect(again.text).toContain('value="Другая"');
    expect(elsewhere.status).toBe(303);
  });

  test('keeps what was typed and says what to type', async () => {
    const { browser } = await organizer();
    const reply = await browser.post('/visitors', card({ first_name: ' ', email: 'anna.mail.ru', phone: '12' }));
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('Введите имя');
    expect(reply.text).toContain('Введите адрес почты с символом @');
    expect(reply.text).toContain('Введите телефон');
    expect(reply.text).toContain('value="anna.mail.ru"');
  });

  test('with registrations is not deleted and says why', async () => {
    const { account, browser } = await organizer();
    const event = await createEvent({ organizerId: account.id });
    const visitor = await createVisitor({ organizerId: account.id });
    await createRegistration({ eventId: event.id, visitorId: visitor.id });

    const page = await browser.get(`/visitors/${visitor.id}/deletion`);
    const reply = await browser.post(`/visitors/${visitor.id}/deletion`);

    expect(page.text).toContain('за карточкой 1 регистрация');
    expect(reply.status).toBe(409);
    expect(await db.visitor.count({ where: { id: visitor.id } })).toBe(1);
  });

  test('of another organizer does not exist, under any address; an admin sees it', async () => {
    const [marina, library] = [await organizer(), await organizer()];
    const visitor = await createVisitor({ organizerId: library.account.id });
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);

    for (const path of ['', '/edit', '/deletion']) expect((await marina.browser.get(`/visitors/${visitor.id}${path}`)).status).toBe(404);
    expect((await marina.browser.post(`/visitors/${visitor.id}`, card())).status).toBe(404);
    expect((await marina.browser.post(`/visitors/${visitor.id}/deletion`)).status).toBe(404);
    expect((await admin.get(`/visitors/${visitor.id}`)).status).toBe(200);
  });

  test.each(['0', 'x', '99999999999', '1e3', '-1', '%00'])('under the id %s is not found', async (id) => {
    const { browser } = await organizer();
    expect((await browser.get(`/visitors/${id}`)).status).toBe(404);
  });
});

describe('the address of somebody who may rate', () => {
  const cardOf = async (visitorId: number, email: string) => {
    const { firstName, lastName } = await db.visitor.findUniqueOrThrow({ where: { id: visitorId } });
    return card({ first_name: firstName, last_name: lastName, email });
  };

  test.each([
    ['attended yesterday', { status: 'attended', startsInHours: -24 }, false],
    ['is registered for what has begun', { status: 'registered', startsInHours: -1 }, false],
    ['is registered for what is to come', { status: 'registered', startsInHours: 24 }, true],
    ['attended three weeks ago', { status: 'attended', startsInHours: -21 * 24 }, true],
    ['was not there', { status: 'no_show', startsInHours: -24 }, true],
  ] as const)('of who %s', async (_when, { status, startsInHours }, mayChange) => {
    const { account, browser } = await organizer();
    const event = await createEvent({ organizerId: account.id, startAt: inHours(startsInHours) });
    const { visitorId } = await createRegistration({ eventId: event.id, status });
    const { emailAddress } = await db.visitor.findUniqueOrThrow({ where: { id: visitorId } });

    const reply = await browser.post(`/visitors/${visitorId}`, await cardOf(visitorId, `other-${emailAddress}`));

    expect(reply.status).toBe(mayChange ? 303 : 422);
    if (!mayChange) expect(reply.text).toContain('Сейчас почту изменить нельзя');
    const kept = await db.visitor.findUniqueOrThrow({ where: { id: visitorId } });
    expect(kept.emailAddress).toBe(mayChange ? `other-${emailAddress}` : emailAddress);
  });

  test('stays while their review can be changed, in whatever case it is written', async () => {
    const { account, browser } = await organizer();
    const event = await createEvent({ organizerId: account.id, startAt: inHours(-20 * 24) });
    const { id, visitorId } = await createRegistration({ eventId: event.id, status: 'attended' });
    await createEventRating({ registrationId: id, createdAt: inHours(-15 * 24) });
    const { emailAddress } = await db.visitor.findUniqueOrThrow({ where: { id: visitorId } });

    expect((await browser.post(`/visitors/${visitorId}`, await cardOf(visitorId, 'own@example.test'))).status).toBe(422);
    expect((await browser.post(`/visitors/${visitorId}`, await cardOf(visitorId, emailAddress.toUpperCase()))).status).toBe(303);
  });
});
