import axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject, test } from 'vitest';
import type { TestApp } from './app.ts';
import { PASSWORD } from './factories.ts';

/** Without these, headless Chromium asks servers of its maker for updates at every start. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Hosts and viewers of webinars: a camera and a microphone that are always there and allowed, and sound without a click.
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Its sandbox does not start for root, as whom CI runs.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The widths that the site is drawn for, in CSS pixels. */
export const phone = { width: 390, height: 844 };
export const smallPhone = { width: 320, height: 640 };
export const desktop = { width: 1280, height: 900 };

/** A test with a browser; skipped where none was found. */
export const browserTest = test.skipIf(inject('chromium') === '');

const browsers = new Map<string, Promise<Browser>>();
const contexts: BrowserContext[] = [];
const faults: string[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  expect(faults.splice(0), 'what the browser complained about').toEqual([]);
});

afterAll(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/**
 * Opens a window of somebody new, with no cookies yet; paths given to `goto` are paths of the site. `computer` names a browser of its own, for
 * those who would take the time of the others; `mayRefuse` are addresses that answer such a page with 404 or the like.
 */
export async function openWindow(
  app: Pick<TestApp, 'url'>,
  options: {
    locale?: 'ru' | 'en';
    viewport?: { width: number; height: number };
    javaScriptEnabled?: boolean;
    computer?: string;
    mayRefuse?: RegExp;
  } = {},
): Promise<Page> {
  const { locale = 'ru', viewport = phone, javaScriptEnabled = true, computer = '', mayRefuse } = options;
  const browser = browsers.get(computer) ?? chromium.launch({ executablePath: inject('chromium'), args: flags });
  browsers.set(computer, browser);
  const context = await (
    await browser
  ).newContext({
    baseURL: app.url,
    viewport,
    javaScriptEnabled,
    locale: locale === 'ru' ? 'ru-RU' : 'en-GB',
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  });
  contexts.push(context);
  // A browser that knows a script before the page comes does not read it anew for each.
  await context.addInitScript(axe.source);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  watch(page, mayRefuse);
  return page;
}

/** A script that fails, a refused inline style, a missing picture: any of them fails the test. */
function watch(page: Page, mayRefuse?: RegExp): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    const isPage = response.request().resourceType() === 'document';
    if (response.status() < 500 && mayRefuse?.test(response.url())) return;
    if (response.status() >= (isPage ? 500 : 400)) faults.push(`${response.url()}: ${response.status()}`);
  });
}

/** Logs in through the form, as people do. */
export async function logIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  if (new URL(page.url(), 'http://nowhere').pathname !== '/login') await page.goto('/login');
  const form = page.getByRole('main');
  await form.locator('input[name="email"]').fill(email);
  await form.locator('input[name="password"]').fill(password);
  await form.getByRole('button', { name: /^(Войти|Log in)$/ }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Axe finds nothing on the page in either theme, and nothing of the page lies beside the window. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await faultsFound(page), `${page.url()} in light`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await faultsFound(page, { runOnly: rulesAboutColour }), `${page.url()} in dark`).toEqual([]);
  await expectNoSidewaysScroll(page);
}

/** What may differ between the themes; the rest has been looked at in one. */
const rulesAboutColour = { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] };

/** Without the list of all that is right, which takes most of axe's time. */
async function faultsFound(page: Page, options: RunOptions = {}): Promise<string[]> {
  const run = JSON.stringify({ resultTypes: ['violations'], preload: false, ...options });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${run})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join()}: ${failureSummary}`));
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [width, room] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(width, `${page.url()} at ${room} px`).toBeLessThanOrEqual(room);
}
