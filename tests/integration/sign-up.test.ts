import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import { createAccount, mailsTo } from '../support/factories.ts';

const app = await startApp();

let people = 0;
const person = (changes: object = {}) => ({
  first_name: 'Анна',
  last_name: 'Орлова',
  email: `newcomer${(people += 1)}@example.test`,
  password: 'красный трактор',
  role: 'participant',
  consent: 'on',
  ...changes,
});

test('whoever signs up is logged in, lands at home, and gets the mail that confirms the address', async () => {
  const guest = app.guest();
  const anna = person();

  const reply = await guest.post('/signup', anna);

  expect(reply.status).toBe(303);
  expect(reply.headers['location']).toBe('/');
  expect((await guest.get('/account')).text).toContain(anna.email);
  expect(await mailsTo(anna.email)).toEqual(['confirm-email']);
});

test('the account keeps what was typed, as a participant, with a bcrypt hash and an unconfirmed address', async () => {
  const anna = person();
  await app.guest().post('/signup', anna, { 'accept-language': 'en' });

  const account = await db.account.findFirstOrThrow({ where: { email: anna.email } });
  expect(account).toMatchObject({ firstName: 'Анна', lastName: 'Орлова', role: 'participant', locale: 'en', emailConfirmedAt: null });
  expect(account.passwordHash).toMatch(/^\$2b\$/);
});

test('one may sign up to organize', async () => {
  const olga = person({ role: 'organizer' });
  await app.guest().post('/signup', olga);
  expect(await db.account.findFirst({ where: { email: olga.email } })).toMatchObject({ role: 'organizer' });
});

test('nobody becomes an admin by asking for it', async () => {
  const eve = person({ role: 'admin' });
  expect((await app.guest().post('/signup', eve)).status).toBe(422);
  expect(await db.account.count({ where: { email: eve.email } })).toBe(0);
});

test('a form with errors comes back with everything typed but the password, a summary and a message at each field', async () => {
  const reply = await app.guest().post('/signup', person({ last_name: '', email: 'anna', password: 'коротко', role: 'organizer' }));

  expect(reply.status).toBe(422);
  expect(reply.text).toContain('<title>Ошибка: Регистрация');
  expect(reply.text).toContain('Проверьте форму: три ошибки');
  expect(reply.text).toContain('href="#last_name"');
  expect(reply.text).toContain('id="password-error"');
  expect(reply.text).toMatch(/name="first_name"[^>]*value="Анна"/);
  expect(reply.text).toMatch(/value="organizer" checked/);
  expect(reply.text).not.toContain('коротко');
});

test('an address that has an account, in any case of letters, is refused with the ways to get in', async () => {
  const { email } = await createAccount();
  const guest = app.guest();

  const reply = await guest.post('/signup', person({ email: email.toUpperCase() }));

  expect(reply.status).toBe(409);
  expect(reply.text).toContain('На этот адрес уже есть аккаунт');
  expect(reply.text).toContain('href="/login"');
  expect(reply.text).toContain('href="/password/forgot"');
  expect(guest.cookies.has('sid')).toBe(false);
  expect(await mailsTo(email.toUpperCase())).toEqual([]);
});

test('of two sign-ups with one address at the same moment one makes the account', async () => {
  const anna = person();
  const replies = await Promise.all([app.guest().post('/signup', anna), app.guest().post('/signup', anna)]);

  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([303, 409]));
  expect(await mailsTo(anna.email)).toEqual(['confirm-email']);
});

test('after signing up one lands where one wanted to go', async () => {
  const guest = app.guest();
  expect((await guest.get('/signup?return_to=/events/7/register')).text).toMatch(/name="return_to" value="\/events\/7\/register"/);
  const reply = await guest.post('/signup', person({ return_to: '/events/7/register' }));
  expect(reply.headers['location']).toBe('/events/7/register');
});

test('somebody who has logged in has no use for the form', async () => {
  const { email } = await createAccount();
  const anna = await app.guest().logIn(email);
  const another = person();

  expect((await anna.get('/signup')).headers['location']).toBe('/');
  expect((await anna.post('/signup', another)).headers['location']).toBe('/');
  expect(await db.account.count({ where: { email: another.email } })).toBe(0);
});

test('markup in a name is shown as text', async () => {
  const guest = app.guest();
  await guest.post('/signup', person({ first_name: '<script>alert(1)</script>', last_name: `"'&` }));
  const { text } = await guest.get('/account');
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});
