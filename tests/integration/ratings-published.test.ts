import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { groupRating, organizerRating } from '../../src/services/ratings/averages.ts';
import { publishDueRatings } from '../../src/services/ratings/publish.ts';
import { rateEvent } from '../../src/services/ratings/rate-event.ts';
import { rateParticipants } from '../../src/services/ratings/rate-participants.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import {
  createAccount,
  createAttendance,
  createEvent,
  createEventRating,
  createParticipantRating,
  createRegistration,
  createVisitor,
  inHours,
} from '../support/factories.ts';

const DAY = 24;
const said = (stars: number, words = '') => ({ stars, words, content: null, organization: null, place: null });

let app: TestApp;
let guest: Browser;
beforeAll(async () => {
  app = await startApp();
  guest = app.guest();
});

const ofOrganizer = (id: number, stars = 5) => ({ id, stars, presence: 'came' as const, words: 'Между нами' });
const publishedAt = async (registrationId: number) => {
  const [event, participant] = await Promise.all([
    db.eventRating.findUnique({ where: { registrationId } }),
    db.participantRating.findUnique({ where: { registrationId } }),
  ]);
  return [event?.publishedAt ?? null, participant?.publishedAt ?? null];
};

/** Somebody with an account who was at an event of an organizer, both ready to log in. */
async function visit({ visibility = '' } = {}) {
  const organizer = await createAccount({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
  const person = await createAccount({ firstName: 'Ольга', lastName: 'Дёмина' });
  if (visibility) await db.profile.create({ data: { accountId: person.id, visibility, shownName: 'Оля Дёмина' } });
  const event = await createEvent({ organizerId: organizer.id, startAt: inHours(-6), endAt: inHours(-3) });
  const visitor = await createVisitor({ organizerId: organizer.id, emailAddress: person.email, firstName: 'Ольга', lastName: 'Дёмина' });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'attended' });
  return { organizer, person, event, registration };
}

const noticesOf = (accountId: number) => db.notification.findMany({ where: { accountId }, orderBy: { id: 'asc' } });

describe('neither side is shown before the other', () => {
  test('the participant first: published at the moment of the organizer', async () => {
    const { id, eventId } = await createAttendance();
    await rateEvent(id, said(2, 'Душно и тесно'), inHours(-2));
    expect((await guest.get(`/events/${eventId}`)).text).not.toContain('Душно и тесно');
    expect((await guest.get(`/events/${eventId}/reviews`)).text).not.toContain('Душно и тесно');

    const now = inHours(-1);
    await rateParticipants(eventId, [ofOrganizer(id)], { now });

    expect(await publishedAt(id)).toEqual([now, now]);
    const { text } = await guest.get(`/events/${eventId}`);
    expect(text).toContain('Душно и тесно');
    expect(text).not.toContain('Между нами');
  });

  test('the organizer first: published at the moment of the participant', async () => {
    const { id, eventId, token } = await createAttendance();
    await rateParticipants(eventId, [ofOrganizer(id, 4)], { now: inHours(-2) });
    expect((await guest.get(`/r/${token}/rating`)).text).not.toContain('о вашем участии');

    const now = inHours(-1);
    await rateEvent(id, said(5), now);

    expect(await publishedAt(id)).toEqual([now, now]);
    const { text } = await guest.get(`/r/${token}/rating`);
    expect(text).toContain('о вашем участии: участие отмечено');
    expect(text).not.toContain('Между нами');
  });

  test('both at the same moment publish both', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, eventId } = await createAttendance();
      await Promise.all([rateEvent(id, said(5)), rateParticipants(eventId, [ofOrganizer(id)])]);
      expect(await publishedAt(id)).toEqual([expect.any(Date), expect.any(Date)]);
    }
  });

  test('alone after 14 days, as of that day, however often and in how many places the clock runs', async () => {
    const [mine, theirs] = [await createAttendance(), await createAttendance()];
    await rateEvent(mine.id, said(4));
    await rateParticipants(theirs.eventId, [ofOrganizer(theirs.id)]);
    const { endAt } = await db.event.findUniqueOrThrow({ where: { id: mine.eventId } });
    const due = new Date(endAt.getTime() + 14 * DAY * 3_600_000);

    await publishDueRatings(new Date(due.getTime() - 1));
    expect(await publishedAt(mine.id)).toEqual([null, null]);

    const counts = await Promise.all([1, 2, 3].map(() => publishDueRatings(inHours(15 * DAY))));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await publishedAt(mine.id)).toEqual([due, null]);
    expect((await publishedAt(theirs.id))[1]).toEqual(expect.any(Date));
    expect(await publishDueRatings(inHours(16 * DAY))).toBe(0);
  });

  test('the author sees their own and when it will be published', async () => {
    const { person, event, registration } = await visit();
    await rateEvent(registration.id, said(3, 'Не хватило стульев'));

    const { text } = await (await app.guest().logIn(person.email)).get(`/events/${event.id}`);

    expect(text).toContain('Не хватило стульев');
    expect(text).toContain('Опубликуем, когда организатор тоже поставит оценку');
  });
});

test('both sides are told, an organizer of many ratings once', async () => {
  const { organizer, person, event, registration } = await visit();
  await rateEvent(registration.id, said(5));
  expect(await noticesOf(person.id)).toEqual([]);

  await rateParticipants(event.id, [ofOrganizer(registration.id)]);
  const other = await createAttendance({ eventId: event.id });
  await rateEvent(other.id, said(4));
  await rateParticipants(event.id, [ofOrganizer(other.id)]);

  const notice = { kind: 'rating-published', link: `/events/${event.id}#reviews`, payload: { title: event.title } };
  expect(await noticesOf(person.id)).toMatchObject([notice]);
  expect(await noticesOf(organizer.id)).toMatchObject([notice]);
});

describe('the page of a past event', () => {
  test('shows average, spread, aspects and words', async () => {
    const event = await createEvent({ startAt: inHours(-6), endAt: inHours(-3), visitorLimit: 20 });
    for (const [stars, words] of [
      [5, 'Альт и свечи.'],
      [5, ''],
      [3, 'Не хватило стульев.'],
    ] as const) {
      const { id } = await createAttendance({ eventId: event.id });
      await createEventRating({ registrationId: id, stars, words, content: stars, publishedAt: inHours(-1) });
    }

    const { text } = await guest.get(`/events/${event.id}`);

    expect(text).toMatch(/price rating[^]*?4,3/);
    expect(text).toContain('из 5, 3 оценки');
    expect(text).toContain('aria-label="Оценок 5: 2"');
    expect(text).toContain('Программа: 4,3');
    expect(text).toContain('Альт и свечи.');
    expect(text).toMatch(/Отзывы <span class="soft">2</);
  });

  test('lists reviews newest first, page by page, on a page of their own', async () => {
    const event = await createEvent({ startAt: inHours(-6), endAt: inHours(-3), visitorLimit: 20 });
    for (let number = 1; number <= 12; number += 1) {
      const { id } = await createAttendance({ eventId: event.id });
      await createEventRating({ registrationId: id, words: `Отзыв-${number}.`, publishedAt: inHours(-1) });
    }

    const shown = (text: string) => [...text.matchAll(/Отзыв-(\d+)\./g)].map(([, number]) => Number(number));
    expect(shown((await guest.get(`/events/${event.id}`)).text)).toEqual([12, 11, 10]);
    const first = await guest.get(`/events/${event.id}/reviews`);
    expect(shown(first.text)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    const next = /href="(\/events\/\d+\/reviews\?before=\d+)"/.exec(first.text)?.[1];
    expect(shown((await guest.get(next!)).text)).toEqual([2, 1]);
  });

  test.each([
    ['everyone', 'Оля Дёмина', 'Оля Дёмина'],
    ['logged_in', 'Ольга Д.', 'Оля Дёмина'],
    ['hidden', 'Ольга Д.', 'Ольга Д.'],
    ['', 'Ольга Д.', 'Ольга Дёмина'],
  ])('a review under a profile for «%s» is signed %s for guests and %s for others', async (visibility, forGuests, forOthers) => {
    const { event, registration, person } = await visit({ visibility });
    await createEventRating({ registrationId: registration.id, authorId: person.id, words: 'Хорошо', publishedAt: inHours(-1) });
    const other = await app.guest().logIn((await createAccount()).email);

    expect((await guest.get(`/events/${event.id}/reviews`)).text).toContain(forGuests);
    expect((await other.get(`/events/${event.id}/reviews`)).text).toContain(forOthers);
    const hidden = [forGuests, forOthers].every((name) => name === 'Ольга Д.');
    if (hidden) expect((await other.get(`/events/${event.id}/reviews`)).text).not.toContain('Дёмина');
  });
});

test('a review by the link of a registration speaks for the registration, not for the account with its address', async () => {
  const { event, registration, person } = await visit({ visibility: 'everyone' });
  const opinion = { stars: '5', words: 'Я тут был вместо неё' };
  const reader = () => guest.get(`/events/${event.id}/reviews`).then(({ text }) => text);

  expect((await guest.get(`/r/${registration.token}/rating`)).text).not.toContain('Оля Дёмина');
  await guest.post(`/r/${registration.token}/rating`, opinion);
  await rateParticipants(event.id, [ofOrganizer(registration.id)]);
  expect(await reader()).toContain('Ольга Д.');
  expect(await reader()).not.toContain('Оля Дёмина');

  const own = await app.guest().logIn(person.email);
  expect((await own.get(`/registrations/${registration.id}/rating`)).text).toContain('Оля Дёмина');
  await own.post(`/registrations/${registration.id}/rating`, { ...opinion, words: 'Это написано мной' });
  expect(await reader()).toContain('Оля Дёмина');
});

test('one 5 does not beat fifty of 4.8, and groups count their own events', async () => {
  const one = await createAttendance();
  await createEventRating({ registrationId: one.id, stars: 5, publishedAt: inHours(-1) });
  const many = await createEvent({ startAt: inHours(-6), endAt: inHours(-3), visitorLimit: 100 });
  const registrations = await Promise.all(Array.from({ length: 50 }, () => createAttendance({ eventId: many.id })));
  for (const [index, { id }] of registrations.entries())
    await createEventRating({ registrationId: id, stars: index < 40 ? 5 : 4, publishedAt: inHours(-1) });

  const single = await organizerRating(one.organizerId);
  const crowd = await organizerRating(many.organizerId);

  expect(single).toEqual({ average: expect.closeTo(4.29, 2), ratings: 1 });
  expect(crowd).toEqual({ average: expect.closeTo(4.72, 2), ratings: 50 });
  expect(await groupRating(1)).toEqual({ average: null, ratings: 0 });
  expect((await guest.get(`/events/${many.id}`)).text).toMatch(/Орлова[^]*?4,7 <small>50 оценок/);
});

describe('a reply', () => {
  test('is one, of the organizer, can be changed, and its reader is told', async () => {
    const { organizer, person, event, registration } = await visit();
    const { id } = await createEventRating({ registrationId: registration.id, stars: 3, words: 'Слушали стоя', publishedAt: inHours(-1) });
    const browser = await app.guest().logIn(organizer.email);

    expect((await browser.get(`/reviews/${id}/reply`)).status).toBe(200);
    expect((await browser.post(`/reviews/${id}/reply`, { reply: ' ' })).status).toBe(422);
    expect((await browser.post(`/reviews/${id}/reply`, { reply: 'Привезём стулья' })).status).toBe(303);
    expect((await browser.post(`/reviews/${id}/reply`, { reply: 'Привезём свои стулья' })).status).toBe(303);

    const { text } = await guest.get(`/events/${event.id}`);
    expect(text).toContain('Привезём свои стулья');
    expect(await noticesOf(person.id)).toMatchObject([{ kind: 'review-reply', link: `/events/${event.id}/reviews#review-${id}` }]);
  });

  test('waits for the review to be published', async () => {
    const { organizer, registration } = await visit();
    const { id } = await createEventRating({ registrationId: registration.id, words: 'Слушали стоя' });
    const browser = await app.guest().logIn(organizer.email);

    expect((await browser.get(`/reviews/${id}/reply`)).status).toBe(404);
    expect((await browser.post(`/reviews/${id}/reply`, { reply: 'Кто это был?' })).status).toBe(404);
  });
});

describe('a complaint', () => {
  test('brings a review to the administrators, who hide it with a reason: it leaves page and average, its author is told', async () => {
    const { organizer, person, event, registration } = await visit();
    const admin = await createAccount({ role: 'admin' });
    const { id } = await createEventRating({
      registrationId: registration.id,
      stars: 1,
      words: 'Купите аппаратуру',
      publishedAt: inHours(-1),
    });
    const reader = await app.guest().logIn(organizer.email);

    expect((await reader.post(`/reviews/${id}/complaint`, { reason: 'spam', note: 'Реклама' })).status).toBe(303);
    const again = await reader.post(`/reviews/${id}/complaint`, { reason: 'other' });
    expect((await reader.follow(again)).text).toContain('уже у администраторов');
    expect(await noticesOf(admin.id)).toMatchObject([{ kind: 'complaint', link: '/admin/complaints' }]);

    const browser = await app.guest().logIn(admin.email);
    expect((await browser.get('/admin/complaints')).text).toContain('Купите аппаратуру');
    const blank = await browser.post(`/admin/reviews/${id}/resolution`, { resolution: 'hidden', reason: '' });
    expect([blank.status, blank.text.includes(`href="#reason_${id}"`)]).toEqual([422, true]);
    expect((await browser.post(`/admin/reviews/${id}/resolution`, { resolution: 'hidden', reason: 'Реклама' })).status).toBe(303);

    expect((await guest.get(`/events/${event.id}`)).text).not.toContain('Купите аппаратуру');
    expect(await organizerRating(organizer.id)).toEqual({ average: null, ratings: 0 });
    expect(await noticesOf(person.id)).toMatchObject([{ kind: 'review-hidden', payload: { reason: 'Реклама' } }]);
    const own = await (await app.guest().logIn(person.email)).get(`/registrations/${registration.id}/rating`);
    expect(own.text).toContain('Скрыта администратором');
    expect(own.text).toContain('Причина: Реклама');
    expect((await browser.get('/admin/complaints')).text).toContain('Жалоб нет');
    expect((await reader.get(`/reviews/${id}/complaint`)).status).toBe(404);
  });

  test('may come to nothing: the review stays', async () => {
    const { organizer, event, registration } = await visit();
    const { id } = await createEventRating({ registrationId: registration.id, words: 'Честный отзыв', publishedAt: inHours(-1) });
    const reader = await app.guest().logIn(organizer.email);
    await reader.post(`/reviews/${id}/complaint`, { reason: 'abuse' });
    const browser = await app.guest().logIn((await createAccount({ role: 'admin' })).email);

    expect((await browser.post(`/admin/reviews/${id}/resolution`, { resolution: 'kept', reason: '' })).status).toBe(303);

    expect((await guest.get(`/events/${event.id}`)).text).toContain('Честный отзыв');
    expect(await db.complaint.findFirst({ where: { eventRatingId: id } })).toMatchObject({ resolution: 'kept' });
  });
});

test('a hidden rating that was changed to more stars stays out of the average', async () => {
  const { id, organizerId, eventId } = await createAttendance();
  const rating = await createEventRating({ registrationId: id, stars: 2, publishedAt: inHours(-1) });
  await createParticipantRating({ registrationId: id });
  const admin = await createAccount({ role: 'admin' });
  await db.eventRating.update({ where: { id: rating.id }, data: { hiddenAt: new Date(), hiddenById: admin.id, hiddenReason: 'Реклама' } });

  await rateEvent(id, said(5));

  expect(await organizerRating(organizerId)).toEqual({ average: null, ratings: 0 });
  expect(await db.eventRatingTotal.findUnique({ where: { eventId } })).toMatchObject({ ratings: 0, stars: 0 });
});
