import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { createAdmin, promoteToAdmin } from '../../src/services/accounts/admins.ts';
import { confirmEmail } from '../../src/services/accounts/confirmation.ts';
import { isTokenUsable, issueToken } from '../../src/services/accounts/tokens.ts';
import { startApp } from '../support/app.ts';
import { createAccount, inHours, mailsTo, PASSWORD } from '../support/factories.ts';

const app = await startApp();

const NEW = 'синий экскаватор';
const find = (id: number) => db.account.findUniqueOrThrow({ where: { id } });

test.each(['/account', '/account/password', '/account/organizer', '/account/confirmation'])('%s needs an account', async (path) => {
  expect((await app.guest().get(path)).headers['location']).toBe(`/login?${new URLSearchParams({ return_to: path })}`);
  expect((await app.guest().post(path)).headers['location']).toBe('/login');
});

test('the page shows name, address and its state', async () => {
  const confirmed = await createAccount({ firstName: 'Вера' });
  const { text } = await (await app.guest().logIn(confirmed.email)).get('/account');
  expect(text).toMatch(/name="first_name"[^>]*value="Вера"/);
  expect(text).toContain('Адрес подтверждён');
  expect(text).not.toContain('action="/account/confirmation"');

  const unconfirmed = await createAccount({ emailConfirmed: false });
  expect((await (await app.guest().logIn(unconfirmed.email)).get('/account')).text).toContain('Прислать письмо ещё раз');
});

test('name and language are changed and kept', async () => {
  const { id, email } = await createAccount();
  const anna = await app.guest().logIn(email);
  const reply = await anna.post('/account', {
    first_name: ' Анна-Мария ',
    last_name: "О'Нил",
    locale: 'en',
    role: 'admin',
    email: 'x@example.test',
  });

  expect(reply.status).toBe(303);
  expect(await find(id)).toMatchObject({ firstName: 'Анна-Мария', lastName: "О'Нил", locale: 'en', role: 'participant', email });
  const page = await anna.follow(reply);
  expect(page.text).toContain('<html lang="en"');
  expect(page.text).toContain('The changes are saved');
});

test.each([
  [{ first_name: '' }, 'first_name'],
  [{ last_name: 'а'.repeat(101) }, 'last_name'],
  [{ last_name: 'а\u0000б' }, 'last_name'],
  [{ last_name: ['а', 'б'] }, 'last_name'],
  [{ locale: 'de' }, 'locale'],
])('a profile with %j is refused at %s', async (changes, field) => {
  const { id, email } = await createAccount();
  const anna = await app.guest().logIn(email);
  const reply = await anna.post('/account', { first_name: 'Вера', last_name: 'Ли', locale: 'ru', ...changes });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain(`href="#${field}"`);
  expect(reply.text).toContain(`id="${field}-error"`);
  expect(await find(id)).toMatchObject({ firstName: 'Анна', lastName: 'Орлова' });
});

test('a change of password keeps this session under a new id and ends the others', async () => {
  const { email } = await createAccount();
  const [here, elsewhere] = [await app.guest().logIn(email), await app.guest().logIn(email)];
  const sid = here.cookies.get('sid');

  const reply = await here.post('/account/password', { current_password: PASSWORD, password: NEW });

  expect(reply.status).toBe(303);
  expect(here.cookies.get('sid')).not.toBe(sid);
  expect((await here.follow(reply)).text).toContain('Пароль изменён');
  expect((await elsewhere.get('/account')).status).toBe(303);
  expect(await mailsTo(email)).toEqual(['password-changed']);
  expect((await app.guest().post('/login', { email, password: PASSWORD })).status).toBe(422);
  await app.guest().logIn(email, NEW);
});

test('a change of password ends the links that were mailed for the old one', async () => {
  const { id, email } = await createAccount();
  const token = await issueToken(id, 'reset-password');
  await (await app.guest().logIn(email)).post('/account/password', { current_password: PASSWORD, password: NEW });
  expect(await isTokenUsable(token, 'reset-password')).toBe(false);
});

test('whoever does not know the current password changes nothing', async () => {
  const { email } = await createAccount();
  const [here, elsewhere] = [await app.guest().logIn(email), await app.guest().logIn(email)];

  const reply = await here.post('/account/password', { current_password: 'не тот пароль', password: NEW });

  expect(reply.status).toBe(422);
  expect(reply.text).toContain('id="current_password-error"');
  expect(reply.text).not.toContain(NEW);
  expect((await elsewhere.get('/account')).status).toBe(200);
  expect(await mailsTo(email)).toEqual([]);
});

test('a participant starts to organize; others stay what they are', async () => {
  const [anna, root] = [await createAccount(), await createAccount({ role: 'admin' })];
  const participant = await app.guest().logIn(anna.email);
  expect((await participant.get('/account')).text).toContain('Хочу организовывать');

  const reply = await participant.post('/account/organizer');
  await (await app.guest().logIn(root.email)).post('/account/organizer');

  expect(reply.status).toBe(303);
  expect((await participant.follow(reply)).text).not.toContain('Хочу организовывать');
  expect([(await find(anna.id)).role, (await find(root.id)).role]).toEqual(['organizer', 'admin']);
});

test('the link confirms the address by a button; opening it, as mail scanners do, does not', async () => {
  const { id } = await createAccount({ emailConfirmed: false });
  const token = await issueToken(id, 'confirm-email');
  const guest = app.guest();
  const page = await guest.get(`/account/confirm/${token}`);
  expect(page.status).toBe(200);
  expect((await find(id)).emailConfirmedAt).toBeNull();

  const reply = await guest.post(`/account/confirm/${token}`);
  expect((await guest.follow(reply)).text).toContain('Адрес подтверждён');
  expect((await find(id)).emailConfirmedAt).not.toBeNull();

  const again = await guest.post(`/account/confirm/${token}`);
  expect(again.status).toBe(410);
  expect(again.text).toContain('Ссылка больше не действует');
});

test('a confirmation link works for seven days and only for its purpose', async () => {
  const { id } = await createAccount({ emailConfirmed: false });
  const token = await issueToken(id, 'confirm-email');
  const reset = await issueToken(id, 'reset-password');
  expect(await confirmEmail(token, inHours(7 * 24 + 0.01))).toBe(false);
  expect(await confirmEmail(reset)).toBe(false);
  expect(await confirmEmail(token, inHours(7 * 24 - 0.01))).toBe(true);
});

test('the confirmation is mailed again on request, unless there is nothing to confirm', async () => {
  const [waiting, done] = [await createAccount({ emailConfirmed: false }), await createAccount()];
  for (const { email } of [waiting, done]) await (await app.guest().logIn(email)).post('/account/confirmation');
  expect(await mailsTo(waiting.email)).toEqual(['confirm-email']);
  expect(await mailsTo(done.email)).toEqual([]);
});

test('an admin is made, or made out of an account that keeps its password', async () => {
  await createAdmin('root@example.test', NEW, 'ru');
  await app.guest().logIn('root@example.test', NEW);
  const { id, email } = await createAccount();

  expect(await promoteToAdmin(email.toUpperCase())).toBe(true);
  expect(await promoteToAdmin('nobody@example.test')).toBe(false);
  expect((await find(id)).role).toBe('admin');
  await app.guest().logIn(email);
});
