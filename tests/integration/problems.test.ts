import express from 'express';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { problem } from '../../src/middleware/problem.ts';
import { startApp, tokenIn } from '../support/app.ts';
import { createAccount } from '../support/factories.ts';

const app = await startApp();

const OWN = { 'sec-fetch-site': 'same-origin' };
const typed = { first_name: 'Анна "Ню" <b>', email: 'anna@example.test', password: 'красный трактор', role: 'organizer' };

test('a form without its token is refused, and what was typed waits to be sent again, but no password', async () => {
  const guest = app.guest();
  const reply = await guest.post('/signup', { ...typed, _csrf: undefined }, OWN);

  expect(reply.status).toBe(403);
  expect(reply.text).toContain('Форма устарела');
  expect(reply.text).toContain('<form class="mt-4" action="/signup" method="post">');
  expect(reply.text).toContain('name="first_name" value="Анна &#34;Ню&#34; &lt;b&gt;"');
  expect(reply.text).toContain('name="role" value="organizer"');
  expect(reply.text).not.toContain('красный трактор');
  expect(tokenIn(reply.text)).not.toBe('');
});

test('sent again, the form is the one with what was typed and an error at the password', async () => {
  const guest = app.guest();
  const refused = await guest.post('/signup', { ...typed, _csrf: 'stale' }, OWN);
  const again = await guest.post('/signup', { ...typed, password: undefined, _csrf: tokenIn(refused.text) });
  expect(again.status).toBe(422);
  expect(again.text).toContain('Придумайте пароль');
  expect(again.text).toMatch(/value="organizer" checked/);
});

test.each(['cross-site', 'same-site', 'none', undefined])('a form from elsewhere (%s) is not prepared for sending', async (site) => {
  const reply = await app.guest().post('/signup', { ...typed, _csrf: undefined }, site ? { 'sec-fetch-site': site } : {});
  expect(reply.status).toBe(403);
  expect(reply.text).not.toContain('anna@example.test');
});

test('a token of another browser does not fit', async () => {
  const token = tokenIn((await app.guest().get('/login')).text);
  const guest = app.guest();
  await guest.get('/login');
  expect((await guest.post('/login', { _csrf: token, email: 'a@example.test', password: 'x' })).status).toBe(403);
});

test('a token of a guest does not fit a session, even with its cookie', async () => {
  const { email } = await createAccount();
  const guest = app.guest();
  const token = tokenIn((await guest.get('/login')).text);
  const cookie = guest.cookies.get('csrf')!;
  const anna = await app.guest().logIn(email);
  anna.cookies.set('csrf', cookie);
  expect((await anna.post('/account/organizer', { _csrf: token })).status).toBe(403);
});

test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE'])('%s is answered with the methods that there are', async (method) => {
  const reply = await app.guest().send(method, '/login');
  expect(reply.status).toBe(405);
  expect(reply.headers['allow']).toBe('GET, HEAD, POST, OPTIONS');
});

test('a page that is not there says so in the language of the reader', async () => {
  expect((await app.guest().get('/no-such-page')).text).toContain('Здесь никто не собирается');
  expect((await app.guest().get('/no-such-page', { 'accept-language': 'en' })).text).toContain('<html lang="en"');
});

test.each(['/%E0%A4%A', '/account/confirm/%E0%A4%A', '/password/reset/%ff'])(
  'an address that cannot be decoded, %s, is no failure of ours',
  async (path) => {
    expect((await app.guest().get(path)).status).toBeLessThan(500);
  },
);

test('an error before the language is known still gets a page', async () => {
  const broken = express();
  broken.use((_req, res, next) => {
    res.locals.asset = (name: string) => `/${name}`;
    next(new Error('the database is away'));
  });
  broken.use(problem);

  const reply = await supertest(broken).get('/events?q=1');

  expect(reply.status).toBe(500);
  expect(reply.text).toContain('<html lang="ru"');
  expect(reply.text).toContain('Что-то сломалось у нас');
  expect(reply.text).not.toContain('the database is away');
});

test('when even the page fails a plain line is left', async () => {
  const broken = express();
  broken.use(() => {
    throw new Error('no assets at all');
  });
  broken.use(problem);
  const reply = await supertest(broken).get('/');
  expect(reply.status).toBe(500);
  expect(reply.text).toMatch(/^500 ?/);
});
