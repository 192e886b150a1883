import { beforeAll, expect } from 'vitest';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, expectAccessible, openWindow, smallPhone } from '../support/browser.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

browserTest('the home page leads to the events in English on the smallest phone, and axe finds nothing', async () => {
  const page = await openWindow(app, { locale: 'en', viewport: smallPhone });
  expect((await page.goto('/'))?.status()).toBe(200);
  await expectAccessible(page);

  await page
    .getByRole('main')
    .getByRole('link', { name: /^Events/ })
    .first()
    .click();

  expect(new URL(page.url()).pathname).toBe('/events');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Events');
  await expectAccessible(page);
});
