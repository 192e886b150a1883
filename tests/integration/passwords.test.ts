import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { resetPassword } from '../../src/services/accounts/password.ts';
import { isTokenUsable, issueToken } from '../../src/services/accounts/tokens.ts';
import { startApp } from '../support/app.ts';
import { createAccount, inHours, mailsTo, PASSWORD } from '../support/factories.ts';

const app = await startApp();

const NEW = 'синий экскаватор';
const canLogIn = async (email: string, password: string) => (await app.guest().post('/login', { email, password })).status === 303;

test('asking for a new password answers the same whether the account exists or not, and mails only the one that does', async () => {
  const { email } = await createAccount();
  const ask = async (address: string) => {
    const guest = app.guest();
    const reply = await guest.post('/password/forgot', { email: address });
    return { status: reply.status, to: reply.headers['location'], text: (await guest.follow(reply)).text.replaceAll(address, '…') };
  };
  const [known, unknown] = [await ask(email), await ask('nobody@example.test')];

  expect({ ...known, text: '' }).toEqual({ status: 303, to: '/login', text: '' });
  expect(known.text).toContain('мы отправили туда ссылку');
  expect(withoutTokens(unknown.text)).toBe(withoutTokens(known.text));
  expect(await mailsTo(email)).toEqual(['password-reset']);
  expect(await mailsTo('nobody@example.test')).toEqual([]);
});

const withoutTokens = (html: string) => html.replaceAll(/name="_csrf" value="[^"]*"/g, '');

test('the mail goes to the address of the account in its language and carries no secret', async () => {
  const { id, email } = await createAccount({ email: 'Anna.Orlova@example.test', locale: 'en' });
  await app.guest().post('/password/forgot', { email: 'anna.orlova@EXAMPLE.test' });
  expect(await db.mail.findFirst({ where: { recipient: email } })).toMatchObject({ locale: 'en', payload: { accountId: id } });
});

test('an address that is none is refused in the form', async () => {
  const reply = await app.guest().post('/password/forgot', { email: 'anna' });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('value="anna"');
});

test('only the SHA-256 of a token is kept', async () => {
  const { id } = await createAccount();
  const token = await issueToken(id, 'reset-password');
  const kept = await db.accountToken.findFirstOrThrow({ where: { accountId: id } });
  expect(Buffer.from(kept.tokenHash)).toEqual(createHash('sha256').update(token).digest());
  expect(token).toMatch(/^[\w-]{43}$/);
});

test('the link sets a password, once', async () => {
  const { id, email } = await createAccount();
  const token = await issueToken(id, 'reset-password');
  const guest = app.guest();
  expect((await guest.get(`/password/reset/${token}`)).status).toBe(200);
  expect((await guest.get(`/password/reset/${token}`)).status).toBe(200);

  const reply = await guest.post(`/password/reset/${token}`, { password: NEW });

  expect(reply.status).toBe(303);
  expect((await guest.follow(reply)).text).toContain('Пароль изменён');
  expect(await canLogIn(email, NEW)).toBe(true);
  expect(await canLogIn(email, PASSWORD)).toBe(false);

  const again = await guest.post(`/password/reset/${token}`, { password: 'чужой пароль' });
  expect(again.status).toBe(410);
  expect(again.text).toContain('Ссылка больше не действует');
  expect(again.text).toContain('href="/password/forgot"');
  expect(await canLogIn(email, NEW)).toBe(true);
});

test('of two people with one link at the same moment one sets the password', async () => {
  const { id, email } = await createAccount();
  const token = await issueToken(id, 'reset-password');
  const passwords = ['красный трактор', 'синий экскаватор', 'жёлтый самосвал', 'белый каток'];

  const done = await Promise.all(passwords.map((password) => resetPassword(token, password)));

  expect(done.filter(Boolean)).toHaveLength(1);
  expect(await canLogIn(email, passwords[done.indexOf(true)]!)).toBe(true);
  expect(await mailsTo(email)).toEqual(['password-changed']);
});

test('a link for a password works for an hour', async () => {
  const { id } = await createAccount();
  const [token, other] = [await issueToken(id, 'reset-password'), await issueToken(id, 'reset-password')];
  expect(await isTokenUsable(token, 'reset-password', inHours(0.99))).toBe(true);
  expect(await isTokenUsable(token, 'reset-password', inHours(1.01))).toBe(false);
  expect(await resetPassword(token, NEW, inHours(1.01))).toBe(false);
  expect(await resetPassword(other, NEW, inHours(0.99))).toBe(true);
});

test('an outdated link explains itself and offers another', async () => {
  const { id } = await createAccount();
  const token = await issueToken(id, 'reset-password', inHours(-2));
  const reply = await app.guest().get(`/password/reset/${token}`);
  expect(reply.status).toBe(410);
  expect(reply.text).toContain('Прислать новую ссылку');
});

test.each(['x', 'a'.repeat(43), '%00', '..%2f..', '%F0%9F%99%82', 'a'.repeat(5000)])('a made-up link %# is no link', async (token) => {
  expect((await app.guest().get(`/password/reset/${token}`)).status).toBe(410);
  expect((await app.guest().post(`/password/reset/${token}`, { password: NEW })).status).toBe(410);
});

test('a link that confirms an address sets no password', async () => {
  const { id } = await createAccount();
  const token = await issueToken(id, 'confirm-email');
  expect((await app.guest().post(`/password/reset/${token}`, { password: NEW })).status).toBe(410);
});

test('a new password ends every session, uses up the other links, confirms the address and is told by mail', async () => {
  const { id, email } = await createAccount({ emailConfirmed: false });
  const [phone, laptop] = [await app.guest().logIn(email), await app.guest().logIn(email)];
  const [token, other] = [await issueToken(id, 'reset-password'), await issueToken(id, 'reset-password')];

  await app.guest().post(`/password/reset/${token}`, { password: NEW });

  expect((await phone.get('/account')).status).toBe(303);
  expect((await laptop.get('/account')).status).toBe(303);
  expect((await app.guest().get(`/password/reset/${other}`)).status).toBe(410);
  expect((await db.account.findUniqueOrThrow({ where: { id } })).emailConfirmedAt).not.toBeNull();
  expect(await mailsTo(email)).toEqual(['password-changed']);
});

test('nobody else is logged out by it', async () => {
  const [anna, boris] = [await createAccount(), await createAccount()];
  const other = await app.guest().logIn(boris.email);
  await app.guest().post(`/password/reset/${await issueToken(anna.id, 'reset-password')}`, { password: NEW });
  expect((await other.get('/account')).status).toBe(200);
});

test('a password that is no good leaves the link usable', async () => {
  const { id } = await createAccount();
  const token = await issueToken(id, 'reset-password');
  const reply = await app.guest().post(`/password/reset/${token}`, { password: 'кратко' });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('не короче 8 символов');
  expect(await isTokenUsable(token, 'reset-password')).toBe(true);
});

test('pages with a token tell it to nobody: no referrer, no cache, no search engine', async () => {
  const { id } = await createAccount();
  for (const path of [
    `/password/reset/${await issueToken(id, 'reset-password')}`,
    `/account/confirm/${await issueToken(id, 'confirm-email')}`,
  ]) {
    const reply = await app.guest().get(path);
    expect(reply.headers['referrer-policy']).toBe('no-referrer');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.text).toContain('<meta name="robots" content="noindex">');
  }
});
