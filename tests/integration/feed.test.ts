import { describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { listFeed } from '../../src/services/people/feed.ts';
import { startApp } from '../support/app.ts';
import {
  addMember,
  createAccount,
  createEvent,
  createGroup,
  createOwnRegistration,
  createProfile,
  createRegistration,
  inHours,
} from '../support/factories.ts';

const app = await startApp();

const topicId = async (slug: string) => (await db.topic.findUniqueOrThrow({ where: { slug } })).id;
const [music, jazz, food] = await Promise.all(['music', 'jazz', 'food'].map(topicId));

const feedOf = async (account: { id: number; role: string }) => listFeed(account, 100);
const titlesOf = async (account: { id: number; role: string }) => (await feedOf(account)).map(({ title }) => title);
const why = async (account: { id: number; role: string }, title: string) =>
  (await feedOf(account)).find((event) => event.title === title)?.reason;

const DAY = 24;
let number = 0;
const newTitle = () => `Событие ${(number += 1)}`;
/** In three weeks at a price, so that nothing speaks for it by itself. */
const plain = async (given: Parameters<typeof createEvent>[0] = {}) => {
  const title = newTitle();
  return createEvent({ title, startAt: inHours(21 * DAY), price: 100_000, location: 'Псков, площадь', ...given });
};

/** Makes all events of an organizer rated so many times with so many stars. */
async function rate(organizerId: number, ratings: number, stars: number) {
  const past = await createEvent({ organizerId, startAt: inHours(-40 * DAY) });
  await db.$executeRaw`INSERT INTO event_rating_totals (event_id, ratings, stars) VALUES (${past.id}, ${ratings}, ${ratings * stars})`;
}

describe('the feed leaves out', () => {
  test('what is past, far away, a draft, cancelled, one’s own, full, or registered for already', async () => {
    const anna = await createAccount({ role: 'organizer' });
    const [wanted, registered, waiting] = [await plain(), await plain(), await plain()];
    const full = await plain({ visitorLimit: 1 });
    await createRegistration({ eventId: full.id });
    await createOwnRegistration(anna.id, { eventId: registered.id });
    await createOwnRegistration(anna.id, { eventId: waiting.id, status: 'waitlisted' });
    const others = [
      await plain({ startAt: inHours(-DAY) }),
      await plain({ startAt: inHours(70 * DAY) }),
      await plain({ status: 'draft' }),
      await plain({ status: 'cancelled' }),
      await plain({ organizerId: anna.id }),
    ];
    const titles = await titlesOf(anna);

    expect(titles).toContain(wanted.title);
    for (const { title } of [full, registered, waiting, ...others]) expect(titles).not.toContain(title);
  });

  test('but not what one has cancelled, and by an unconfirmed address nothing is looked up', async () => {
    const [anna, unconfirmed] = [await createAccount(), await createAccount({ emailConfirmed: false })];
    const event = await plain();
    await createOwnRegistration(anna.id, { eventId: event.id, status: 'cancelled' });
    await createOwnRegistration(unconfirmed.id, { eventId: event.id });

    expect(await titlesOf(anna)).toContain(event.title);
    expect(await titlesOf(unconfirmed)).toContain(event.title);
  });

  test('what is for members of a group that one is not in', async () => {
    const [member, stranger] = [await createAccount(), await createAccount()];
    const leader = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: leader.id });
    await addMember(group.id, { accountId: member.id });
    const event = await plain({ organizerId: leader.id, groupId: group.id, membersOnly: true });

    expect(await why(member, event.title)).toBe('group');
    expect(await titlesOf(stranger)).not.toContain(event.title);
  });

  test('nothing of a hybrid event that has seats online still', async () => {
    const anna = await createAccount();
    const event = await plain({ format: 'hybrid', onlineUrl: 'https://meet.example.test/room', visitorLimit: 1, onlineLimit: 5 });
    await createRegistration({ eventId: event.id });

    expect(await titlesOf(anna)).toContain(event.title);
  });
});

describe('the one line says why', () => {
  test('whose group it is, whom one follows, where one was, which topic one chose', async () => {
    const anna = await createAccount();
    await createProfile({ accountId: anna.id, city: '', topicIds: [music!] });
    const leader = await createAccount({ role: 'organizer' });
    const [own, followed] = [await createGroup({ leaderId: leader.id }), await createGroup({ leaderId: leader.id })];
    await addMember(own.id, { accountId: anna.id });
    const [organizer, visited] = [await createAccount({ role: 'organizer' }), await createAccount({ role: 'organizer' })];
    await db.follow.createMany({
      data: [
        { accountId: anna.id, organizerId: organizer.id },
        { accountId: anna.id, groupId: followed.id },
      ],
    });
    for (const hours of [-50, -100]) {
      const event = await createEvent({ organizerId: visited.id, startAt: inHours(hours), topicId: food! });
      await createOwnRegistration(anna.id, { eventId: event.id, status: 'attended' });
    }
    const events = {
      group: await plain({ organizerId: leader.id, groupId: own.id }),
      follow: await plain({ organizerId: organizer.id }),
      'follow a group': await plain({ organizerId: leader.id, groupId: followed.id }),
      organizer: await plain({ organizerId: visited.id }),
      topic: await plain({ topicId: music! }),
      'a topic below': await plain({ topicId: jazz! }),
      visited: await plain({ topicId: food! }),
      soon: await plain(),
    };
    const feed = await feedOf(anna);
    const reasons = Object.entries(events).map(([name, { title }]) => [name, feed.find((event) => event.title === title)?.reason]);

    expect(Object.fromEntries(reasons)).toEqual({
      ...{ group: 'group', follow: 'follow', 'follow a group': 'follow', organizer: 'organizer' },
      ...{ topic: 'topic', 'a topic below': 'topic', visited: 'visited', soon: 'soon' },
    });
    expect(feed.find(({ title }) => title === events.organizer.title)).toMatchObject({ visits: 2 });
    expect(feed.find(({ title }) => title === events['a topic below'].title)).toMatchObject({ topicRu: 'Музыка' });
  });

  test('a high rating, one’s city, or that it is soon and free', async () => {
    const anna = await createAccount();
    await createProfile({ accountId: anna.id, city: 'Вологда' });
    const rated = await createAccount({ role: 'organizer' });
    await rate(rated.id, 50, 5);
    const events = [
      await plain({ organizerId: rated.id }),
      await plain({ location: 'вологда, ул. Мира' }),
      await plain({ price: 0, startAt: inHours(2 * DAY) }),
      await plain({ price: 0 }),
    ];

    expect(await Promise.all(events.map(({ title }) => why(anna, title)))).toEqual(['rating', 'city', 'free', 'soon']);
  });

  test('a city with signs of a pattern in it matches only itself', async () => {
    const anna = await createAccount();
    await createProfile({ accountId: anna.id, city: '%' });
    const event = await plain();

    expect(await why(anna, event.title)).toBe('soon');
  });

  test('few ratings make nothing highly rated', async () => {
    const anna = await createAccount();
    const event = await plain();
    await rate(event.organizerId, 4, 5);

    expect(await why(anna, event.title)).toBe('soon');
  });
});

describe('the order', () => {
  test('goes by groups, follows, topics, ratings and time', async () => {
    const anna = await createAccount();
    await createProfile({ accountId: anna.id, city: '', topicIds: [food!] });
    const leader = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: leader.id });
    await addMember(group.id, { accountId: anna.id });
    const [followed, rated, poor] = await Promise.all([1, 2, 3].map(() => createAccount({ role: 'organizer' })));
    await db.follow.create({ data: { accountId: anna.id, organizerId: followed!.id } });
    await rate(rated!.id, 50, 5);
    await rate(poor!.id, 50, 2);
    const late = await plain({ startAt: inHours(55 * DAY) });
    const bad = await plain({ organizerId: poor!.id });
    const good = await plain({ organizerId: rated!.id });
    const usual = await plain();
    const chosen = await plain({ topicId: food! });
    const theirs = await plain({ organizerId: followed!.id });
    const ours = await plain({ organizerId: leader.id, groupId: group.id });
    const expected = [ours, theirs, chosen, good, usual, late, bad].map(({ title }) => title);

    expect((await titlesOf(anna)).filter((title) => expected.includes(title))).toEqual(expected);
  });

  test('does not let one organizer fill it: others of the same worth come between', async () => {
    const anna = await createAccount();
    await createProfile({ accountId: anna.id, topicIds: [jazz!] });
    const busy = await createAccount({ role: 'organizer' });
    const own = [await plain({ organizerId: busy.id, topicId: jazz! }), await plain({ organizerId: busy.id, topicId: jazz! })];
    const other = await plain({ topicId: jazz! });
    const titles = (await titlesOf(anna)).filter((title) => [...own, other].some((event) => event.title === title));

    expect(titles.at(-1)).toBe(own[1]!.title);
  });

  test('brings what is one’s own though hundreds of others are sooner', async () => {
    const anna = await createAccount();
    const leader = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: leader.id });
    await addMember(group.id, { accountId: anna.id });
    const crowd = await createAccount({ role: 'organizer' });
    const event = await plain({ organizerId: leader.id, groupId: group.id, startAt: inHours(50 * DAY) });
    await db.$executeRaw`
      WITH made AS (
        INSERT INTO events (organizer_id, title, status, start_at, end_at, location, visitor_limit, updated_at)
        SELECT ${crowd.id}, 'Толпа', 'published', now() + interval '1 day', now() + interval '2 days', 'Там', 10, now() FROM generate_series(1, 600)
        RETURNING id)
      INSERT INTO event_seats (event_id, seat_limit) SELECT id, 10 FROM made`;
    const [first] = await listFeed(anna, 1);
    await db.$executeRaw`DELETE FROM events WHERE title = 'Толпа'`;

    expect(first!.title).toBe(event.title);
  });
});

describe('on the pages', () => {
  test('the feed says why by each card and links to the catalogue', async () => {
    const anna = await createAccount();
    await createProfile({ accountId: anna.id, topicIds: [music!] });
    const event = await plain({ topicId: music!, title: 'Джаз <на> крыше' });
    const { text } = await (await app.guest().logIn(anna.email)).get('/feed');

    expect(text).toContain(`href="/events/${event.id}"`);
    expect(text).toContain('Тема «Музыка», вы её выбрали');
    expect(text).toContain('Джаз &lt;на&gt; крыше');
    expect(text).not.toContain('Пока мы мало о вас знаем');
  });

  test('whoever has chosen nothing is asked to', async () => {
    const { email } = await createAccount();

    expect((await (await app.guest().logIn(email)).get('/feed')).text).toContain('href="/account/profile#topics"');
  });

  test('whom one follows is listed there, with a way to stop', async () => {
    const { organizerId } = await createEvent();
    const { id, email } = await createAccount();
    const group = await createGroup({ name: 'Джаз по субботам' });
    await db.follow.createMany({
      data: [
        { accountId: id, organizerId },
        { accountId: id, groupId: group.id },
      ],
    });
    const { text } = await (await app.guest().logIn(email)).get('/feed');

    expect(text).toContain(`href="/people/${organizerId}"`);
    expect(text).toContain(`href="/groups/${group.slug}"`);
    expect(text.match(/action="\/follows\/deletion"/g)).toHaveLength(2);
  });

  test('home shows a participant three of it, and nothing twice', async () => {
    const { id, email } = await createAccount();
    await createProfile({ accountId: id, topicIds: [jazz!] });
    const { text } = await (await app.guest().logIn(email)).get('/');
    const hrefs = [...text.matchAll(/class="stretched-link" href="(\/events\/\d+)"/g)].map(([, href]) => href);

    expect(text).toContain('href="/feed"');
    expect(new Set(hrefs).size).toBe(hrefs.length);
    expect((await app.guest().get('/')).text).not.toContain('href="/feed"');
  });
});
