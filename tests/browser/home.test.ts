import { beforeAll, expect } from 'vitest';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, desktop, expectAccessible, openWindow, smallPhone } from '../support/browser.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

browserTest.each([
  { locale: 'ru' as const, viewport: desktop, heading: 'Мероприятия' },
  { locale: 'en' as const, viewport: smallPhone, heading: 'Events' },
])('the home page leads to the events in $locale at $viewport.width px, and axe finds nothing', async ({ locale, viewport, heading }) => {
  const page = await openWindow(app, { locale, viewport });
  expect((await page.goto('/'))?.status()).toBe(200);
  await expectAccessible(page);

  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`^${heading}`) })
    .first()
    .click();

  expect(new URL(page.url()).pathname).toBe('/events');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(heading);
  await expectAccessible(page);
});
