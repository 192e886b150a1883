import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import { createAccount } from '../support/factories.ts';

const app = await startApp();

const languageOf = (html: string) => /<html lang="(\w+)"/.exec(html)?.[1];
const themeOf = (html: string) => /<html[^>]*data-bs-theme="(\w+)"/.exec(html)?.[1];

test.each([
  ['en-GB,en;q=0.9', 'en'],
  ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
  ['de,en;q=0.5', 'en'],
  ['de-DE', 'ru'],
  ['*', 'ru'],
  ['', 'ru'],
])('a browser that prefers %j reads %s at first', async (header, language) => {
  const reply = await app.guest().get('/login', { 'accept-language': header });
  expect(languageOf(reply.text)).toBe(language);
  expect(reply.headers['vary']).toContain('Accept-Language');
});

test('the switch wins over the browser and is kept for a year', async () => {
  const guest = app.guest();
  const reply = await guest.post('/preferences', { locale: 'en', back: '/signup?return_to=/events/7' });
  expect(reply.status).toBe(303);
  expect(reply.headers['location']).toBe('/signup?return_to=/events/7');
  expect(String(reply.headers['set-cookie'])).toMatch(/lang=en; Max-Age=31536000/);
  expect(languageOf((await guest.follow(reply)).text)).toBe('en');
});

test('an account brings its language to a new browser, over the browser’s own', async () => {
  const { email } = await createAccount({ locale: 'en' });
  const anna = await app.guest().logIn(email);
  expect(languageOf((await anna.get('/account')).text)).toBe('en');
});

test('the switch is kept in the account too, for mails and other browsers', async () => {
  const { id, email } = await createAccount({ locale: 'ru' });
  const anna = await app.guest().logIn(email);
  await anna.post('/preferences', { locale: 'en', back: '/account' });
  expect(await db.account.findUnique({ where: { id } })).toMatchObject({ locale: 'en' });
  const elsewhere = await app.guest().logIn(email);
  expect(languageOf((await elsewhere.get('/account')).text)).toBe('en');
});

test('the theme is chosen and given back to the system', async () => {
  const guest = app.guest();
  expect(themeOf((await guest.get('/login')).text)).toBeUndefined();
  for (const theme of ['dark', 'light']) {
    const reply = await guest.post('/preferences', { theme, back: '/login' });
    expect(themeOf((await guest.follow(reply)).text)).toBe(theme);
  }
  const reply = await guest.post('/preferences', { theme: 'auto', back: '/login' });
  expect(themeOf((await guest.follow(reply)).text)).toBeUndefined();
});

test('choosing the theme leaves the language alone', async () => {
  const guest = app.guest();
  await guest.post('/preferences', { locale: 'en', back: '/login' });
  await guest.post('/preferences', { theme: 'dark', back: '/login' });
  expect(languageOf((await guest.get('/login')).text)).toBe('en');
});

test.each([{ theme: 'pink' }, { locale: 'de' }, { theme: ['dark', 'light'] }, { locale: '__proto__' }])(
  'a choice that was not offered, %j, is refused and changes nothing',
  async (fields) => {
    const guest = app.guest();
    expect((await guest.post('/preferences', { ...fields, back: '/login' })).status).toBe(400);
    expect([guest.cookies.has('theme'), guest.cookies.has('lang')]).toEqual([false, false]);
  },
);

test.each(['//evil.example', '/\\evil.example', '/.//evil.example', 'https://evil.example', ''])(
  'the switch never leads to %j',
  async (back) => {
    expect((await app.guest().post('/preferences', { theme: 'dark', back })).headers['location']).toBe('/');
  },
);

test.each([
  'lang=xx',
  'theme=pink',
  'lang=j:{"a":1}',
  'csrf=j:{"a":1}',
  'sid=j:{}',
  'sid=s:x.y',
  'flash=s:x.y',
  'flash=j:[1]',
  'csrf=%E0%A4%A',
  'csrf=..',
])('a cookie like %s harms nothing', async (cookie) => {
  const [name, value] = cookie.split(/=(.*)/s) as [string, string];
  const guest = app.guest();
  guest.cookies.set(name, value);
  expect((await guest.get('/login')).status).toBe(200);
  expect((await guest.get('/no-such-page')).status).toBe(404);
});

test('a cookie that we signed for something else is no flash', async () => {
  const { email } = await createAccount();
  const browser = await app.guest().logIn(email);
  browser.cookies.set('flash', browser.cookies.get('sid')!);
  expect((await browser.get('/account')).status).toBe(200);
});
