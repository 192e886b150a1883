import { expect, test, vi } from 'vitest';
import { startApp } from '../support/app.ts';
import { createAccount } from '../support/factories.ts';

vi.hoisted(() => {
  process.env['BASE_URL'] = 'https://events.example.org';
});

const app = await startApp();

test('behind a proxy that ends HTTPS and does not say so one can log in, and every cookie is for HTTPS only', async () => {
  const guest = app.guest();
  const page = await guest.get('/login');
  const { email } = await createAccount();
  const reply = await guest.post('/login', { email, password: 'tochka-sbora' });

  expect(reply.status).toBe(303);
  const cookies = [page, reply].flatMap(({ headers }) => headers['set-cookie'] as unknown as string[]);
  expect(cookies.map((line) => line.split('=')[0])).toEqual(expect.arrayContaining(['__Host-csrf', 'sid']));
  expect(cookies.filter((line) => !line.includes('; Secure'))).toEqual([]);
  expect((await guest.get('/account')).text).toContain(email);
});

test('browsers are told to come by HTTPS from now on', async () => {
  expect((await app.get('/')).headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
});
