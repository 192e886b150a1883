import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { startApp } from './app.ts';
import type { TestApp } from './app.ts';
import { browserTest, desktop, expectAccessible, expectNoSidewaysScroll, logIn, openWindow, smallPhone } from './browser.ts';
import { buildSite, emails } from './whole-site.ts';
import type { WholeSite } from './whole-site.ts';

/** The address of a page, with the status it answers if that is not 200. */
type Answer = string | [path: string, status: number];

/** Tests that axe finds nothing in either theme on the pages of a role, and that nothing scrolls sideways on the smallest phone. */
export function everyPage(role: 'guest' | keyof typeof emails, pagesOf: (site: WholeSite) => Answer[]): void {
  let app: TestApp;
  let answers: Answer[];

  beforeAll(async () => {
    app = await startApp();
    answers = pagesOf(await buildSite());
  });

  browserTest(
    `axe finds nothing on any page of a ${role} and nothing scrolls sideways at 320 px`,
    async () => {
      const page = await openWindow(app, { viewport: desktop });
      if (role !== 'guest') await logIn(page, emails[role]);
      const faults: string[] = [];
      for (const answer of answers) {
        const [path, status] = typeof answer === 'string' ? [answer, 200] : answer;
        await look(page, path, status).catch((error: Error) => faults.push(`${path}: ${error.message}`));
      }
      expect(faults).toEqual([]);
    },
    360_000,
  );
}

async function look(page: Page, path: string, status: number): Promise<void> {
  await page.setViewportSize(desktop);
  expect((await page.goto(path))?.status()).toBe(status);
  await expectAccessible(page);
  await page.setViewportSize(smallPhone);
  await expectNoSidewaysScroll(page);
}
