import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { forgetTopics } from '../../src/services/events/topics.ts';
import { startApp } from '../support/app.ts';
import type { Browser, Fields } from '../support/app.ts';
import { createAccount, createEvent, createGroup, inHours } from '../support/factories.ts';

const app = await startApp();
let admin: Browser;

beforeAll(async () => {
  admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);
});

const bySlug = (slug: string) => db.topic.findUniqueOrThrow({ where: { slug } });
const opera: Fields = { name_ru: 'Опера', name_en: 'Opera & ballet', icon: 'ticket-perforated', parent_id: '', position: '11' };

/** A topic of its own for a test, made as admins make it. */
async function addTopic(fields: Fields = {}) {
  const reply = await admin.post('/admin/topics', { ...opera, ...fields });
  expect(reply.status, reply.text.slice(0, 3000)).toBe(303);
  return db.topic.findFirstOrThrow({ orderBy: { id: 'desc' } });
}

async function refusals(path: string, fields: Fields): Promise<Record<string, string>> {
  const reply = await admin.post(path, fields);
  expect(reply.status).toBe(422);
  return Object.fromEntries([...reply.text.matchAll(/<li><a href="#(\w+)">([^<]*)</g)].map(([, field, words]) => [field, words]));
}

describe('the page of all topics', () => {
  test('shows the tree with how much is to come, those below counted in', async () => {
    const [music, jazz] = [await bySlug('music'), await bySlug('jazz')];
    await createEvent({ topicId: music.id });
    await createEvent({ topicId: jazz.id });
    await createEvent({ topicId: jazz.id, startAt: inHours(-48) });
    await createEvent({ topicId: jazz.id, status: 'draft' });

    const page = await app.guest().get('/topics');

    expect(page.text).toMatch(/href="\/topics\/music">Музыка<\/a><\/h2><p class="small soft">2 мероприятия впереди/);
    expect(page.text).toMatch(/href="\/topics\/jazz">[\s\S]*?Джаз <span class="soft">1</);
    expect(page.text).toContain('Пока ничего не запланировано');
    expect(page.text).not.toContain('/admin/topics');
    expect((await admin.get('/topics')).text).toContain('href="/admin/topics"');
  });
});

describe('the page of a topic', () => {
  test('has its events, groups and topics below, a title and an address of its own', async () => {
    const [sport, running] = [await bySlug('sport'), await bySlug('running')];
    await createEvent({ topicId: running.id, title: 'Забег' });
    await createEvent({ topicId: sport.id, title: 'Лыжи' });
    await createEvent({ topicId: 1, title: 'Хор' });
    await createGroup({ topicId: running.id, name: 'Бежим по утрам', city: 'Казань' });
    await createGroup({ topicId: sport.id, name: 'Закрытая', archivedAt: new Date() });

    const page = await app.guest().get('/topics/sport');

    expect(page.text).toContain('<title>Спорт: мероприятия и группы');
    expect(page.text).toContain('<link rel="canonical" href="http://localhost:3000/topics/sport">');
    expect(page.text).toContain('Предстоящие мероприятия и группы по теме «Спорт»');
    expect(page.text).toMatch(/Забег[\s\S]*Лыжи/);
    expect(page.text).toContain('href="/topics/running"');
    expect(page.text).toContain('Бежим по утрам');
    expect(page.text).toContain('Казань · 1 участник');
    expect(page.text).not.toMatch(/Хор|Закрытая/);
  });

  test('leads back to the topic above, and in English is English', async () => {
    const page = await app.guest().get('/topics/hiking', { 'accept-language': 'en' });
    expect(page.text).toContain('<h1>Hiking</h1>');
    expect(page.text).toMatch(/class="back" href="\/topics\/sport"/);
  });

  test('leads through many events page by page', async () => {
    const topic = await addTopic({ name_en: 'Many', name_ru: 'Много' });
    const { id: organizerId } = await createAccount({ role: 'organizer' });
    for (let n = 0; n < 25; n += 1) await createEvent({ organizerId, topicId: topic.id, title: `Номер ${n}`, startAt: inHours(24 + n) });

    const first = await app.guest().get('/topics/many');
    const next = /href="([^"]*)" rel="next"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&');

    expect(next).toMatch(/^\/topics\/many\?after=/);
    const second = (await app.guest().get(next!)).text;
    expect(second).toContain('Номер 24');
    expect(second).not.toContain('Номер 19<');
  });

  test.each(['opera-house', 'MUSIC', '%00', '%D0%B6', '..', '1', 'x'.repeat(500)])('of %j is not there', async (slug) => {
    expect([400, 404]).toContain((await app.guest().get(`/topics/${slug}`)).status);
  });

  test.each(['after=x', 'after=W10&before=x', 'after[]=1', `after=${'x'.repeat(200)}`])('does not mind %s', async (query) => {
    expect((await app.guest().get(`/topics/music?${query}`)).status).toBe(200);
  });
});

describe('an admin', () => {
  test('adds a topic, which is there for everybody at once, at its own address', async () => {
    const topic = await addTopic({ parent_id: (await bySlug('art')).id });

    expect(topic).toMatchObject({ slug: 'opera-and-ballet', nameRu: 'Опера', icon: 'ticket-perforated', position: 11 });
    expect((await app.guest().get('/topics/opera-and-ballet')).status).toBe(200);
    expect((await app.guest().get('/events?topic=art')).text).toContain('value="opera-and-ballet"');
    expect((await admin.get('/admin/topics')).text).toContain('/topics/opera-and-ballet');
  });

  test('renames, moves and redraws one; its address stays', async () => {
    const topic = await addTopic({ name_en: 'Choirs', name_ru: 'Хоры' });
    const music = await bySlug('music');

    const reply = await admin.post(`/admin/topics/${topic.id}`, {
      ...{ name_ru: 'Пение', name_en: 'Singing', icon: 'note', parent_id: music.id, position: '3' },
      icon: 'music-note-list',
    });

    expect((await admin.follow(reply)).text).toContain('Тема «Пение» сохранена');
    expect(await bySlug('choirs')).toMatchObject({
      nameRu: 'Пение',
      nameEn: 'Singing',
      parentId: music.id,
      position: 3,
      icon: 'music-note-list',
    });
    expect((await app.guest().get('/topics/choirs')).text).toContain('<h1>Пение</h1>');
    expect((await admin.get(`/admin/topics/${topic.id}/edit`)).text).toContain('value="Singing"');
  });

  test('orders them: less is higher', async () => {
    const food = await bySlug('food');
    const position = async (slug: string) => (await app.guest().get('/topics')).text.indexOf(`"/topics/${slug}"`);
    const save = (to: number) =>
      admin.post(`/admin/topics/${food.id}`, { name_ru: 'Еда', name_en: 'Food', icon: food.icon, parent_id: '', position: String(to) });
    await db.topic.update({ where: { slug: 'music' }, data: { position: 2 } });
    forgetTopics();

    await save(1);
    expect(await position('food')).toBeLessThan(await position('music'));
    await save(10);
    expect(await position('food')).toBeGreaterThan(await position('music'));
  });

  test('is told what is missing or wrong, and nothing typed is lost', async () => {
    const typed = { name_ru: '', name_en: ' ', icon: 'skull', parent_id: 'x', position: '0' };
    expect(await refusals('/admin/topics', typed)).toEqual({
      name_ru: 'Введите название по-русски',
      name_en: 'Введите название по-английски',
      icon: 'Выберите значок из списка',
      parent_id: 'Выберите тему из списка',
      position: 'Введите порядок: целое число от 1 до 1000',
    });
    expect((await admin.post('/admin/topics', { ...typed, name_ru: 'Цирк' })).text).toContain('value="Цирк"');
  });

  test.each([
    [{ name_en: 'Music' }, { name_en: 'Тема с таким адресом уже есть. Введите другое название' }],
    [{ name_en: '日本' }, { name_en: 'Введите название латинскими буквами: из него получится адрес' }],
    [{ parent_id: '2147483647' }, { parent_id: 'Выберите тему из списка' }],
  ])('cannot add %j', async (fields, expected) => {
    expect(await refusals('/admin/topics', { ...opera, name_en: 'Something new', ...fields })).toEqual(expected);
  });

  test('cannot make a third level: neither below a topic that is below, nor by moving one that has some below', async () => {
    const [jazz, music, tech] = [await bySlug('jazz'), await bySlug('music'), await bySlug('tech')];
    const level = { parent_id: expect.stringContaining('Уровней только два') };
    const same = { name_ru: 'Музыка', name_en: 'Music', icon: 'music-note-beamed', position: '1' };
    expect(await refusals('/admin/topics', { ...opera, name_en: 'Bebop', parent_id: String(jazz.id) })).toEqual(level);
    expect(await refusals(`/admin/topics/${music.id}`, { ...same, parent_id: String(tech.id) })).toEqual(level);
    expect(await refusals(`/admin/topics/${music.id}`, { ...same, parent_id: String(music.id) })).toEqual(level);
    expect(await bySlug('music')).toMatchObject({ parentId: null });
  });

  test('deletes one that nothing has, after asking, and it leaves the interests of people', async () => {
    const topic = await addTopic({ name_en: 'Circus' });
    await db.accountTopic.create({ data: { accountId: (await createAccount()).id, topicId: topic.id } });
    expect((await admin.get(`/admin/topics/${topic.id}/deletion`)).text).toContain('Удалить тему?');

    const reply = await admin.post(`/admin/topics/${topic.id}/deletion`);

    expect((await admin.follow(reply)).text).toContain('удалена');
    expect((await app.guest().get('/topics/circus')).status).toBe(404);
  });

  test.each([
    ['an event', 'В теме 1 мероприятие.', (topicId: number) => createEvent({ topicId, status: 'draft' })],
    ['a group', 'В теме 1 группа.', (topicId: number) => createGroup({ topicId, archivedAt: new Date() })],
    ['a topic below', 'В неё входит 1 тема.', (parentId: number) => addTopic({ name_en: 'Below', parent_id: parentId })],
  ])('does not delete one that has %s, and is told so', async (what, words, hang) => {
    const topic = await addTopic({ name_en: `Has ${what}` });
    await hang(topic.id);

    expect((await admin.get(`/admin/topics/${topic.id}/deletion`)).text).toContain(words);
    expect((await admin.post(`/admin/topics/${topic.id}/deletion`)).status).toBe(409);
    expect(await db.topic.count({ where: { id: topic.id } })).toBe(1);
  });
});
