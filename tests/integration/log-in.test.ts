import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp, tokenIn } from '../support/app.ts';
import { createAccount, PASSWORD } from '../support/factories.ts';

const app = await startApp();

const messageOf = (html: string) => /id="email-error".*?<\/span>([^<]*)<\/span>/s.exec(html)?.[1]?.trim();

test('the right password opens the account, whatever the case of the address', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  const reply = await guest.post('/login', { email: email.toUpperCase(), password: PASSWORD });

  expect(reply.status).toBe(303);
  expect(reply.headers['location']).toBe('/');
  expect((await guest.get('/account')).status).toBe(200);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const { email } = await createAccount();
  const wrong = await app.guest().post('/login', { email, password: 'не тот пароль' });
  const unknown = await app.guest().post('/login', { email: 'nobody@example.test', password: 'не тот пароль' });

  expect([wrong.status, unknown.status]).toEqual([422, 422]);
  expect(messageOf(wrong.text)).toMatch(/^Почта или пароль не подходят/);
  expect(messageOf(unknown.text)).toBe(messageOf(wrong.text));
  expect(wrong.text).toContain(`value="${email}"`);
  expect(wrong.text).not.toContain('не тот пароль');
});

test('a longer password with the right 72 bytes at its start is a wrong one', async () => {
  const password = 'a'.repeat(72);
  const { email } = await createAccount({ password });
  expect((await app.guest().post('/login', { email, password: `${password}b` })).status).toBe(422);
  expect((await app.guest().post('/login', { email, password })).status).toBe(303);
});

test('an empty form names its fields', async () => {
  const reply = await app.guest().post('/login', { email: '', password: '' });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('Введите адрес почты');
  expect(reply.text).toContain('Введите пароль');
});

test('logging in takes a new session: whoever planted a living one has nothing of it', async () => {
  const [anna, eve] = [await createAccount(), await createAccount()];
  const attacker = await app.guest().logIn(eve.email);
  const planted = attacker.cookies.get('sid')!;
  await db.account.delete({ where: { id: eve.id } });
  expect(await db.session.count({ where: { sess: { path: ['accountId'], equals: eve.id } } })).toBe(1);

  const victim = app.guest();
  victim.cookies.set('sid', planted);
  await victim.logIn(anna.email);

  expect(victim.cookies.get('sid')).not.toBe(planted);
  expect((await victim.get('/account')).status).toBe(200);
  expect((await attacker.get('/account')).headers['location']).toBe('/login?return_to=%2Faccount');
});

test('the cookie of the session is kept from scripts and other sites, for thirty days', async () => {
  const { email } = await createAccount();
  const reply = await app.guest().post('/login', { email, password: PASSWORD });
  const [cookie = ''] = (reply.headers['set-cookie'] as unknown as string[]).filter((line) => line.startsWith('sid='));
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
  const days = (Date.parse(/Expires=([^;]+)/.exec(cookie)![1]!) - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(30, 1);
});

test('a guest gets no session row and no cookie of it', async () => {
  await db.session.deleteMany();
  const guest = app.guest();
  for (const path of ['/login', '/signup', '/password/forgot', '/no-such-page']) await guest.get(path);
  await guest.post('/login', { email: 'nobody@example.test', password: 'не тот пароль' });
  await guest.post('/preferences', { theme: 'dark', back: '/login' });
  await guest.post('/logout');

  expect(guest.cookies.has('sid')).toBe(false);
  expect(await db.session.count()).toBe(0);
});

test('a guest who wants a page of the account is brought back to it', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  const sentAway = await guest.get('/account/password');
  expect(sentAway.headers['location']).toBe('/login?return_to=%2Faccount%2Fpassword');

  const form = await guest.follow(sentAway);
  expect(form.text).toMatch(/name="return_to" value="\/account\/password"/);
  const reply = await guest.post('/login', { email, password: PASSWORD, return_to: '/account/password' });
  expect(reply.headers['location']).toBe('/account/password');
});

test('a wrong password does not lose where one wanted to go', async () => {
  const reply = await app.guest().post('/login', { email: 'nobody@example.test', password: 'не тот', return_to: '/visitors?q=a' });
  expect(reply.text).toMatch(/name="return_to" value="\/visitors\?q=a"/);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  '/.//evil.example',
  '/%0d%0aSet-Cookie:a=b',
  'javascript:alert(1)',
])('after logging in nobody is sent to %s', async (returnTo) => {
  const { email } = await createAccount();
  const reply = await app.guest().post('/login', { email, password: PASSWORD, return_to: returnTo });
  expect(new URL(reply.headers['location'] as string, 'http://site.test').host).toBe('site.test');
  expect(reply.headers['location']).not.toMatch(/^\/\/|\\/);
  const shown = await app.guest().get(`/login?return_to=${encodeURIComponent(returnTo)}`);
  expect(/name="return_to" value="([^"]*)"/.exec(shown.text)?.[1]).not.toContain('evil.example');
});

test('logging out ends the session for good and says so on the log-in page', async () => {
  const { email } = await createAccount();
  const anna = await app.guest().logIn(email);
  const sid = anna.cookies.get('sid')!;

  const reply = await anna.post('/logout');

  expect(reply.status).toBe(303);
  expect(reply.headers['location']).toBe('/login');
  expect(anna.cookies.has('sid')).toBe(false);
  expect((await anna.follow(reply)).text).toContain('Вы вышли из аккаунта');
  anna.cookies.set('sid', sid);
  expect((await anna.get('/account')).status).toBe(303);
});

test('a log-out needs the token: a link or a form of another site cannot do it', async () => {
  const { email } = await createAccount();
  const anna = await app.guest().logIn(email);
  expect((await anna.post('/logout', { _csrf: undefined })).status).toBe(403);
  await anna.get('/logout');
  expect((await anna.get('/account')).status).toBe(200);
});

test('somebody who has logged in is sent home from the log-in form', async () => {
  const { email } = await createAccount();
  const anna = await app.guest().logIn(email);
  expect((await anna.get('/login')).headers['location']).toBe('/');
  expect((await anna.post('/login', { email: 'x', password: 'y' })).headers['location']).toBe('/');
});

test('a form whose token was of before the log-in is stale', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  const token = tokenIn((await guest.get('/login')).text);
  await guest.logIn(email);
  expect((await guest.post('/account', { _csrf: token, first_name: 'Ева' })).status).toBe(403);
});

test('a session of an account that is gone is nobody’s', async () => {
  const { id, email } = await createAccount();
  const anna = await app.guest().logIn(email);
  await db.account.delete({ where: { id } });
  expect((await anna.get('/account')).status).toBe(303);
  expect((await anna.get('/login')).status).toBe(200);
});
