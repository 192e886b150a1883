import { beforeEach, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser } from '../support/app.ts';
import { addMember, createAccount, createDiscussion, createEvent, createRegistration, mailsTo, PASSWORD } from '../support/factories.ts';

const app = await startApp();

/** Loopback is a trusted proxy, so a test may come from anywhere. */
const from = (ip: string) => ({ 'x-forwarded-for': ip });
const statuses = async (times: number, send: () => Promise<{ status: number }>) => {
  const list: number[] = [];
  for (let i = 0; i < times; i += 1) list.push((await send()).status);
  return list;
};
const guess = (browser: Browser, email: string, ip = '203.0.113.7') =>
  browser.post('/login', { email, password: 'не тот пароль' }, from(ip));

beforeEach(async () => void (await db.rateLimit.deleteMany()));

test('after five wrong passwords the sixth try waits, even with the right one, and the page says how long', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  expect(await statuses(5, () => guess(guest, email))).toEqual([422, 422, 422, 422, 422]);

  const reply = await guest.post('/login', { email, password: PASSWORD }, from('203.0.113.7'));

  expect(reply.status).toBe(429);
  expect(reply.headers['retry-after']).toBe('900');
  expect(reply.text).toContain('Подождите 15 минут');
});

test('the case of the address and an unknown address make no difference to the count', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  await statuses(5, () => guess(guest, email));
  expect((await guess(guest, email.toUpperCase())).status).toBe(429);
  expect(await statuses(6, () => guess(guest, 'nobody@example.test'))).toEqual([422, 422, 422, 422, 422, 429]);
});

test('a new X-Forwarded-For each time does not help: only that of a proxy is believed', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  let tries = 0;
  expect(await statuses(6, () => guess(guest, email, `198.51.100.${(tries += 1)}, 192.168.1.5`))).toEqual([422, 422, 422, 422, 422, 429]);
});

test('a burst of wrong passwords gets no more than five either', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  await guest.get('/login');
  const replies = await Promise.all(Array.from({ length: 12 }, () => guess(guest, email)));
  expect(replies.filter((reply) => reply.status === 422)).toHaveLength(5);
  expect(replies.filter((reply) => reply.status === 429)).toHaveLength(7);
});

test('after the wait the right password works', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  await statuses(6, () => guess(guest, email));
  await db.$executeRaw`UPDATE rate_limits SET expire = ${Date.now() - 1}`;
  expect((await guest.post('/login', { email, password: PASSWORD }, from('203.0.113.7'))).status).toBe(303);
});

test('the right password starts the count anew', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  for (let round = 0; round < 3; round += 1) {
    expect(await statuses(4, () => guess(guest, email))).toEqual([422, 422, 422, 422]);
    await app.guest().post('/login', { email, password: PASSWORD }, from('203.0.113.7'));
  }
});

test('others are not slowed down: neither another account nor the same one from elsewhere', async () => {
  const [anna, boris] = [await createAccount(), await createAccount()];
  const guest = app.guest();
  await statuses(6, () => guess(guest, anna.email));
  expect((await guess(guest, boris.email)).status).toBe(422);
  expect((await guest.post('/login', { email: anna.email, password: PASSWORD }, from('198.51.100.9'))).status).toBe(303);
});

test('an IPv6 customer is one however many addresses they use', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  const replies: number[] = [];
  for (let i = 1; i <= 6; i += 1) replies.push((await guess(guest, email, `2001:db8:1:2:${i}::${i}`)).status);
  expect(replies).toEqual([422, 422, 422, 422, 422, 429]);
  expect((await guess(guest, email, '2001:db8:1:3::1')).status).toBe(422);
});

test('the count holds over several instances of the site, and a restart', async () => {
  const { email } = await createAccount();
  const [first, second] = [(await startApp()).guest(), (await startApp()).guest()];
  await statuses(3, () => guess(first, email));
  await statuses(2, () => guess(second, email));
  expect((await guess((await startApp()).guest(), email)).status).toBe(429);
});

test('one network cannot try a password on everybody', async () => {
  const guest = app.guest();
  const replies = await statuses(101, () => guess(guest, `person-${Math.random()}@example.test`));
  expect(replies.filter((status) => status === 422)).toHaveLength(100);
  expect(replies.at(-1)).toBe(429);
});

test('log-ins that succeed do not use up what a network may try', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  await guess(guest, email);
  for (let i = 0; i < 3; i += 1) await app.guest().post('/login', { email, password: PASSWORD }, from('203.0.113.7'));
  expect((await db.rateLimit.findMany({ where: { key: { startsWith: 'log-in-network' } } })).map((row) => row.points)).toEqual([1]);
});

test('an incomplete form is no try', async () => {
  await statuses(6, () => app.guest().post('/login', { email: 'anna@example.test', password: '' }));
  expect(await db.rateLimit.count()).toBe(0);
});

test('three mails for a new password an hour go to an address, whether it has an account or not', async () => {
  const { email } = await createAccount();
  const ask = (address: string) => statuses(4, () => app.guest().post('/password/forgot', { email: address }));
  expect(await ask(email)).toEqual([303, 303, 303, 429]);
  expect(await ask('nobody@example.test')).toEqual([303, 303, 303, 429]);
  expect(await mailsTo(email)).toHaveLength(3);
});

test('three mails that confirm an address go out in an hour', async () => {
  const { email } = await createAccount({ emailConfirmed: false });
  const anna = await app.guest().logIn(email);
  expect(await statuses(4, () => anna.post('/account/confirmation'))).toEqual([303, 303, 303, 429]);
  expect(await mailsTo(email)).toHaveLength(3);
});

test('the current password cannot be guessed at an open session', async () => {
  const { email } = await createAccount();
  const anna = await app.guest().logIn(email);
  const attempt = () => anna.post('/account/password', { current_password: 'не тот пароль', password: 'синий экскаватор' });
  expect(await statuses(6, attempt)).toEqual([422, 422, 422, 422, 422, 429]);
});

test('a machine cannot sign up without end', async () => {
  const person = { first_name: 'Анна', last_name: 'Орлова', password: 'красный трактор', role: 'participant', consent: 'on' };
  await app.guest().post('/signup', { ...person, email: 'first@example.test' });
  await db.$executeRaw`UPDATE rate_limits SET points = 60`;
  const reply = await app.guest().post('/signup', { ...person, email: 'second@example.test' });
  expect(reply.status).toBe(429);
  expect(reply.text).toContain('Подождите 60 минут');
  expect(await db.account.count({ where: { email: 'second@example.test' } })).toBe(0);
});

test('nobody sends more than ten posts a minute, and the words of the eleventh are not lost', async () => {
  const { id, groupId } = await createDiscussion();
  const browser = await app.guest().logIn((await addMember(groupId)).email);
  const write = (body: string) => browser.post(`/discussions/${id}/posts`, { body });
  expect(await statuses(10, () => write('ещё'))).toEqual(Array.from({ length: 10 }, () => 303));

  const reply = await write('одиннадцатое');

  expect(reply.status).toBe(429);
  expect(reply.text).toContain('не больше 10 сообщений в минуту');
  expect(reply.text).toContain('одиннадцатое</textarea>');
  expect(await db.post.count({ where: { discussionId: id } })).toBe(11);
});

test('the table tells nobody’s address', async () => {
  const guest = app.guest();
  await guess(guest, 'anna@example.test');
  expect(JSON.stringify(await db.rateLimit.findMany({ select: { key: true } }))).not.toMatch(/anna|203\.0/);
});

test('going from one side of an event to the other and back ends before it fills a mailbox', async () => {
  const event = await createEvent({ format: 'hybrid' });
  const { token } = await createRegistration({ eventId: event.id });
  const guest = app.guest();
  let times = 0;
  const move = () => guest.post(`/r/${token}/attendance`, { attendance: (times += 1) % 2 === 1 ? 'online' : 'offline' });

  expect(await statuses(8, move)).toEqual([303, 303, 303, 303, 303, 303, 429, 429]);
});

test('sixty publications in an hour are enough for an organizer: each may be a mail to a whole group', async () => {
  const account = await createAccount({ role: 'organizer' });
  const organizer = await app.guest().logIn(account.email);
  const event = await createEvent({ organizerId: account.id });

  const replies = await statuses(61, () => organizer.post(`/events/${event.id}/publication`));

  expect(replies.indexOf(429)).toBe(60);
});

test('ten groups in an hour are enough for an organizer', async () => {
  const organizer = await app.guest().logIn((await createAccount({ role: 'organizer' })).email);
  const found = () => organizer.post('/groups', { name: 'Клуб', topic_id: 1, join_policy: 'open' });

  expect(await statuses(11, found)).toEqual([...Array.from({ length: 10 }, () => 303), 429]);
});
