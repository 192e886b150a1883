import { beforeEach, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { cleanUp } from '../../src/services/mail/clean-up.ts';
import { queueReminders } from '../../src/services/mail/reminders.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';

beforeEach(async () => {
  await db.mail.deleteMany();
  await db.registration.deleteMany();
});

type Given = { event?: Parameters<typeof createEvent>[0]; registration?: Parameters<typeof createRegistration>[0] };

/** Somebody who registered three days ago for an event in 23 hours, unless told otherwise. */
async function registered({ event: ofEvent, registration: ofRegistration }: Given = {}) {
  const event = await createEvent({ startAt: inHours(23), ...ofEvent });
  const visitor = await createVisitor({ organizerId: event.organizerId });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, createdAt: inHours(-72), ...ofRegistration });
  return { event, registration, email: visitor.emailAddress };
}

const inMinutes = (minutes: number) => inHours(minutes / 60);

test('people are reminded a day before the start and an hour before it', async () => {
  const { email } = await registered({ event: { startAt: inHours(25) } });

  expect(await queueReminders(), 'too early').toBe(0);
  expect(await queueReminders(inHours(2))).toBe(1);
  expect(await mailsTo(email)).toEqual(['reminder-day']);
  expect(await queueReminders(inHours(24.5))).toBe(1);
  expect(await mailsTo(email)).toEqual(['reminder-day', 'reminder-hour']);
});

test('however often and in how many places the clock runs, a reminder is queued once', async () => {
  const { email } = await registered();

  await Promise.all([1, 2, 3, 4].map(() => queueReminders()));
  await queueReminders(inMinutes(5));

  expect(await mailsTo(email)).toEqual(['reminder-day']);
});

test('a reminder belongs to its event and registration and speaks their language', async () => {
  const { event, registration } = await registered({ registration: { locale: 'en' } });

  await queueReminders();

  const mail = await db.mail.findFirstOrThrow();
  expect(mail).toMatchObject({ eventId: event.id, registrationId: registration.id, locale: 'en', state: 'queued' });
});

test.each([
  ['a registration that was cancelled', { registration: { status: 'cancelled' } }],
  ['who waits for a seat', { registration: { status: 'waitlisted' } }],
  ['who has come already', { registration: { status: 'attended' } }],
  ['a registration of the last day', { event: { startAt: inHours(20) }, registration: { createdAt: inHours(-1) } }],
  ['an event that was cancelled', { event: { status: 'cancelled' } }],
  ['a draft', { event: { status: 'draft' } }],
  ['an event that has begun', { event: { startAt: inHours(-0.5) } }],
  ['an event of next week', { event: { startAt: inHours(24 * 7) } }],
] as [string, Given][])('nobody is reminded of %s', async (_what, given) => {
  await registered(given);

  expect(await queueReminders()).toBe(0);
});

test('who came off the waiting list today has just had a mail and is not reminded of the day', async () => {
  const { event, registration, email } = await registered({ event: { startAt: inHours(20) } });
  const about = { eventId: event.id, registrationId: registration.id, recipient: email };
  await db.mail.create({ data: { kind: 'registration-promoted', ...about, createdAt: inHours(-2) } });

  expect(await queueReminders()).toBe(0);
  expect(await queueReminders(inHours(19.5)), 'but of the hour').toBe(1);
});

test('after a long stop nobody gets two reminders at once', async () => {
  const { email } = await registered();

  await queueReminders(inHours(22.2));

  expect(await mailsTo(email)).toEqual(['reminder-hour']);
});

test('people are reminded anew of an event that moved to another week', async () => {
  const { event, registration, email } = await registered();
  const about = { eventId: event.id, registrationId: registration.id, recipient: email };
  await db.mail.create({ data: { kind: 'reminder-day', ...about, state: 'sent', sentAt: inHours(-168), createdAt: inHours(-168) } });

  expect(await queueReminders()).toBe(1);
  expect(await queueReminders(inMinutes(5))).toBe(0);
  expect(await mailsTo(email)).toEqual(['reminder-day', 'reminder-day']);
});

test('an event that moved by some hours is not reminded of twice', async () => {
  const { event, registration, email } = await registered();
  const about = { eventId: event.id, registrationId: registration.id, recipient: email };
  await db.mail.create({ data: { kind: 'reminder-day', ...about, state: 'sent', sentAt: inHours(-6), createdAt: inHours(-6) } });

  expect(await queueReminders()).toBe(0);
});

test('the clean-up removes what has run out and leaves the rest', async () => {
  const account = await createAccount();
  const token = (hours: number) => ({ accountId: account.id, purpose: 'reset-password', expiresAt: inHours(hours) });
  await db.accountToken.create({ data: { ...token(-1), tokenHash: Buffer.from('old') } });
  await db.accountToken.create({ data: { ...token(1), tokenHash: Buffer.from('new') } });
  await db.rateLimit.create({ data: { key: 'old', expire: BigInt(Date.now() - 1000) } });
  await db.rateLimit.create({ data: { key: 'new', expire: BigInt(Date.now() + 60_000) } });
  const mail = { recipient: 'anna@example.test', kind: 'event-changed', payload: { title: 'Джаз' } };
  for (const days of [1, 91, 366]) {
    const at = inHours(-24 * days);
    await db.mail.create({ data: { ...mail, state: 'sent', sentAt: at, runAt: at, createdAt: at } });
  }
  await db.mail.create({ data: { ...mail, createdAt: inHours(-24 * 400) } });

  expect(await cleanUp()).toEqual({ tokens: 1, rateLimits: 1, payloads: 2, mails: 1 });
  expect(await cleanUp()).toEqual({ tokens: 0, rateLimits: 0, payloads: 0, mails: 0 });

  const left = await db.mail.findMany({ orderBy: { id: 'asc' } });
  expect(left.map(({ state, payload }) => [state, payload])).toEqual([
    ['sent', { title: 'Джаз' }],
    ['sent', {}],
    ['queued', { title: 'Джаз' }],
  ]);
});
