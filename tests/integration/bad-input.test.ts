import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp, tokenIn } from '../support/app.ts';
import type { Browser, Fields, TestApp } from '../support/app.ts';
import { createWebinar } from '../support/broadcast.ts';
import {
  addMember,
  createAccount,
  createAttendance,
  createDiscussion,
  createEvent,
  createEventRating,
  createExpense,
  createGroup,
  createPost,
  createRegistration,
  createVisitor,
  inHours,
} from '../support/factories.ts';

// Everything that a person, a script or a scanner may send instead of what a form asks for. Whatever it is, the site
// answers with words: never with a 500, and with a refusal that names the field where the value was the fault.

// Hundreds of wrong passwords in a row are the point here.
vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

interface Setup {
  guest: Browser;
  organizer: Browser;
  participant: Browser;
  ids: { event: number; hybrid: number; visitor: number; registration: number; expense: number; webinar: number; poll: number };
  token: string;
  /** Somebody who was at a past event may rate it, and somebody else’s review of it is published. */
  rated: { token: string; review: number };
  talk: { slug: string; silent: string; discussion: number; own: number; post: number; other: number };
}

interface FormCase {
  name: string;
  who: 'guest' | 'organizer' | 'participant';
  path: (setup: Setup) => string;
  fields: (setup: Setup) => Fields;
  /** May be left out. */
  optional: string[];
}

const person = { first_name: 'Анна', last_name: 'Круглова', email: 'anna@example.test', phone: '+79162041833' };
const event = {
  title: 'Лекция',
  description: 'О топонимике',
  start_at: '2030-05-01T19:00',
  end_at: '2030-05-01T21:00',
  time_zone: 'Europe/Moscow',
  location: 'Москва',
  format: 'offline',
  online_url: '',
  visitor_limit: '60',
  price: '1500,50',
  topic_id: '',
  status: 'draft',
};
const hybridForm = {
  ...event,
  format: 'hybrid',
  online_url: 'https://meet.example.test/room',
  online_limit: '500',
  online_price: '0',
  tags: 'джаз, винил',
  group_id: '',
};
const group = { name: 'Джаз по субботам', topic_id: '1', join_policy: 'open', city: 'Москва', about: 'Слушаем', rules: 'Тишина' };
const eventOptional = ['tags', 'group_id', 'description', 'topic_id', 'status', 'online_url', 'time_zone', 'format'];

const forms: FormCase[] = [
  {
    name: 'sign-up',
    who: 'guest',
    path: () => '/signup',
    fields: () => ({ ...person, phone: undefined, password: 'a long password', role: 'participant', consent: 'on' }),
    optional: ['phone'],
  },
  {
    name: 'log in',
    who: 'guest',
    path: () => '/login',
    fields: () => ({ email: 'nobody@example.test', password: 'a long password' }),
    optional: [],
  },
  {
    name: 'forgotten password',
    who: 'guest',
    path: () => '/password/forgot',
    fields: () => ({ email: 'nobody@example.test' }),
    optional: [],
  },
  {
    name: 'profile',
    who: 'participant',
    path: () => '/account',
    fields: () => ({ first_name: 'Анна', last_name: 'Орлова', locale: 'ru' }),
    optional: [],
  },
  {
    name: 'change of password',
    who: 'participant',
    path: () => '/account/password',
    fields: () => ({ current_password: 'wrong password', password: 'a new password' }),
    optional: [],
  },
  {
    name: 'deletion of an account',
    who: 'participant',
    path: () => '/account/deletion',
    fields: () => ({ current_password: 'wrong password' }),
    optional: [],
  },
  { name: 'new event', who: 'organizer', path: () => '/events', fields: () => event, optional: eventOptional },
  {
    name: 'new hybrid event',
    who: 'organizer',
    path: () => '/events',
    fields: () => hybridForm,
    optional: eventOptional.filter((name) => name !== 'online_url'),
  },
  { name: 'edit event', who: 'organizer', path: ({ ids }) => `/events/${ids.event}`, fields: () => event, optional: eventOptional },
  {
    name: 'expense',
    who: 'organizer',
    path: ({ ids }) => `/events/${ids.event}/expenses`,
    fields: () => ({ title: 'Зал', amount: '100', spent_at: '2026-11-20' }),
    optional: [],
  },
  {
    name: 'edit expense',
    who: 'organizer',
    path: ({ ids }) => `/events/${ids.event}/expenses/${ids.expense}`,
    fields: () => ({ title: 'Зал', amount: '100', spent_at: '2026-11-20' }),
    optional: [],
  },
  { name: 'new visitor', who: 'organizer', path: () => '/visitors', fields: () => person, optional: ['phone'] },
  { name: 'edit visitor', who: 'organizer', path: ({ ids }) => `/visitors/${ids.visitor}`, fields: () => person, optional: ['phone'] },
  {
    name: 'registering',
    who: 'guest',
    path: ({ ids }) => `/events/${ids.event}/register`,
    fields: () => ({ ...person, consent: 'on' }),
    optional: [],
  },
  {
    name: 'registering here or online',
    who: 'guest',
    path: ({ ids }) => `/events/${ids.hybrid}/register`,
    fields: () => ({ ...person, consent: 'on', attendance: 'online', waitlist: 'yes' }),
    optional: ['attendance', 'waitlist'],
  },
  {
    name: 'registering a visitor',
    who: 'organizer',
    path: () => '/registrations',
    fields: ({ ids }) => ({ event_id: ids.event, visitor_id: ids.visitor, attendance: 'offline' }),
    optional: ['attendance'],
  },
  {
    name: 'edit registration',
    who: 'organizer',
    path: ({ ids }) => `/registrations/${ids.registration}`,
    fields: () => ({ status: 'registered', billed_amount: '0', billed_at: '', refund_amount: '0', refunded_at: '' }),
    optional: ['billed_amount', 'billed_at', 'refund_amount', 'refunded_at'],
  },
  {
    name: 'what others see of a person',
    who: 'participant',
    path: () => '/account/profile',
    fields: () => ({
      visibility: 'everyone',
      shown_name: 'Аня',
      about: 'Слова',
      city: 'Москва',
      links: 'https://example.org',
      topics: '1',
      shows_plans: 'on',
    }),
    optional: ['shown_name', 'about', 'city', 'links', 'topics', 'shows_plans'],
  },
  {
    name: 'new group',
    who: 'organizer',
    path: () => '/groups',
    fields: () => ({ ...group, slug: '' }),
    optional: ['slug', 'city', 'about', 'rules'],
  },
  {
    name: 'group settings',
    who: 'organizer',
    path: ({ talk }) => `/groups/${talk.silent}/settings`,
    fields: () => group,
    optional: ['city', 'about', 'rules'],
  },
  {
    name: 'new discussion',
    who: 'participant',
    path: ({ talk }) => `/groups/${talk.slug}/discussions`,
    fields: () => ({ title: 'Кто едет?', body: 'Еду **на машине**' }),
    optional: [],
  },
  {
    name: 'reply',
    who: 'participant',
    path: ({ talk }) => `/discussions/${talk.discussion}/posts`,
    fields: ({ talk }) => ({ body: 'Беру одно', reply_to_id: talk.post }),
    optional: ['reply_to_id'],
  },
  {
    name: 'edit post',
    who: 'participant',
    path: ({ talk }) => `/posts/${talk.own}`,
    fields: () => ({ title: 'Кто едет?', body: 'Никто' }),
    optional: [],
  },
  {
    name: 'complaint',
    who: 'participant',
    path: ({ talk }) => `/posts/${talk.post}/complaint`,
    fields: () => ({ reason: 'spam', note: 'Который раз' }),
    optional: ['note'],
  },
  {
    name: 'hiding a post',
    who: 'organizer',
    path: ({ talk }) => `/posts/${talk.other}/hiding`,
    fields: () => ({ reason: 'не по теме' }),
    optional: [],
  },
  {
    name: 'rating',
    who: 'guest',
    path: ({ rated }) => `/r/${rated.token}/rating`,
    fields: () => ({ stars: '4', content: '5', organization: '', place: '3', words: 'Хорошо' }),
    optional: ['content', 'organization', 'place', 'words'],
  },
  {
    name: 'reply to a review',
    who: 'organizer',
    path: ({ rated }) => `/reviews/${rated.review}/reply`,
    fields: () => ({ reply: 'Спасибо' }),
    optional: [],
  },
  {
    name: 'complaint about a review',
    who: 'participant',
    path: ({ rated }) => `/reviews/${rated.review}/complaint`,
    fields: () => ({ reason: 'abuse', note: 'Грубо' }),
    optional: ['note'],
  },
  {
    name: 'message in a webinar',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/messages`,
    fields: () => ({ body: 'Слышно' }),
    optional: [],
  },
  {
    name: 'question in a webinar',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/questions`,
    fields: () => ({ body: 'Чем снимали кучу?' }),
    optional: [],
  },
  {
    name: 'poll in a webinar',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/polls`,
    fields: () => ({ question: 'Где течёт?', options: 'Тут\nТам', is_multiple: 'on' }),
    optional: ['is_multiple'],
  },
  {
    name: 'vote in a poll',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/polls/${ids.poll}/votes`,
    fields: () => ({ choices: '0' }),
    optional: [],
  },
  {
    name: 'reaction',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/reactions`,
    fields: () => ({ sign: 'clap' }),
    optional: [],
  },
  {
    name: 'mark of a question',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/questions/1/mark`,
    fields: () => ({ mark: 'pinned', set: 'on' }),
    optional: [],
  },
  {
    name: 'rules of a chat',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/rules`,
    fields: () => ({ slow_mode: '10', blocked_words: 'казино' }),
    optional: ['blocked_words'],
  },
  {
    name: 'co-host of a webinar',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/hosts`,
    fields: () => ({ email: 'nobody@example.test' }),
    optional: [],
  },
  {
    name: 'break in a webinar',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/pause`,
    fields: () => ({ paused: 'on' }),
    optional: [],
  },
  {
    name: 'end of a webinar',
    who: 'organizer',
    path: ({ ids }) => `/webinars/${ids.webinar}/ending`,
    fields: () => ({ rewatch: 'group' }),
    optional: [],
  },
];

const bad: [string, (value: string) => string | string[] | undefined][] = [
  ['left out', () => undefined],
  ['empty', () => ''],
  ['only spaces', () => ' \u00a0\u2003 '],
  ['far too long', () => 'я'.repeat(30_000)],
  ['sent twice', (value) => [value, value]],
  ['with a NUL', (value) => `${value}\u0000`],
  ['with HTML and quotes', () => `"><script>alert(1)</script>'`],
  ['a formula', () => '=HYPERLINK("http://evil.example")'],
  ['an injection', () => `1'; DROP TABLE events; --`],
  ['a number beyond integers', () => '99999999999999999999'],
  ['negative', () => '-1'],
  ['a fraction of a kopeck', () => '10,001'],
  ['an exponent', () => '1e3'],
  ['not a number', () => 'NaN'],
  ['an impossible date', () => '2026-02-31T25:61'],
  ['the year 0', () => '0000-01-01T00:00'],
  ['a far year', () => '275760-09-13T00:00'],
  ['emoji and right-to-left', () => '👩‍👩‍👧\u202eabc'],
];

let app: TestApp;
let setup: Setup;

/** A group led by one, in which the other begins a discussion, and one without any. */
async function makeTalk(leaderId: number, memberId: number): Promise<Setup['talk']> {
  const { id: groupId, slug } = await createGroup({ leaderId });
  await addMember(groupId, { accountId: memberId });
  const { slug: silent } = await createGroup({ leaderId });
  const { id, posts } = await createDiscussion({ groupId, authorId: memberId });
  const [post, other] = [await createPost(id), await createPost(id)];
  return { slug, silent, discussion: id, own: posts[0]!.id, post: post.id, other: other.id };
}

async function makeRated(organizerId: number): Promise<Setup['rated']> {
  const past = await createEvent({ organizerId, startAt: inHours(-6), endAt: inHours(-3) });
  const [mine, theirs] = [await createAttendance({ eventId: past.id }), await createAttendance({ eventId: past.id })];
  const review = await createEventRating({ registrationId: theirs.id, words: 'Слушали стоя', publishedAt: inHours(-1) });
  return { token: mine.token, review: review.id };
}

beforeAll(async () => {
  app = await startApp();
  const account = await createAccount({ role: 'organizer' });
  const own = await createEvent({ organizerId: account.id, visitorLimit: 1000, price: 100_000 });
  const hybrid = await createEvent({ organizerId: account.id, format: 'hybrid', onlineLimit: 1000 });
  const participant = await createAccount({ role: 'participant' });
  const visitor = await createVisitor({ organizerId: account.id });
  const registration = await createRegistration({ eventId: own.id, visitorId: visitor.id });
  const webinar = await createWebinar({ organizerId: account.id });
  const poll = { eventId: webinar.id, question: 'Где?', options: ['Тут', 'Там'], openedAt: new Date() };
  setup = {
    /** Somebody new each time: a guest who has signed up is no guest any more. */
    get guest() {
      return app.guest();
    },
    organizer: await app.guest().logIn(account.email),
    participant: await app.guest().logIn(participant.email),
    ids: {
      event: own.id,
      hybrid: hybrid.id,
      visitor: visitor.id,
      registration: registration.id,
      expense: (await createExpense({ eventId: own.id })).id,
      webinar: webinar.id,
      poll: (await db.webinarPoll.create({ data: poll })).id,
    },
    token: registration.token,
    rated: await makeRated(account.id),
    talk: await makeTalk(account.id, participant.id),
  };
  await setup.organizer.get(`/webinars/${webinar.id}`);
});

describe.each(forms)('the form «$name»', ({ who, path, fields, optional }) => {
  test.each(bad)('takes no field %s for an answer', async (_, spoil) => {
    const good = fields(setup);
    const browser = setup[who];
    const tries = Object.keys(good).map(async (name) => {
      const value = spoil(String(good[name] ?? ''));
      const reply = await browser.post(path(setup), { ...good, [name]: value });
      const story = `${name}: ${reply.status} ${reply.headers['location'] ?? ''}`;

      expect([200, 303, 401, 404, 409, 422], story).toContain(reply.status);
      expect(reply.text, story).not.toContain('<script>alert(1)');
      if (reply.status === 422) expect(reply.text, story).toMatch(/class="error-summary"[^]*href="#/);
      if (value === undefined && !optional.includes(name)) expect(reply.status, story).toBe(422);
    });
    await Promise.all(tries);
  });

  test('keeps everything typed beside the wrong field and names that field', async () => {
    const good = fields(setup);
    const [wrong, ...rest] = Object.keys(good).filter((name) => !optional.includes(name));
    const reply = await setup[who].post(path(setup), { ...good, [wrong!]: 'x\u0000' });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`href="#${wrong}"`);
    const typed = rest.filter((name) => !/password|consent|_id$/.test(name) && good[name]);
    for (const name of typed) expect(reply.text, name).toContain(String(good[name]));
  });
});

describe('money', () => {
  test.each([
    ['1500', 303],
    ['1500,50', 303],
    ['1500.5', 303],
    ['1 500', 303],
    ['-1', 422],
    ['0,001', 422],
    ['1,5,0', 422],
    ['1000000,01', 422],
  ])('of %s is answered with %i', async (price, status) => {
    expect((await setup.organizer.post('/events', { ...event, price })).status).toBe(status);
  });
});

describe('query strings', () => {
  const values = ['', 'x', '-1', '0', '99999999999', '2026-13-01', "'", '%00', '%ED%A0%80', '<script>alert(1)</script>', 'я'.repeat(500)];
  const pages: ['guest' | 'organizer' | 'participant', string, string[]][] = [
    ['guest', '/events', ['q', 'topic', 'tag', 'format', 'from', 'to', 'free', 'after', 'past', 'page']],
    ['organizer', '/events', ['mine', 'state', 'after']],
    ['guest', '/topics/music', ['after', 'before']],
    ['organizer', '/visitors', ['q', 'event_id', 'status', 'sort', 'after']],
    ['organizer', '/visitors/new', ['return_to']],
    ['organizer', '/registrations', ['event_id', 'status', 'payment', 'q', 'sort', 'after']],
    ['organizer', '/registrations/new', ['event_id', 'visitor_id', 'visitor_q', 'attendance']],
    ['organizer', '/reports', ['type', 'format', 'event_id', 'visitor_id', 'from', 'to', 'status', 'after']],
    ['organizer', '/reports/registrations.csv', ['event_id', 'from', 'to', 'status']],
    ['organizer', '/reports/finance.csv', ['event_id', 'from', 'to']],
    ['organizer', '/reports/visitor.csv', ['visitor_id']],
    ['participant', '/registrations', ['after']],
    ['guest', '/events/1/reviews', ['before']],
    ['organizer', '/events/1/ratings', ['after']],
    ['participant', '/groups', ['q', 'topic', 'after', 'before']],
    ['participant', '/groups/SLUG/events', ['past', 'after']],
    ['participant', '/groups/SLUG/members', ['q', 'role', 'after']],
    ['participant', '/groups/SLUG/discussions', ['q', 'after', 'before']],
    ['guest', '/discussions/TALK', ['after', 'before', 'reply_to']],
    ['guest', '/login', ['return_to']],
  ];
  test.each(pages)('of %s at %s are never a 500', async (who, path, names) => {
    const browser = setup[who];
    const address = path.replace('SLUG', setup.talk.slug).replace('TALK', String(setup.talk.discussion));
    for (const name of names) {
      const tries = values.map(async (value) => {
        const reply = await browser.get(`${address}?${name}=${value.startsWith('%') ? value : encodeURIComponent(value)}`);
        expect([200, 303, 400, 404, 422], `${name}=${value.slice(0, 30)}: ${reply.status}`).toContain(reply.status);
        if (reply.type === 'text/html') expect(reply.text).not.toContain('<script>alert(1)');
      });
      await Promise.all(tries);
      expect((await browser.get(`${address}?${name}=1&${name}=2`)).status, `${name} twice`).toBeLessThan(500);
    }
  });
});

describe('addresses', () => {
  test.each(['0', '-1', 'x', '1.5', '2147483648', '99999999999999999999', '%00', '%E0%A4%A', '..%2f..%2fetc', 'null'])(
    'with the id %s are not found',
    async (id) => {
      const paths = [
        '/events/ID',
        '/events/ID.ics',
        '/events/ID/register',
        '/events/ID/edit',
        '/events/ID/expenses',
        '/visitors/ID',
        '/registrations/ID',
        '/r/ID',
        '/r/ID/rating',
        '/r/ID/coming',
        '/events/ID/reviews',
        '/events/ID/ratings',
        '/reviews/ID/complaint',
        '/groups/ID',
        '/groups/ID/settings',
        '/groups/ID/discussions',
        '/discussions/ID',
        '/posts/ID',
        '/posts/ID/edit',
      ];
      for (const path of paths) {
        const { status } = await setup.organizer.get(path.replace('ID', id));
        expect([400, 404], `${path}: ${status}`).toContain(status);
      }
    },
  );
});

describe('a body', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('over the limit is refused with 413', async () => {
    expect((await setup.guest.send('POST', '/login', `email=${'a'.repeat(300_000)}`, form)).status).toBe(413);
  });

  test('with too many fields is refused with 413', async () => {
    expect((await setup.guest.send('POST', '/login', 'a=1&'.repeat(1000), form)).status).toBe(413);
  });

  test.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml'])(
    'of the type %s is refused with 415',
    async (type) => {
      expect((await setup.guest.send('POST', '/login', '{"email":"a"}', { 'content-type': type })).status).toBe(415);
    },
  );

  test('in an unknown character set is refused with 415', async () => {
    expect(
      (await setup.guest.send('POST', '/login', 'email=a', { 'content-type': `${form['content-type']}; charset=koi8-r` })).status,
    ).toBe(415);
  });

  test('with half of a surrogate pair or bytes that are no UTF-8 is answered with words', async () => {
    const { _csrf, ...fields } = { ...person, consent: 'on', _csrf: '' };
    const guest = app.guest();
    const token = tokenIn((await guest.get('/login')).text);
    for (const bytes of ['%ED%A0%80', '%FF%FE', '%C3']) {
      const body = `${new URLSearchParams({ ...fields, _csrf: token })}&first_name=${bytes}`.replace(
        'first_name=%D0%90%D0%BD%D0%BD%D0%B0&',
        '',
      );
      const reply = await guest.send('POST', `/events/${setup.ids.event}/register`, body, form);
      expect([303, 409, 422]).toContain(reply.status);
    }
  });
});

describe('a method that a page does not know', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('%s is answered with 405 or 404', async (method) => {
    for (const path of ['/', '/events', `/events/${setup.ids.event}`]) {
      expect([404, 405], path).toContain((await setup.guest.send(method, path)).status);
    }
  });
});
