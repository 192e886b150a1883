import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { forgetCatalogue } from '../../src/services/events/catalogue.ts';
import { startApp } from '../support/app.ts';
import type { Browser } from '../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, createOwnRegistration } from '../support/factories.ts';

const app = await startApp();
const roles = ['guest', 'stranger', 'member', 'moderator', 'leader', 'organizer', 'admin', 'registered'] as const;
type Role = (typeof roles)[number];
const insiders: Role[] = ['member', 'moderator', 'leader', 'organizer', 'admin'];

let browsers: Record<Role, Browser>;
let things: Awaited<ReturnType<typeof makeThings>>;

beforeAll(async () => {
  things = await makeThings();
  const { group, organizer, event, leader } = things;
  const logIn = async (email: string) => app.guest().logIn(email);
  const registered = await createAccount();
  await createOwnRegistration(registered.id, { eventId: event.id });
  browsers = {
    guest: app.guest(),
    stranger: await logIn((await createAccount()).email),
    member: await logIn((await addMember(group.id)).email),
    moderator: await logIn((await addMember(group.id, { role: 'moderator' })).email),
    leader: await logIn(leader.email),
    organizer: await logIn(organizer.email),
    admin: await logIn((await createAccount({ role: 'admin' })).email),
    registered: await logIn(registered.email),
  };
});

/** A published event of a group, by somebody who led the group then and is not in it any more. */
async function makeThings() {
  const organizer = await createAccount({ role: 'organizer' });
  const group = await createGroup({ leaderId: organizer.id, name: 'Джаз по субботам', joinPolicy: 'request' });
  const given = { organizerId: organizer.id, groupId: group.id, membersOnly: true, tags: ['квартирник'], topicId: 1 };
  const event = await createEvent({
    ...given,
    title: 'Квартирник: каверы',
    format: 'hybrid',
    location: 'Покровка, 7, кв. 12',
    onlineUrl: 'https://secret.example.test/room',
  });
  const open = await createEvent({ title: 'Джем для всех', topicId: 1 });
  const leader = await createAccount();
  await addMember(group.id, { accountId: leader.id, role: 'leader' });
  await db.groupMember.delete({ where: { groupId_accountId: { groupId: group.id, accountId: organizer.id } } });
  return { organizer, group, event, open, leader };
}

const isListed = (html: string) => html.includes(`href="/events/${things.event.id}"`);

describe.each(roles)('for a %s', (role) => {
  const sees = insiders.includes(role);

  test.each(['/events', '/events?topic=music', '/events?tag=квартирник', '/events?q=каверы', '/events?format=hybrid', '/topics/music'])(
    `%s ${sees ? 'lists' : 'does not list'} an event for members only`,
    async (path) => {
      expect(isListed((await browsers[role].get(encodeURI(path))).text)).toBe(sees);
    },
  );

  test('lists follow the same rule beside another event and on the home page', async () => {
    const similar = await browsers[role].get(`/events/${things.open.id}`);
    expect(isListed(similar.text)).toBe(sees);
    expect(isListed((await browsers[role].get('/')).text)).toBe(sees);
  });

  test('the page opens by its address, and tells the place to those inside alone', async () => {
    const { event } = things;
    const isInside = sees || role === 'registered';

    const page = await browsers[role].get(`/events/${event.id}`);
    const file = await browsers[role].get(`/events/${event.id}.ics`);

    expect(page.status).toBe(200);
    expect(page.text).toContain('Только для группы');
    expect(page.text.includes('Покровка')).toBe(isInside);
    expect(file.text.includes('Покровка')).toBe(isInside);
    expect(page.text.includes('secret.example')).toBe(role === 'organizer' || role === 'admin');
    expect(page.text.includes(`/events/${event.id}/register`)).toBe(isInside && !['registered', 'organizer', 'admin'].includes(role));
    expect(page.text.includes(`href="/groups/${things.group.slug}/request">Попроситься в группу`)).toBe(!isInside);
  });
});

describe('an outsider is told', () => {
  const gateOf = async (browser: Browser, id: number) => (await browser.get(`/events/${id}`)).text;

  async function eventOf(given: Parameters<typeof createGroup>[0] = {}) {
    const organizer = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: organizer.id, ...given });
    const event = await createEvent({ organizerId: organizer.id, groupId: group.id, membersOnly: true });
    return { group, event };
  }

  test('to join an open group: by a button, or by logging in first', async () => {
    const { group, event } = await eventOf({ joinPolicy: 'open' });
    expect(await gateOf(browsers.stranger, event.id)).toContain(`action="/groups/${group.slug}/membership"`);
    expect(await gateOf(browsers.guest, event.id)).toContain(`href="/login?return_to=%2Fevents%2F${event.id}">Вступить`);
  });

  test('to register as soon as they have joined: the button brings them back', async () => {
    const { group, event } = await eventOf({ joinPolicy: 'open' });
    const browser = await app.guest().logIn((await createAccount()).email);
    const joined = await browser.post(`/groups/${group.slug}/membership`, { return_to: `/events/${event.id}` });
    expect(joined.headers['location']).toBe(`/events/${event.id}`);
    expect(await gateOf(browser, event.id)).toContain(`href="/events/${event.id}/register"`);
  });

  test('that they have asked already, that they were kept out, or that the group is closed', async () => {
    const { group, event } = await eventOf({ joinPolicy: 'request' });
    const asking = await createAccount();
    await db.groupRequest.create({ data: { groupId: group.id, accountId: asking.id } });
    const banned = await createAccount();
    await db.groupBan.create({ data: { groupId: group.id, accountId: banned.id, bannedById: asking.id } });

    expect(await gateOf(await app.guest().logIn(asking.email), event.id)).toContain('Вы уже попросились');
    expect(await gateOf(await app.guest().logIn(banned.email), event.id)).toContain('Новых участников группа сейчас не принимает');
    await db.group.update({ where: { id: group.id }, data: { archivedAt: new Date() } });
    expect(await gateOf(browsers.stranger, event.id)).toContain('Новых участников группа сейчас не принимает');
  });
});

test('who joins a group finds its events in the list a moment later, who leaves it does not', async () => {
  const { group } = things;
  const account = await createAccount();
  const browser = await app.guest().logIn(account.email);
  const look = async () => {
    forgetCatalogue();
    return isListed((await browser.get('/events')).text);
  };

  expect(await look()).toBe(false);
  await addMember(group.id, { accountId: account.id });
  expect(await look()).toBe(true);
  await db.groupMember.delete({ where: { groupId_accountId: { groupId: group.id, accountId: account.id } } });
  expect(await look()).toBe(false);
});
