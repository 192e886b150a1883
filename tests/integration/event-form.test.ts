import { describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser, Fields } from '../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, createRegistration, mailsTo } from '../support/factories.ts';

const app = await startApp();

const hybrid: Fields = {
  title: 'Как устроен плакат',
  description: 'Двенадцать плакатов.',
  start_at: '2098-12-10T19:00',
  end_at: '2098-12-10T20:30',
  time_zone: 'Europe/Moscow',
  format: 'hybrid',
  location: 'Библиотека на Бауманской, Москва',
  online_url: 'https://meet.example.test/plakat',
  visitor_limit: '40',
  price: '300',
  online_limit: '500',
  online_price: '0',
  topic_id: '',
  tags: '',
};

async function organizer() {
  const account = await createAccount({ role: 'organizer' });
  return { account, browser: await app.guest().logIn(account.email) };
}

async function create(browser: Browser, fields: Fields = {}): Promise<number> {
  const reply = await browser.post('/events', { ...hybrid, ...fields });
  expect(reply.status, reply.text.slice(0, 2000)).toBe(303);
  return Number(reply.headers['location']?.split('/').at(-1));
}

/** The words at the fields of a refused form. */
async function refusals(browser: Browser, path: string, fields: Fields): Promise<Record<string, string>> {
  const reply = await browser.post(path, fields);
  expect(reply.status).toBe(422);
  const summary = /<[^>]*class="error-summary"[\s\S]*?<\/ul>/.exec(reply.text)?.[0] ?? '';
  return Object.fromEntries([...summary.matchAll(/href="#(\w+)">([^<]*)</g)].map(([, field, words]) => [field, words]));
}

const eventOf = (id: number) => db.event.findUniqueOrThrow({ where: { id } });
const seatsOf = (eventId: number) => db.eventSeats.findUniqueOrThrow({ where: { eventId } });

describe('an event of two sides', () => {
  test('keeps a limit and a price of each', async () => {
    const { browser } = await organizer();
    const id = await create(browser);

    expect(await eventOf(id)).toMatchObject({ format: 'hybrid', visitorLimit: 40, price: 30_000, onlineLimit: 500, onlinePrice: 0 });
    expect(await seatsOf(id)).toMatchObject({ seatLimit: 40, onlineLimit: 500, seatsTaken: 0, onlineTaken: 0 });
    const form = (await browser.get(`/events/${id}/edit`)).text;
    expect(form).toMatch(/name="online_limit"[^>]*value="500"/);
    expect(form).toMatch(/name="online_price"[^>]*value="0"/);
  });

  test('asks for everything that both need, and keeps what was typed', async () => {
    const { browser } = await organizer();
    const typed = { ...hybrid, location: '', online_url: 'zoom.us/j/123', online_limit: '0', online_price: '' };

    expect(await refusals(browser, '/events', typed)).toEqual({
      location: 'Введите место проведения: адрес или название площадки',
      online_url: 'Введите ссылку целиком, начиная с https://',
      online_limit: 'Введите лимит онлайн: целое число от 1 до 1 000 000',
      online_price: 'Введите цену цифрами, например 1500 или 1500,50. Бесплатно — 0',
    });
    const page = await browser.post('/events', typed);
    expect(page.text).toContain('value="zoom.us/j/123"');
    expect(page.text).toMatch(/value="hybrid" checked/);
  });

  test('needs its online fields even if they were not sent at all', async () => {
    const { browser } = await organizer();
    const { online_limit: _limit, online_price: _price, ...rest } = hybrid;
    expect(Object.keys(await refusals(browser, '/events', rest)).toSorted()).toEqual(['online_limit', 'online_price']);
  });

  test.each([
    ['offline', { location: hybrid['location'], onlineUrl: '' }],
    ['online', { location: '', onlineUrl: hybrid['online_url'] }],
  ])('what does not fit an event that is %s is not read, whatever was typed', async (format, place) => {
    const { browser } = await organizer();
    const id = await create(browser, {
      format,
      online_limit: 'много',
      online_price: '-1',
      [format === 'offline' ? 'online_url' : 'location']: 'x'.repeat(900),
    });
    expect(await eventOf(id)).toMatchObject({ format, ...place, onlineLimit: 0, onlinePrice: 0 });
    expect(await seatsOf(id)).toMatchObject({ seatLimit: 40, onlineLimit: 0 });
  });

  test('a limit below the seats taken is refused at its own side', async () => {
    const { browser } = await organizer();
    const id = await create(browser);
    await createRegistration({ eventId: id });
    for (const _ of [1, 2]) await createRegistration({ eventId: id, isRemote: true });

    const online = await refusals(browser, `/events/${id}`, { ...hybrid, online_limit: '1' });
    await createRegistration({ eventId: id });
    const place = await refusals(browser, `/events/${id}`, { ...hybrid, visitor_limit: '1' });

    expect(online).toEqual({ online_limit: 'Уже занято 2 места. Введите 2 или больше' });
    expect(place).toEqual({ visitor_limit: 'Уже занято 2 места. Введите 2 или больше' });
    expect((await browser.post(`/events/${id}`, { ...hybrid, visitor_limit: '2', online_limit: '2' })).status).toBe(303);
    expect(await seatsOf(id)).toMatchObject({ seatLimit: 2, seatsTaken: 2, onlineLimit: 2, onlineTaken: 2 });
  });

  test('a larger limit online lets in those who wait for it, and nobody else', async () => {
    const { browser } = await organizer();
    const id = await create(browser, { visitor_limit: '1', online_limit: '1' });
    for (const isRemote of [false, true]) await createRegistration({ eventId: id, isRemote });
    const [here, remote] = [
      await createRegistration({ eventId: id, status: 'waitlisted' }),
      await createRegistration({ eventId: id, status: 'waitlisted', isRemote: true }),
    ];

    await browser.post(`/events/${id}`, { ...hybrid, visitor_limit: '1', online_limit: '2' });

    const statusOf = async ({ id: number }: { id: number }) => (await db.registration.findUniqueOrThrow({ where: { id: number } })).status;
    expect([await statusOf(here), await statusOf(remote)]).toEqual(['waitlisted', 'registered']);
  });
});

describe('a change of format', () => {
  const as = (format: string): Fields => ({ ...hybrid, format });

  test('is free while nobody is registered', async () => {
    const { browser } = await organizer();
    const id = await create(browser);
    for (const format of ['online', 'hybrid', 'offline', 'online']) {
      expect((await browser.post(`/events/${id}`, as(format))).status, format).toBe(303);
    }
  });

  test('adds an online side to a place, and takes it away while nobody is there', async () => {
    const { browser } = await organizer();
    const id = await create(browser, { format: 'offline' });
    const known = await createRegistration({ eventId: id });

    for (const format of ['hybrid', 'offline', 'hybrid']) expect((await browser.post(`/events/${id}`, as(format))).status).toBe(303);

    expect(await db.mail.count({ where: { registrationId: known.id, kind: 'event-changed' } }), 'nothing has changed for them').toBe(0);
    await createRegistration({ eventId: id, isRemote: true, status: 'waitlisted' });
    expect(await refusals(browser, `/events/${id}`, as('offline'))).toEqual({
      format: 'Онлайн записан 1 человек. Оставьте «Очно и онлайн»',
    });
  });

  test.each([
    ['online', 'hybrid'],
    ['hybrid', 'online'],
  ])('from %s to %s is refused once somebody is registered', async (from, to) => {
    const { browser } = await organizer();
    const id = await create(browser, { format: from });
    await createRegistration({ eventId: id });
    await createRegistration({ eventId: id, status: 'attended' });
    expect(await refusals(browser, `/events/${id}`, as(to))).toEqual({
      format: 'Уже записаны 2 человека, и неясно, с какой они стороны. Оставьте прежний формат',
    });
    expect(await eventOf(id)).toMatchObject({ format: from });
  });

  test('does not mind registrations that were cancelled', async () => {
    const { browser } = await organizer();
    const id = await create(browser);
    await createRegistration({ eventId: id, status: 'cancelled', isRemote: true });
    expect((await browser.post(`/events/${id}`, as('online'))).status).toBe(303);
  });
});

describe('tags', () => {
  test.each([
    ['Джаз, #Винил ,  живая   музыка,джаз', ['джаз', 'винил', 'живая музыка']],
    [' , ,', []],
    ['C++, 日本語, İstanbul', ['c++', '日本語', 'i̇stanbul']],
  ])('%j become %j', async (tags, expected) => {
    const { browser } = await organizer();
    const id = await create(browser, { tags });
    expect((await eventOf(id)).tags).toEqual(expected);
    expect((await browser.get(`/events/${id}/edit`)).text).toContain(`value="${expected.join(', ')}"`);
  });

  test.each([
    ['1, 2, 3, 4, 5, 6', 'Оставьте не больше 5 тегов'],
    [`джаз, ${'ж'.repeat(31)}`, 'Сократите каждый тег до 30 символов'],
    ['джаз\u0000', 'Уберите символы, которые нельзя показать'],
  ])('%j are refused', async (tags, words) => {
    const { browser } = await organizer();
    expect(await refusals(browser, '/events', { ...hybrid, tags })).toEqual({ tags: words });
  });

  test('and other settings change without a mail', async () => {
    const { browser } = await organizer();
    const id = await create(browser);
    const { id: registrationId } = await createRegistration({ eventId: id });
    expect((await browser.post(`/events/${id}`, { ...hybrid, tags: 'плакат', prefers_reliable: 'on' })).status).toBe(303);
    expect(await eventOf(id)).toMatchObject({ tags: ['плакат'], prefersReliable: true });
    expect(await db.mail.count({ where: { registrationId } })).toBe(0);
    await browser.post(`/events/${id}`, hybrid);
    expect(await eventOf(id)).toMatchObject({ tags: [], prefersReliable: false });
  });
});

describe('a group', () => {
  async function leader() {
    const { account, browser } = await organizer();
    const group = await createGroup({ leaderId: account.id, name: 'Джаз по субботам' });
    const member = await addMember(group.id);
    return { account, browser, group, member };
  }

  test('is chosen by those who lead it or help there, and others are not asked', async () => {
    const { browser, group } = await leader();
    const helper = await organizer();
    await addMember(group.id, { accountId: helper.account.id, role: 'moderator' });
    const plain = await organizer();
    await addMember(group.id, { accountId: plain.account.id });

    for (const { browser: one } of [{ browser }, helper]) {
      expect((await one.get('/events/new')).text).toContain(`<option value="${group.id}">Джаз по субботам`);
      const id = await create(one, { group_id: group.id, members_only: 'on' });
      expect(await eventOf(id)).toMatchObject({ groupId: group.id, membersOnly: true });
    }
    expect((await plain.browser.get('/events/new')).text).not.toContain('name="group_id"');
    const refused = { group_id: 'Выберите группу, которую ведёте или в которой помогаете' };
    expect(await refusals(plain.browser, '/events', { ...hybrid, group_id: String(group.id) })).toEqual(refused);
    expect(await refusals(plain.browser, '/events', { ...hybrid, group_id: '2147483647' })).toEqual(refused);
  });

  test('is what «Только для группы» needs', async () => {
    const { browser } = await leader();
    expect(await refusals(browser, '/events', { ...hybrid, members_only: 'on', group_id: '' })).toEqual({
      group_id: 'Выберите группу или снимите отметку «Только для группы»',
    });
  });

  test('hears of an event once, when it is public: at once, by the button of a draft, or when it gets the group', async () => {
    const { browser, group, member } = await leader();
    const told = async () => (await mailsTo(member.email)).filter((kind) => kind === 'group-event').length;

    const draft = await create(browser, { group_id: group.id, status: 'draft' });
    expect(await told()).toBe(0);
    await browser.post(`/events/${draft}/publication`);
    expect(await told()).toBe(1);
    await create(browser, { group_id: group.id });
    expect(await told()).toBe(2);
    const later = await create(browser);
    for (const groupId of [group.id, '', group.id]) await browser.post(`/events/${later}`, { ...hybrid, group_id: String(groupId) });
    expect(await told()).toBe(3);
  });

  test('hears nothing of a draft whose organizer no longer leads it', async () => {
    const { account, browser, group, member } = await leader();
    const draft = await create(browser, { group_id: group.id, status: 'draft' });
    await addMember(group.id, { role: 'leader' });
    await db.groupMember.update({ where: { groupId_accountId: { groupId: group.id, accountId: account.id } }, data: { role: 'member' } });

    expect((await browser.post(`/events/${draft}/publication`)).status).toBe(422);
    expect(await eventOf(draft)).toMatchObject({ status: 'draft' });
    expect(await mailsTo(member.email)).toEqual([]);
  });

  test('stays with the event while its organizer edits other things, though they no longer lead it', async () => {
    const { account, browser, group } = await leader();
    const id = await create(browser, { group_id: group.id });
    await addMember(group.id, { role: 'leader' });
    await db.groupMember.update({ where: { groupId_accountId: { groupId: group.id, accountId: account.id } }, data: { role: 'member' } });

    expect((await browser.get(`/events/${id}/edit`)).text).toContain(`<option value="${group.id}" selected>Джаз по субботам`);
    expect((await browser.post(`/events/${id}`, { ...hybrid, group_id: String(group.id), tags: 'джаз' })).status).toBe(303);
    expect(await eventOf(id)).toMatchObject({ groupId: group.id, tags: ['джаз'] });
  });
});

describe('a copy', () => {
  test('keeps both sides, tags and the group', async () => {
    const { account, browser } = await organizer();
    const group = await createGroup({ leaderId: account.id });
    const id = await create(browser, {
      tags: 'плакат',
      group_id: group.id,
      members_only: 'on',
      prefers_reliable: 'on',
      online_price: '100',
    });

    const reply = await browser.post(`/events/${id}/copies`);

    const copy = Number(reply.headers['location']?.split('/')[2]);
    const kept = {
      format: 'hybrid',
      onlineLimit: 500,
      onlinePrice: 10_000,
      tags: ['плакат'],
      groupId: group.id,
      membersOnly: true,
      prefersReliable: true,
    };
    expect(await eventOf(copy)).toMatchObject({ ...kept, status: 'draft' });
    expect(await seatsOf(copy)).toMatchObject({ seatLimit: 40, onlineLimit: 500, onlineTaken: 0 });
  });

  test('by an admin belongs to no group, which they may not lead', async () => {
    const { account } = await organizer();
    const group = await createGroup({ leaderId: account.id });
    const event = await createEvent({ organizerId: account.id, groupId: group.id, membersOnly: true });
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);

    const reply = await admin.post(`/events/${event.id}/copies`);

    expect(await eventOf(Number(reply.headers['location']?.split('/')[2]))).toMatchObject({ groupId: null, membersOnly: false });
  });
});

test('topics stand in the form as a tree', async () => {
  const { browser } = await organizer();
  const page = await browser.get('/events/new');
  const options = [...(/<select[^>]*name="topic_id"[\s\S]*?<\/select>/.exec(page.text)?.[0] ?? '').matchAll(/<option[^>]*>([^<]*)</g)].map(
    ([, label]) => label,
  );
  expect(options.slice(0, 5)).toEqual(['Без темы', 'Музыка', '\u2003Джаз', '\u2003Классика', 'Лекции']);
});

test('an event of a topic below another one gets a picture of the one above, always the same', async () => {
  const { browser } = await organizer();
  const jazz = await db.topic.findUniqueOrThrow({ where: { slug: 'jazz' } });
  const motifs = await Promise.all([1, 2].map(async () => (await eventOf(await create(browser, { topic_id: jazz.id }))).coverMotif));
  expect(motifs[0]).toMatch(/vinyl|piano|strings/);
  expect(motifs[1]).toBe(motifs[0]);
});
