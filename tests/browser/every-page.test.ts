import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { db } from '../../src/db.ts';
import { DEMO_PASSWORD, loadDemoData } from '../../src/services/demo/index.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, desktop, expectAccessible, expectNoSidewaysScroll, logIn, openWindow, smallPhone } from '../support/browser.ts';

// Every page as each role sees it: axe finds nothing in either theme, and nothing scrolls sideways on the smallest phone.

let app: TestApp;
let paths: Record<'guest' | 'participant' | 'organizer', string[]>;

beforeAll(async () => {
  await loadDemoData();
  app = await startApp();
  paths = await pagesByRole();
});

async function pagesByRole(): Promise<typeof paths> {
  const event = async (where: object) => (await db.event.findFirstOrThrow({ where, orderBy: { startAt: 'asc' } })).id;
  const organizer = await db.account.findFirstOrThrow({ where: { email: 'organizer@example.org' } });
  const own = { organizerId: organizer.id };
  const upcoming = await event({ ...own, status: 'published', startAt: { gt: new Date() }, price: { gt: 0 } });
  const past = await event({ ...own, endAt: { lt: new Date() } });
  const [draft, cancelled] = [await event({ status: 'draft' }), await event({ status: 'cancelled' })];
  const mine = { visitor: { emailAddress: 'participant@example.org' } };
  const registration = await db.registration.findFirstOrThrow({ where: { ...mine, status: 'registered' } });
  const ownRegistration = await db.registration.findFirstOrThrow({ where: { eventId: upcoming, status: 'registered' } });
  const waiting = await db.registration.findFirstOrThrow({ where: { status: 'waitlisted' } });
  const visitor = await db.visitor.findFirstOrThrow({ where: { ...own, registrations: { some: {} } } });
  const expense = await db.expense.findFirstOrThrow({ where: { event: own } });
  return {
    guest: [
      '/',
      '/events',
      '/events?past=1',
      '/events?q=xyzzy',
      '/events?from=x',
      `/events/${upcoming}`,
      `/events/${past}`,
      `/events/${cancelled}`,
      `/events/${upcoming}/register`,
      `/events/${waiting.eventId}/register`,
      `/events/${cancelled}/register`,
      `/r/${registration.token}`,
      `/r/${waiting.token}`,
      `/r/${registration.token}/cancellation`,
      '/login',
      '/signup',
      '/password/forgot',
      '/password/reset/nothing',
      '/about',
      '/privacy',
      '/nowhere',
      '/dev/mail',
    ],
    participant: [
      '/',
      '/registrations',
      `/registrations/${registration.id}`,
      `/registrations/${registration.id}/cancellation`,
      '/account',
      '/account/password',
      '/reports',
    ],
    organizer: [
      '/',
      '/events?mine=1',
      '/events/new',
      `/events/${upcoming}`,
      `/events/${draft}`,
      `/events/${cancelled}`,
      `/events/${upcoming}/edit`,
      `/events/${upcoming}/cancellation`,
      `/events/${draft}/deletion`,
      `/events/${upcoming}/expenses`,
      `/events/${expense.eventId}/expenses/${expense.id}/edit`,
      `/events/${upcoming}/mails`,
      '/visitors',
      `/visitors/${visitor.id}`,
      `/visitors/${visitor.id}/edit`,
      `/visitors/${visitor.id}/deletion`,
      '/visitors?q=xyzzy',
      '/registrations',
      '/registrations/new',
      `/registrations/${ownRegistration.id}`,
      `/registrations/${ownRegistration.id}/edit`,
      `/registrations/${ownRegistration.id}/cancellation`,
      '/reports',
      '/reports?type=registrations&format=screen',
      '/reports?type=finance&format=screen',
      `/reports?type=visitor&visitor_id=${visitor.id}&format=screen`,
      '/reports?from=x',
    ],
  };
}

async function look(page: Page, path: string): Promise<void> {
  await page.setViewportSize(desktop);
  expect((await page.goto(path))?.status(), path).toBeLessThan(500);
  await expectAccessible(page);
  await page.setViewportSize(smallPhone);
  await expectNoSidewaysScroll(page);
}

browserTest.each(['guest', 'participant', 'organizer'] as const)(
  'axe finds nothing on any page of a %s and nothing scrolls sideways at 320 px',
  async (role) => {
    const page = await openWindow(app, { viewport: desktop });
    if (role !== 'guest') await logIn(page, `${role}@example.org`, DEMO_PASSWORD);
    const faults: string[] = [];
    for (const path of paths[role]) await look(page, path).catch((error: Error) => faults.push(`${path}: ${error.message}`));
    expect(faults).toEqual([]);
  },
  120_000,
);
