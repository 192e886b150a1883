import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { createAccount, createEvent } from '../support/factories.ts';

const app = await startApp();

const cachingOf = async (path: string, browser = app.guest()) => (await browser.get(path)).headers['cache-control'];

test('a guest’s pages are kept by their own browser only', async () => {
  const { id } = await createEvent();
  for (const path of ['/', '/events', `/events/${id}`, `/events/${id}.ics`, '/login', '/no-such-page']) {
    expect(await cachingOf(path), path).toBe('private, no-cache');
  }
});

test('pages of whoever has logged in are kept by nobody, so that “Back” shows none after logging out', async () => {
  const { email } = await createAccount({ role: 'organizer' });
  const browser = await app.guest().logIn(email);
  for (const path of ['/', '/events', '/visitors', '/registrations', '/account', '/no-such-page']) {
    expect(await cachingOf(path, browser), path).toBe('no-store');
  }
});

test('a cover is the same for everybody: any cache may keep it, and it says nothing to a browser’s cookies', async () => {
  const guest = app.guest();
  const reply = await guest.follow(await guest.post('/password/forgot', { email: 'anna@example.test' }));
  expect(reply.text).toContain('anna@example.test');
  await guest.post('/password/forgot', { email: 'anna@example.test' });

  const cover = await guest.get('/covers/vinyl-7.svg');

  expect(cover.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(cover.headers['set-cookie']).toBeUndefined();
  expect((await guest.get('/login')).text).toContain('anna@example.test');
});
