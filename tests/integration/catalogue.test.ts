import { beforeEach, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import type { Prisma } from '../../src/generated/client.ts';
import { catalogueSql, forgetCatalogue, listEvents } from '../../src/services/events/catalogue.ts';
import { forgetAverages } from '../../src/services/ratings/averages.ts';
import { startApp } from '../support/app.ts';
import { createAccount, createEvent, createEventRating, createRegistration, inHours } from '../support/factories.ts';

const app = await startApp();

beforeEach(async () => {
  await db.eventRating.deleteMany();
  await db.registration.deleteMany();
  await db.event.deleteMany();
  forgetCatalogue();
});

/** The titles on the cards of a page, in order. */
const titlesOf = (html: string) => [...html.matchAll(/<h3><a class="stretched-link"[^>]*>([^<]*)</g)].map(([, title]) => title);
const open = (query: Record<string, string> = {}) => app.guest().get(`/events?${new URLSearchParams(query)}`);
const titles = async (query: Record<string, string> = {}) => titlesOf((await open(query)).text);
const pageLink = (html: string, rel: 'next' | 'prev') =>
  new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&');

describe('the order', () => {
  test('upcoming events come by start, running ones first; drafts, cancelled and past ones are not there', async () => {
    await createEvent({ title: 'Завтра', startAt: inHours(24) });
    await createEvent({ title: 'Через час', startAt: inHours(1) });
    await createEvent({ title: 'Идёт', startAt: inHours(-1) });
    await createEvent({ title: 'Идёт месяц', startAt: inHours(-30 * 24), endAt: inHours(24) });
    await createEvent({ title: 'Вчера', startAt: inHours(-24) });
    await createEvent({ title: 'Черновик', status: 'draft' });
    await createEvent({ title: 'Отменено', status: 'cancelled' });

    expect(await titles()).toEqual(['Идёт месяц', 'Идёт', 'Через час', 'Завтра']);
  });

  test('past events have a list of their own, the latest first', async () => {
    await createEvent({ title: 'Давно', startAt: inHours(-24 * 400) });
    await createEvent({ title: 'Вчера', startAt: inHours(-24) });
    await createEvent({ title: 'Завтра', startAt: inHours(24) });

    expect(await titles({ past: '1' })).toEqual(['Вчера', 'Давно']);
  });

  test('cards say how many seats are left', async () => {
    const event = await createEvent({ visitorLimit: 3 });
    await createRegistration({ eventId: event.id });
    forgetCatalogue();
    expect((await open()).text).toContain('Осталось 2 места');
  });

  test('cards show the stars of an organizer whom five people have rated, not those of fewer', async () => {
    const organizers = [await createAccount({ role: 'organizer' }), await createAccount({ role: 'organizer' })] as const;
    for (const [n, { id: organizerId }] of organizers.entries()) {
      const past = await createEvent({ organizerId, startAt: inHours(-30), endAt: inHours(-27) });
      for (let rating = 0; rating < 5 - n; rating += 1) {
        const { id: registrationId } = await createRegistration({ eventId: past.id, status: 'attended' });
        await createEventRating({ registrationId, stars: 5, publishedAt: new Date() });
      }
      await createEvent({ organizerId, title: `Оценили ${5 - n}` });
    }
    forgetCatalogue();
    forgetAverages();

    const cards = (await open()).text.split('<article class="event-card">').filter((card) => card.includes('Оценили'));
    const starsOf = (title: string) => /class="rating".*?<\/span>([\d,]+)/s.exec(cards.find((card) => card.includes(title))!)?.[1];
    expect(starsOf('Оценили 5')).toMatch(/^4,[5-9]$/);
    expect(starsOf('Оценили 4')).toBeUndefined();
    expect((await open({ past: '1' })).text).not.toContain('class="rating"');
  });
});

describe('the search', () => {
  beforeEach(async () => {
    await createEvent({
      title: 'Лекции о топонимике',
      description: 'Почему улицы называются так',
      location: 'Москва, библиотека на Бауманской',
    });
    await createEvent({ title: 'Node.js workshops', description: 'Running servers under load', location: 'Казань' });
    await createEvent({ title: 'Вечер в клубе', location: 'Омск', tags: ['настольные игры', 'roleplaying'] });
    await createEvent({ title: 'Ёлка во дворе', description: 'Песни и пирог', location: 'Тверь' });
  });

  test.each([
    ['лекция', ['Лекции о топонимике']],
    ['ЛЕКЦИЙ', ['Лекции о топонимике']],
    ['улица', ['Лекции о топонимике']],
    ['библиотеке', ['Лекции о топонимике']],
    ['топони', ['Лекции о топонимике']],
    ['лекции топо', ['Лекции о топонимике']],
    ['workshop', ['Node.js workshops']],
    ['server runs', ['Node.js workshops']],
    ['node.js', ['Node.js workshops']],
    ['казань', ['Node.js workshops']],
    ['ёлки', ['Ёлка во дворе']],
    ['елка', ['Ёлка во дворе']],
    ['настольная игра', ['Вечер в клубе']],
    ['вечер игр', ['Вечер в клубе']],
    ['rolepl', ['Вечер в клубе']],
    ['лекции -топонимика', []],
    ['"улицы называются"', ['Лекции о топонимике']],
    ['лекции or workshop', ['Лекции о топонимике', 'Node.js workshops']],
    ['опера', []],
    ['и', []],
    ['!!! & | ( : * \\ \' "', []],
    ['%', []],
  ])('%j finds %j', async (q, expected) => {
    expect((await titles({ q })).sort()).toEqual([...expected].sort());
  });

  test('nothing found offers to start again', async () => {
    const page = await open({ q: 'опера', free: '1' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Ничего не нашлось');
    expect(page.text).toContain('href="/events">Сбросить фильтры');
    expect(page.text).toContain('value="опера"');
  });
});

describe('filters', () => {
  test('by topic, format, price and days of Moscow', async () => {
    await createEvent({ title: 'Музыка', topicId: 1, price: 100 });
    await createEvent({ title: 'Вебинар', format: 'online', price: 100 });
    await createEvent({ title: 'Даром', startAt: new Date('2098-05-09T20:30Z') });

    expect(await titles({ topic: 'music' })).toEqual(['Музыка']);
    expect(await titles({ format: 'online' })).toEqual(['Вебинар']);
    expect(await titles({ free: '1' })).toEqual(['Даром']);
    expect(await titles({ from: '2098-05-09', to: '2098-05-09' })).toEqual(['Даром']);
    expect(await titles({ from: '2098-05-11' })).toEqual([]);
    expect(await titles({ to: '2098-05-08' })).toEqual(['Музыка', 'Вебинар']);
    expect(await titles({ topic: 'music', format: 'online' })).toEqual([]);
  });

  test('by a topic and those below it', async () => {
    const jazz = await db.topic.findUniqueOrThrow({ where: { slug: 'jazz' } });
    await createEvent({ title: 'Хор', topicId: 1 });
    await createEvent({ title: 'Квартет', topicId: jazz.id });
    await createEvent({ title: 'Лекция', topicId: 2 });

    expect(await titles({ topic: 'music' })).toEqual(['Хор', 'Квартет']);
    expect(await titles({ topic: 'jazz' })).toEqual(['Квартет']);
    const page = (await open({ topic: 'music' })).text;
    expect(page, 'the chosen branch is open').toMatch(/value="jazz"/);
    expect(page).not.toMatch(/value="theatre"/);
    expect((await open({ topic: 'jazz' })).text).toMatch(/value="jazz" checked/);
  });

  test('offline and online find hybrid events, too, and free means either side', async () => {
    await createEvent({ title: 'Очно', price: 100 });
    await createEvent({ title: 'Онлайн', format: 'online', price: 100 });
    await createEvent({ title: 'Оба', format: 'hybrid', price: 100, onlinePrice: 0 });

    expect(await titles({ format: 'offline' })).toEqual(['Очно', 'Оба']);
    expect(await titles({ format: 'online' })).toEqual(['Онлайн', 'Оба']);
    expect(await titles({ format: 'hybrid' })).toEqual(['Оба']);
    expect(await titles({ free: '1' })).toEqual(['Оба']);
  });

  test('by a tag, however it is typed, which the page names and lets go of', async () => {
    await createEvent({ title: 'Квартет', tags: ['живая музыка', 'джаз'] });
    await createEvent({ title: 'Лекция', tags: ['музыка'] });

    expect(await titles({ tag: 'живая музыка' })).toEqual(['Квартет']);
    expect(await titles({ tag: ' #Живая  Музыка' })).toEqual(['Квартет']);
    expect(await titles({ tag: 'живая' })).toEqual([]);
    const page = (await open({ tag: 'джаз', free: '1' })).text;
    expect(page).toContain('href="/events?free=1">Убрать тег');
    expect(page).toContain('<input type="hidden" id="tag" name="tag" value="джаз">');
  });

  test('an event of several days is found on each of them', async () => {
    await createEvent({ title: 'Фестиваль', startAt: new Date('2098-05-08T10:00Z'), endAt: new Date('2098-05-10T10:00Z') });
    expect(await titles({ from: '2098-05-09', to: '2098-05-09' })).toEqual(['Фестиваль']);
  });

  test.each([
    ['topic', { topic: 'opera' }, 'Выберите тему из списка'],
    ['format', { format: 'webinar' }, 'Выберите формат: офлайн, онлайн или очно и онлайн'],
    ['from', { from: 'вчера' }, 'Введите дату, например 28.11.2026'],
    ['to', { from: '2098-05-09', to: '2098-05-08' }, 'Дата «по» должна быть не раньше даты «с»'],
    ['q', { q: 'а'.repeat(101) }, 'Сократите до 100 символов'],
    ['tag', { tag: 'ж'.repeat(61) }, 'Сократите до 60 символов'],
    ['q', { q: 'а\u0000' }, 'Уберите символы, которые нельзя показать'],
  ])('a wrong %s is answered with 422 and what to type', async (field, query, message) => {
    const page = await open(query);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`href="#${field}">${message}`);
  });

  test.each([
    { values: ['0000-01-01T00:00:00.000Z', 1] },
    { values: ['9999-12-31T23:59:59.999Z', -5] },
    { values: ['2026-11-28T16:00:00Z', 1.5] },
    { values: [1, 1] },
  ])('the crafted cursor $values never breaks the page', async ({ values }) => {
    const after = Buffer.from(JSON.stringify(values)).toString('base64url');
    expect((await open({ after })).status).toBe(200);
    expect((await open({ before: after })).status).toBe(200);
  });

  test.each([
    'q=1&q=2',
    'free=1&free=1',
    'from[]=2098-05-09&q=x',
    'after=чушь',
    'after=W10',
    'before=WzFlOTksMV0',
    'unknown=1',
    'past=yes',
  ])('%s never breaks the page', async (query) => {
    expect((await app.guest().get(`/events?${encodeURI(query)}`)).status).toBeLessThan(500);
  });
});

describe('pages', () => {
  const many = async (count: number) => {
    const { id: organizerId } = await createAccount({ role: 'organizer' });
    const startAt = inHours(48);
    await Promise.all(Array.from({ length: count }, (_, n) => createEvent({ organizerId, title: `Встреча ${n}`, startAt })));
  };

  test('lead through all events at the same moment without doubles or holes, and back', async () => {
    await many(45);
    const first = await open({ format: 'offline' });
    const second = await app.guest().get(pageLink(first.text, 'next')!);
    const third = await app.guest().get(pageLink(second.text, 'next')!);
    const back = await app.guest().get(pageLink(third.text, 'prev')!);

    expect([first, second, third].map(({ text }) => titlesOf(text).length)).toEqual([20, 20, 5]);
    expect(new Set([first, second, third].flatMap(({ text }) => titlesOf(text))).size).toBe(45);
    expect(pageLink(third.text, 'next')).toBeUndefined();
    expect(pageLink(first.text, 'prev')).toBeUndefined();
    expect(titlesOf(back.text)).toEqual(titlesOf(second.text));
    expect(pageLink(second.text, 'next')).toContain('format=offline');
  });

  test('of past events go back in time in the same way', async () => {
    const { id: organizerId } = await createAccount({ role: 'organizer' });
    for (let n = 0; n < 25; n += 1) await createEvent({ organizerId, title: `Было ${n}`, startAt: inHours(-24 - n) });
    const first = await open({ past: '1' });
    const second = await app.guest().get(pageLink(first.text, 'next')!);
    const back = await app.guest().get(pageLink(second.text, 'prev')!);

    expect([...titlesOf(first.text), ...titlesOf(second.text)]).toEqual(Array.from({ length: 25 }, (_, n) => `Было ${n}`));
    expect(titlesOf(back.text)).toEqual(titlesOf(first.text));
  });
});

describe('the database', () => {
  beforeEach(async () => {
    const { id } = await createAccount({ role: 'organizer' });
    await db.$executeRaw`
      WITH made AS (
        INSERT INTO events (organizer_id, title, status, description, start_at, end_at, location, visitor_limit)
        SELECT ${id}, 'Встреча ' || n, 'published', 'Слово' || n, now() + (n - 1500) * interval '1 hour', now() + (n - 1498) * interval '1 hour', 'Тверь', 10
        FROM generate_series(1, 3000) n RETURNING id)
      INSERT INTO event_seats (event_id, seat_limit) SELECT id, 10 FROM made`;
    await db.$executeRaw`ANALYZE`;
  });

  async function plan(sql: Prisma.Sql): Promise<string> {
    const rows = await db.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN ${sql}`;
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  test('reads lists in the order of their index, and finds words by the index of words', async () => {
    const now = new Date();
    const list = await plan(catalogueSql({}, now));
    expect(list).toContain('Index Scan using events_upcoming on events');
    expect(list).not.toContain('Sort');
    expect(await plan(catalogueSql({ past: true }, now))).toContain('Index Scan Backward using events_upcoming on events');
    expect(await plan(catalogueSql({ q: 'слово77' }, now))).toContain('Index Scan on events_search');
  });

  test('is asked once for many readers of the first page', async () => {
    const pages = await Promise.all(Array.from({ length: 20 }, () => listEvents({})));
    expect(new Set(pages).size).toBe(1);
    expect(await listEvents({ q: 'x' })).not.toBe(await listEvents({ q: 'x' }));
  });
});

describe('my events', () => {
  test('shows an organizer all of their own by state, and nobody else’s', async () => {
    const { id: organizerId, email } = await createAccount({ role: 'organizer' });
    await createEvent({ organizerId, title: 'Скоро' });
    await createEvent({ organizerId, title: 'Наброски', status: 'draft' });
    await createEvent({ organizerId, title: 'Прошло', startAt: inHours(-24) });
    await createEvent({ organizerId, title: 'Сорвалось', status: 'cancelled' });
    await createEvent({ title: 'Чужое' });
    const browser = await app.guest().logIn(email);
    const rows = async (state: string) =>
      [...(await browser.get(`/events?mine=1&state=${state}`)).text.matchAll(/<h2><a href="\/events\/\d+">([^<]*)</g)].map(
        ([, title]) => title,
      );

    expect(await rows('')).toEqual(['Скоро']);
    expect(await rows('draft')).toEqual(['Наброски']);
    expect(await rows('past')).toEqual(['Прошло']);
    expect(await rows('cancelled')).toEqual(['Сорвалось']);
    expect((await browser.get('/events?mine=1&state=lost')).status).toBe(422);
  });

  test('shows an admin everybody’s', async () => {
    await createEvent({ title: 'Чьё-то' });
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);
    expect((await admin.get('/events?mine=1')).text).toContain('Чьё-то');
  });

  test('is for organizers: a guest logs in first, a participant is told so', async () => {
    const guest = await open({ mine: '1' });
    expect([guest.status, guest.headers['location']]).toEqual([303, '/login?return_to=%2Fevents%3Fmine%3D1']);
    const participant = await app.guest().logIn((await createAccount({ role: 'participant' })).email);
    expect((await participant.get('/events?mine=1')).status).toBe(403);
  });

  test('«Создать мероприятие» is there for organizers alone', async () => {
    const organizer = await app.guest().logIn((await createAccount({ role: 'organizer' })).email);
    expect((await organizer.get('/events')).text).toContain('Создать мероприятие');
    expect((await open()).text).not.toContain('Создать мероприятие');
  });
});

describe('the home page', () => {
  const entries = (html: string) =>
    [...(/<nav class="(entries|cluster mb-4)"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '').matchAll(/<a (?:class="[^"]*" )?href="([^"]*)"/g)].map(
      ([, href]) => href,
    );

  test('gives everybody the three ways in, and a guest the sign-up', async () => {
    const participant = await app.guest().logIn((await createAccount({ role: 'participant' })).email);
    const guest = await app.guest().get('/');
    expect(entries(guest.text)).toEqual(['/events', '/visitors', '/signup']);
    expect(guest.text).toMatch(/Мероприятия<\/b>[\s\S]*Посетители<\/b>[\s\S]*Регистрация<\/b>/);
    expect(entries((await participant.get('/')).text)).toEqual(['/events', '/visitors', '/registrations']);
  });

  test('shows upcoming events and topics, and says so when there are none', async () => {
    expect((await app.guest().get('/')).text).toContain('Пока ничего не запланировано');
    await createEvent({ title: 'Первая' });
    const page = await app.guest().get('/');
    expect(titlesOf(page.text)).toEqual(['Первая']);
    expect(page.text).toContain('href="/topics/music"');
  });

  test('greets an organizer with the three ways in and the seats of their next events', async () => {
    const { id: organizerId, email, firstName } = await createAccount({ role: 'organizer' });
    const event = await createEvent({ organizerId, title: 'Моя встреча', visitorLimit: 4 });
    await createRegistration({ eventId: event.id });
    const page = await (await app.guest().logIn(email)).get('/');
    expect(page.text).toContain(`Здравствуйте, ${firstName}`);
    expect(entries(page.text)).toEqual(['/events', '/visitors', '/registrations', '/feed']);
    expect(page.text).toContain('1 из 4');
  });
});
