import { beforeAll, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import {
  addMember,
  createAccount,
  createEvent,
  createGroup,
  createOwnRegistration,
  createRegistration,
  inHours,
} from '../support/factories.ts';
import { fileOf, jpegFile } from '../support/pictures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const logIn = async (given: Parameters<typeof createAccount>[0] = {}) => {
  const account = await createAccount(given);
  return { account, browser: await app.guest().logIn(account.email) };
};

const jazz = {
  name: 'Джаз по субботам',
  slug: '',
  topic_id: 1,
  city: 'Москва',
  about: 'Слушаем **живой** джаз.',
  rules: '- Не разговариваем',
  join_policy: 'request',
  is_discussion_public: 'on',
};

const title = (html: string) => /<h1[^>]*>([^<]*)/.exec(html)?.[1];

test('an organizer founds a group, leads it, and its address is made of its name', async () => {
  const { account, browser } = await logIn({ role: 'organizer' });

  const reply = await browser.post('/groups', jazz);
  expect(reply.headers['location']).toBe('/groups/dzhaz-po-subbotam');
  const page = await browser.follow(reply);
  expect(title(page.text)).toBe('Джаз по субботам');
  expect(page.text).toContain('<strong>живой</strong>');
  expect(page.text).toContain('Вы ведёте группу');

  const group = await db.group.findUniqueOrThrow({ where: { slug: 'dzhaz-po-subbotam' }, include: { members: true } });
  expect(group).toMatchObject({ memberCount: 1, joinPolicy: 'request', isDiscussionPublic: true, city: 'Москва' });
  expect(group.members).toMatchObject([{ accountId: account.id, role: 'leader' }]);

  expect((await browser.post('/groups', jazz)).headers['location']).toBe('/groups/dzhaz-po-subbotam-2');
});

test('an address that is taken, reserved or no address is told at its field, with all that was typed kept', async () => {
  await createGroup({ slug: 'taken' });
  const { browser } = await logIn({ role: 'organizer' });
  for (const slug of ['taken', 'new', 'mine', 'Ёж', '-a-', '2027']) {
    const reply = await browser.post('/groups', { ...jazz, slug });
    expect([slug, reply.status]).toEqual([slug, 422]);
    expect(reply.text).toContain('id="slug-error"');
    expect(reply.text).toContain('Джаз по субботам');
  }
  expect((await browser.post('/groups', { ...jazz, slug: 'own-address' })).headers['location']).toBe('/groups/own-address');
});

test.each([
  ['2027', 'group-2027'],
  ['読書会', /^[a-z0-9-]+$/],
  ['«!» 1', 'group-1'],
  ['Ж'.repeat(100), /^(zh){24}$/],
  ['New', 'new-2'],
])('a group called %s gets an address that leads to it', async (name, slug) => {
  const { browser } = await logIn({ role: 'organizer' });
  const reply = await browser.post('/groups', { ...jazz, name });
  expect(reply.headers['location']!.replace('/groups/', '')).toEqual(typeof slug === 'string' ? slug : expect.stringMatching(slug));
  expect(title((await browser.follow(reply)).text)).toBe(name);
});

test('participants found nothing, nor do organizers without a confirmed address', async () => {
  const count = await db.group.count();
  for (const given of [{}, { role: 'organizer', emailConfirmed: false } as const]) {
    const { browser } = await logIn(given);
    expect((await browser.post('/groups', jazz)).status).toBe(403);
  }
  expect(await db.group.count()).toBe(count);
});

test('the catalogue finds groups by name and by topic with what is below it, and leaves closed ones out', async () => {
  const running = await db.topic.findUniqueOrThrow({ where: { slug: 'running' } });
  const sport = await db.topic.findUniqueOrThrow({ where: { slug: 'sport' } });
  await createGroup({ name: 'Бег 100% по утрам', topicId: running.id });
  await createGroup({ name: 'Ролики', topicId: sport.id });
  await createGroup({ name: 'Бег в прошлом', topicId: running.id, archivedAt: new Date() });

  const found = async (query: string) =>
    [...(await app.get(`/groups?${query}`)).text.matchAll(/stretched-link"[^>]*>([^<]+)/g)].map(([, name]) => name);
  expect((await found('topic=sport')).toSorted()).toEqual(['Бег 100% по утрам', 'Ролики']);
  expect(await found('topic=running')).toEqual(['Бег 100% по утрам']);
  expect(await found(`q=${encodeURIComponent('бег')}`)).toEqual(['Бег 100% по утрам']);
  expect(await found(`q=${encodeURIComponent('100%')}`)).toEqual(['Бег 100% по утрам']);
  expect(await found('q=_')).toEqual([]);
  expect((await app.get('/groups?topic=nothing')).status).toBe(422);
});

test('pages of the catalogue lead there and back without losing a group', async () => {
  const music = await db.topic.findUniqueOrThrow({ where: { slug: 'classical' } });
  for (let number = 1; number <= 20; number += 1) await createGroup({ name: `Квартет ${number}`, topicId: music.id });
  const names = (html: string) => [...html.matchAll(/stretched-link"[^>]*>([^<]+)/g)].map(([, name]) => name!);
  const link = (html: string, rel: string) => new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)![1]!.replaceAll('&amp;', '&');

  const first = (await app.get('/groups?topic=classical')).text;
  const second = (await app.get(link(first, 'next'))).text;
  const back = (await app.get(link(second, 'prev'))).text;
  expect([names(first).length, names(second).length]).toEqual([18, 2]);
  expect(new Set([...names(first), ...names(second)]).size).toBe(20);
  expect(names(back)).toEqual(names(first));
});

test('guests see how many are in a group, who has logged in sees who', async () => {
  const group = await createGroup();
  await addMember(group.id, { accountId: (await createAccount({ firstName: 'Велимир', lastName: 'Хлебников' })).id });
  const { browser } = await logIn();

  const seenByGuest = (await app.guest().get(`/groups/${group.slug}`)).text;
  expect(seenByGuest).toContain('2 участника');
  expect(seenByGuest).not.toContain('Велимир');
  expect((await browser.get(`/groups/${group.slug}`)).text).toContain('Велимир');
  expect((await app.guest().get(`/groups/${group.slug}/members`)).headers['location']).toMatch(/^\/login/);
});

test('the page of a group shows what is planned and what was, with how many came and what they gave; members see more', async () => {
  const leader = await createAccount({ role: 'organizer' });
  const group = await createGroup({ leaderId: leader.id });
  const event = async (given: object) => {
    const made = await createEvent({ organizerId: leader.id });
    return db.event.update({ where: { id: made.id }, data: { groupId: group.id, ...given } });
  };
  await event({ title: 'Открытая репетиция' });
  await event({ title: 'Тайная вечеря', membersOnly: true });
  await event({ title: 'Черновик', status: 'draft' });
  const past = await event({ title: 'Прошлый концерт', startAt: inHours(-30), endAt: inHours(-28) });
  await createRegistration({ eventId: past.id, status: 'attended' });
  await db.$executeRaw`INSERT INTO event_rating_totals (event_id, ratings, stars) VALUES (${past.id}, 2, 9)`;
  const { account, browser } = await logIn();

  const outside = (await browser.get(`/groups/${group.slug}`)).text;
  expect(outside).toContain('Открытая репетиция');
  expect(outside).toContain('пришёл 1 человек');
  expect(outside).toContain('4,5');
  expect(outside).not.toMatch(/Тайная вечеря|Черновик/);

  await addMember(group.id, { accountId: account.id });
  expect((await browser.get(`/groups/${group.slug}`)).text).toContain('Тайная вечеря');
  expect((await browser.get(`/groups/${group.slug}/events`)).text).toContain('Тайная вечеря');
  expect((await browser.get(`/groups/${group.slug}/events?past=1`)).text).toContain('Прошлый концерт');
});

test('who is registered for an event of a group, and who runs it, is not asked to register once more', async () => {
  const { account: organizer, browser: ofOrganizer } = await logIn({ role: 'organizer' });
  const { account, browser } = await logIn();
  const group = await createGroup({ leaderId: organizer.id });
  const event = await createEvent({ organizerId: organizer.id, groupId: group.id });
  const asks = async (who: { get: TestApp['get'] }) =>
    (await who.get(`/groups/${group.slug}`)).text.includes(`/events/${event.id}/register`);

  expect([await asks(app.guest()), await asks(browser), await asks(ofOrganizer)]).toEqual([true, true, false]);
  await createOwnRegistration(account.id, { eventId: event.id });
  expect(await asks(browser)).toBe(false);
  expect((await browser.get(`/groups/${group.slug}`)).text).toContain('Вы записаны');
});

test('groups are suggested by the topics one chose, or else by those of the events one registered for', async () => {
  const topic = async (slug: string) => (await db.topic.findUniqueOrThrow({ where: { slug } })).id;
  await createGroup({ name: 'Керамика по средам', topicId: await topic('crafts') });
  await createGroup({ name: 'Дегустаторы', topicId: await topic('food') });
  const { account, browser } = await logIn();
  const suggested = async () => /по вашим темам([\s\S]*?)<\/section>/.exec((await browser.get('/groups')).text)?.[1] ?? '';
  expect(await suggested()).toBe('');

  const event = await createEvent({ topicId: await topic('food') });
  const visitor = await db.visitor.create({
    data: { organizerId: event.organizerId, firstName: 'А', lastName: 'О', emailAddress: account.email.toUpperCase() },
  });
  await createRegistration({ eventId: event.id, visitorId: visitor.id });
  expect(await suggested()).toContain('Дегустаторы');

  await db.accountTopic.create({ data: { accountId: account.id, topicId: await topic('art') } });
  expect(await suggested()).toContain('Керамика по средам');
  expect(await suggested()).not.toContain('Дегустаторы');
});

test('a slug that is none, or an unknown one, is not found', async () => {
  for (const slug of ['nothing', 'A', 'а', '1--2', 'x'.repeat(61), '%00']) {
    expect([slug, (await app.get(`/groups/${encodeURIComponent(slug)}`)).status]).toEqual([slug, 404]);
  }
});

test('an uploaded cover stands in for the drawn one, is changed and taken off, and what is no picture is told at its field', async () => {
  const { browser } = await logIn({ role: 'organizer' });
  const reply = await browser.upload('/groups', { ...jazz, name: 'С обложкой' }, await jpegFile());
  const path = reply.headers['location']!;
  const coverId = async () => (await db.group.findUniqueOrThrow({ where: { slug: path.replace('/groups/', '') } })).coverId;
  const first = await coverId();
  const page = (await browser.get(path)).text;
  expect(page).toContain(`/media/${first}/1600.avif`);
  expect(page).toMatch(new RegExp(`og:image" content="[^"]+/media/${first}/`));

  const refused = await browser.upload(
    `${path}/settings`,
    { ...jazz, name: 'С обложкой' },
    fileOf(Buffer.from('no picture'), 'x.jpg', 'image/jpeg'),
  );
  expect([refused.status, refused.text.includes('id="picture-error"'), await coverId()]).toEqual([422, true, first]);

  await browser.upload(`${path}/settings`, jazz, await jpegFile());
  const second = await coverId();
  expect(second).not.toBe(first);
  expect(await db.media.count({ where: { id: first! } })).toBe(0);

  await browser.upload(`${path}/settings`, { ...jazz, remove_picture: 'on' }, null);
  expect([await coverId(), await db.media.count({ where: { id: second! } })]).toEqual([null, 0]);
});

test('settings change what a group says of itself, but not its address; the drawn cover follows the topic only', async () => {
  const { account, browser } = await logIn({ role: 'organizer' });
  const group = await createGroup({ leaderId: account.id, coverMotif: 'organ' });
  const saved = () => db.group.findUniqueOrThrow({ where: { id: group.id } });

  await browser.post(`/groups/${group.slug}/settings`, { ...jazz, name: 'Иначе', is_discussion_public: undefined });
  expect(await saved()).toMatchObject({
    name: 'Иначе',
    slug: group.slug,
    isDiscussionPublic: false,
    joinPolicy: 'request',
    coverMotif: 'organ',
  });

  const food = await db.topic.findUniqueOrThrow({ where: { slug: 'food' } });
  await browser.post(`/groups/${group.slug}/settings`, { ...jazz, topic_id: food.id });
  expect((await saved()).coverMotif).not.toBe('organ');
  expect((await browser.post(`/groups/${group.slug}/settings`, { ...jazz, topic_id: 99_999 })).text).toContain('id="topic_id-error"');
});
