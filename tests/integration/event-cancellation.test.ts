import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { Conflict } from '../../src/errors.ts';
import { cancelEvent } from '../../src/services/events/cancel.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const register = (eventId: number, email: string) =>
  registerVisitor(eventId, { firstName: 'Анна', lastName: 'Орлова', email, phone: null }, { locale: 'ru', acceptWaitlist: true });

async function organizerOf(fields: Parameters<typeof createEvent>[0] = {}) {
  const account = await createAccount({ role: 'organizer' });
  const event = await createEvent({ organizerId: account.id, ...fields });
  return { event, browser: await app.guest().logIn(account.email) };
}

async function paid(event: { id: number; organizerId: number }, firstName: string, billedAmount: number, refundAmount = 0) {
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName });
  return createRegistration({ eventId: event.id, visitorId: visitor.id, billedAmount, refundAmount });
}

const statusesOf = async (eventId: number) => {
  const rows = await db.registration.findMany({ where: { eventId }, orderBy: { id: 'asc' }, select: { status: true } });
  return rows.map(({ status }) => status);
};

describe('cancelling an event', () => {
  test('says first how many are told and what is to be paid back', async () => {
    const { event, browser } = await organizerOf({ visitorLimit: 3, price: 50_000 });
    await paid(event, 'Пётр', 50_000);
    await paid(event, 'Ольга', 50_000, 20_000);
    await createRegistration({ eventId: event.id });
    await createRegistration({ eventId: event.id, status: 'waitlisted' });

    const page = await browser.get(`/events/${event.id}/cancellation`);

    expect(page.text).toContain('Письмо об отмене с причиной получат 4 человека.');
    expect(page.text).toContain('К возврату 800\u00a0₽: 2 регистрации.');
    expect(page.text).toContain('Не отменять');
  });

  test('closes registrations and waiting list, tells everybody in them, frees the seats and lists who is owed money', async () => {
    const { event, browser } = await organizerOf({ visitorLimit: 2 });
    await register(event.id, 'first@example.test');
    const owed = await paid(event, 'Константин', 70_000);
    await register(event.id, 'waiting@example.test');

    const reply = await browser.post(`/events/${event.id}/cancellation`, { reason: 'Зал затопило.' });

    expect(await statusesOf(event.id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(await mailsTo('first@example.test')).toEqual(['registration-confirmed', 'event-cancelled']);
    expect(await mailsTo('waiting@example.test')).toEqual(['registration-waitlisted', 'event-cancelled']);
    expect(await db.eventSeats.findUniqueOrThrow({ where: { eventId: event.id } })).toMatchObject({ seatsTaken: 0 });
    const page = await browser.follow(reply);
    expect(page.text).toContain('Мероприятие отменено. Письмо получат 3 человека');
    expect(page.text).toContain('Зал затопило.');
    expect(page.text).toContain(`href="/registrations/${owed.id}">Константин`);
    expect(page.text).toContain('700\u00a0₽');
    expect((await app.guest().get(`/events/${event.id}`)).text).not.toContain('Константин');
  });

  test('keeps who has come or has missed it already', async () => {
    const { event, browser } = await organizerOf({ startAt: inHours(-1) });
    await createRegistration({ eventId: event.id, status: 'attended' });
    await createRegistration({ eventId: event.id, status: 'no_show' });
    await createRegistration({ eventId: event.id });

    await browser.post(`/events/${event.id}/cancellation`, { reason: 'Гроза.' });

    expect(await statusesOf(event.id)).toEqual(['attended', 'no_show', 'cancelled']);
    expect(await db.eventSeats.findUniqueOrThrow({ where: { eventId: event.id } })).toMatchObject({ seatsTaken: 2 });
  });

  test('needs a reason', async () => {
    const { event, browser } = await organizerOf();
    const page = await browser.post(`/events/${event.id}/cancellation`, { reason: '  ' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Напишите причину: её прочтут все, кто записан');
    expect(await db.event.findUniqueOrThrow({ where: { id: event.id } })).toMatchObject({ status: 'published' });
  });

  test.each([
    ['a draft', { status: 'draft' as const }, 'Это черновик'],
    ['a cancelled event', { status: 'cancelled' as const }, 'Мероприятие отменено'],
    ['an event that is over', { startAt: inHours(-48) }, 'Мероприятие уже завершилось'],
  ])('%s is refused with 409 and the reason', async (_, fields, words) => {
    const { event, browser } = await organizerOf(fields);
    for (const reply of [
      await browser.get(`/events/${event.id}/cancellation`),
      await browser.post(`/events/${event.id}/cancellation`, { reason: 'Так вышло.' }),
    ]) {
      expect(reply.status).toBe(409);
      expect(reply.text).toContain(words);
    }
  });

  test('happens once, however often it is asked for at the same time', async () => {
    const { event } = await organizerOf();
    await register(event.id, 'once@example.test');

    const results = await Promise.allSettled([1, 2, 3].map(() => cancelEvent(event.id, 'Раз')));

    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
    expect(refused).toEqual([new Conflict('event_cancelled'), new Conflict('event_cancelled')]);
    expect(await mailsTo('once@example.test')).toEqual(['registration-confirmed', 'event-cancelled']);
  });

  test('while people register, leaves nobody registered: each is refused or told of the cancellation', async () => {
    for (const round of [1, 2, 3]) {
      const { event } = await organizerOf({ visitorLimit: 15 });
      const crowd = Array.from({ length: 30 }, (_, n) => register(event.id, `storm${round}-${n}@example.test`));
      await Promise.race(crowd);
      await cancelEvent(event.id, 'Шторм');
      const outcomes = (await Promise.allSettled(crowd)).map((result) => (result.status === 'fulfilled' ? result.value.outcome : 'failed'));

      const statuses = await statusesOf(event.id);
      expect(outcomes).not.toContain('failed');
      expect(statuses.every((status) => status === 'cancelled')).toBe(true);
      expect(outcomes.filter((outcome) => outcome !== 'cancelled')).toHaveLength(statuses.length);
      expect(await db.mail.count({ where: { eventId: event.id, kind: 'event-cancelled' } })).toBe(statuses.length);
      expect(await db.eventSeats.findUniqueOrThrow({ where: { eventId: event.id } })).toMatchObject({ seatsTaken: 0 });
    }
  });
});
