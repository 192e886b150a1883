import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { deliverDue } from '../../src/services/mail/deliver.ts';
import { listMailbox } from '../../src/services/mail/mailbox.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, desktop, expectAccessible, expectNoSidewaysScroll, logIn, openWindow, smallPhone } from '../support/browser.ts';
import {
  createAccount,
  createEvent,
  createExpense,
  createRegistration,
  createSavedReport,
  createVisitor,
  inHours,
} from '../support/factories.ts';

// Every page as each role sees it: axe finds nothing in either theme, and nothing scrolls sideways on the smallest phone.

let app: TestApp;
const emails = { organizer: 'organizer@example.test', participant: 'participant@example.test' };
type Answer = string | [path: string, status: number];
let paths: Record<'guest' | 'participant' | 'organizer', Answer[]>;

beforeAll(async () => {
  app = await startApp();
  paths = await pagesByRole();
});

/** A little of everything: a long list looks the same to axe as a short one, and takes it long. */
async function pagesByRole(): Promise<typeof paths> {
  const organizer = await createAccount({ role: 'organizer', email: emails.organizer, firstName: 'Марина', lastName: 'Соколова' });
  const event = async (given: object) => (await createEvent({ organizerId: organizer.id, topicId: 1, ...given })).id;
  const upcoming = await event({ title: 'Джаз на крыше: вечер стандартов', price: 120_000, visitorLimit: 4 });
  const past = await event({ startAt: inHours(-48) });
  const [draft, cancelled] = [await event({ status: 'draft' }), await event({ status: 'cancelled', cancelReason: 'Болезнь ведущего.' })];
  const full = await event({ format: 'online', visitorLimit: 1 });

  const visitor = await createVisitor({ organizerId: organizer.id, firstName: 'Константин', lastName: 'Юрьев-Лебединский' });
  const of = (eventId: number, given: object = {}) => createRegistration({ eventId, ...given });
  const paid = { visitorId: visitor.id, billedAmount: 120_000, refundAmount: 20_000 };
  const ownRegistration = await of(upcoming, paid);
  for (const [eventId, status] of [
    [upcoming, 'cancelled'],
    [past, 'attended'],
    [past, 'no_show'],
    [full, 'registered'],
  ] as const)
    await of(eventId, { status });
  const waiting = await of(full, { status: 'waitlisted' });
  const expense = await createExpense({ eventId: upcoming });

  const saved = await createSavedReport({ accountId: organizer.id, name: 'Посещаемость по темам' });

  const { firstName, lastName, email } = await createAccount({ role: 'participant', email: emails.participant });
  const { token, registrationId } = await registerVisitor(
    upcoming,
    { firstName, lastName, email, phone: null },
    { locale: 'ru', acceptWaitlist: false },
  );
  const registration = { id: registrationId, token };
  await deliverDue();
  const [mail] = await listMailbox();
  return {
    guest: [
      '/',
      '/events',
      '/events?past=1',
      '/events?q=xyzzy',
      ['/events?from=x', 422],
      `/events/${upcoming}`,
      `/events/${past}`,
      `/events/${cancelled}`,
      `/events/${upcoming}/register`,
      `/events/${full}/register`,
      `/events/${cancelled}/register`,
      `/r/${registration.token}`,
      `/r/${waiting.token}`,
      `/r/${registration.token}/cancellation`,
      '/login',
      '/signup',
      '/password/forgot',
      ['/password/reset/nothing', 410],
      '/about',
      '/privacy',
      ['/nowhere', 404],
      '/dev/mail',
      `/dev/mail/${mail!.id}`,
    ],
    participant: [
      '/',
      '/registrations',
      `/registrations/${registration.id}`,
      `/registrations/${registration.id}/cancellation`,
      '/account',
      '/account/password',
      ['/reports', 403],
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
      `/events/${upcoming}/expenses/${expense.id}/edit`,
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
      ['/reports?from=x', 422],
      '/reports/builder?period=all&chart=bars',
      '/reports/builder?type=finance&period=all&group_by=month&chart=line&columns=billed&columns=profit&move=profit.up',
      '/reports/builder?type=visitors&period=all&chart=columns',
      ['/reports/builder?chart=pie&period=dates&from=x', 422],
      '/reports/saved',
      `/reports/saved/${saved.id}`,
      `/reports/saved/${saved.id}/deletion`,
      `/reports/stop/${saved.stopToken}`,
    ],
  };
}

async function look(page: Page, path: string, status: number): Promise<void> {
  await page.setViewportSize(desktop);
  expect((await page.goto(path))?.status()).toBe(status);
  await expectAccessible(page);
  await page.setViewportSize(smallPhone);
  await expectNoSidewaysScroll(page);
}

browserTest.each(['guest', 'participant', 'organizer'] as const)(
  'axe finds nothing on any page of a %s and nothing scrolls sideways at 320 px',
  async (role) => {
    const page = await openWindow(app, { viewport: desktop });
    if (role !== 'guest') await logIn(page, emails[role]);
    const faults: string[] = [];
    for (const answer of paths[role]) {
      const [path, status] = typeof answer === 'string' ? [answer, 200] : answer;
      await look(page, path, status).catch((error: Error) => faults.push(`${path}: ${error.message}`));
    }
    expect(faults).toEqual([]);
  },
  120_000,
);
