import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { queueRatingRequests } from '../../src/services/ratings/requests.ts';
import { rateEvent } from '../../src/services/ratings/rate-event.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import {
  createAccount,
  createAttendance,
  createEvent,
  createEventRating,
  createOwnRegistration,
  createParticipantRating,
  createRegistration,
  createVisitor,
  inHours,
  mailsTo,
} from '../support/factories.ts';

const DAY = 24;
const plain = { stars: 4, content: null, organization: null, place: null, words: '' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const ratingOf = (registrationId: number) => db.eventRating.findUnique({ where: { registrationId } });

describe('by the secret link', () => {
  test('who was there rates the event with stars, aspects and words', async () => {
    const { id, token, eventId } = await createAttendance();
    const guest = app.guest();

    const form = await guest.get(`/r/${token}/rating`);
    expect(form.status).toBe(200);
    expect(form.text).toContain('Как всё прошло?');
    expect(form.headers['cache-control']).toBe('no-store');

    const reply = await guest.post(`/r/${token}/rating`, { stars: 5, content: 4, organization: '', words: 'Шли два часа и не заметили.' });
    expect([reply.status, reply.headers['location']]).toEqual([303, `/r/${token}/rating`]);
    expect(await ratingOf(id)).toMatchObject({ eventId, stars: 5, content: 4, organization: null, place: null, publishedAt: null });

    const page = (await guest.follow(reply)).text;
    expect(page).toContain('Спасибо, оценка принята');
    expect(page).toContain('Опубликуем, когда организатор тоже поставит оценку');
    expect(page).toContain('Шли два часа и не заметили.');
  });

  test('a link of the mail chooses the stars and writes nothing', async () => {
    const { id, token } = await createAttendance();

    const page = await app.guest().get(`/r/${token}/rating?stars=4`);

    expect(page.text).toMatch(/value="4" checked/);
    expect(await ratingOf(id)).toBeNull();
  });

  test.each(['0', '6', 'x', '4&stars=5', ''])('?stars=%s chooses nothing', async (stars) => {
    const { token } = await createAttendance();

    const page = await app.guest().get(`/r/${token}/rating?stars=${stars}`);

    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/name="stars" value="\d" checked/);
  });

  test('without stars the form keeps the words and asks for them', async () => {
    const { token } = await createAttendance();

    const reply = await app.guest().post(`/r/${token}/rating`, { words: 'Хорошо' });

    expect(reply.status).toBe(422);
    expect(reply.text).toContain('href="#stars"');
    expect(reply.text).toContain('Выберите оценку от 1 до 5');
    expect(reply.text).toContain('Хорошо');
  });

  test('a link that is none leads nowhere', async () => {
    expect((await app.guest().get('/r/nothing/rating')).status).toBe(404);
    expect((await app.guest().get(`/r/${crypto.randomUUID()}/rating`)).status).toBe(404);
  });
});

describe('with an account', () => {
  test('the owner of the address rates, their organizer does not', async () => {
    const { email } = await createAccount();
    const organizer = await createAccount({ role: 'organizer' });
    const event = await createEvent({ organizerId: organizer.id, startAt: inHours(-6), endAt: inHours(-3) });
    const visitor = await createVisitor({ organizerId: organizer.id, emailAddress: email });
    const { id } = await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'attended' });

    const own = await app.guest().logIn(email);
    expect((await own.get(`/registrations/${id}/rating`)).status).toBe(200);
    expect((await own.post(`/registrations/${id}/rating`, { stars: 3 })).status).toBe(303);
    expect((await ratingOf(id))?.stars).toBe(3);

    const theirs = await app.guest().logIn(organizer.email);
    expect((await theirs.get(`/registrations/${id}/rating`)).status).toBe(404);
    expect((await theirs.post(`/registrations/${id}/rating`, { stars: 5 })).status).toBe(404);
    expect((await ratingOf(id))?.stars).toBe(3);
  });
});

describe('the rules', () => {
  test.each([
    ['before the end', { endedHoursAgo: -1 }, 'rating_not_ended'],
    ['once 14 days are over', { endedHoursAgo: 14 * DAY }, 'rating_closed'],
    ['of somebody not marked as present', { status: 'registered' }, 'rating_not_present'],
    ['of somebody who did not come', { status: 'no_show' }, 'rating_not_present'],
    ['of somebody who called off', { status: 'cancelled' }, 'rating_not_present'],
  ] as const)('a rating %s is refused', async (_when, given, code) => {
    const { id, token } = await createAttendance(given);

    await expect(rateEvent(id, plain)).rejects.toMatchObject({ status: 409, code });

    const page = await app.guest().get(`/r/${token}/rating`);
    expect(page.text).not.toContain('name="stars"');
    expect((await app.guest().post(`/r/${token}/rating`, { stars: 5 })).status).toBe(409);
    expect(await ratingOf(id)).toBeNull();
  });

  test('an event that was cancelled has nothing to rate', async () => {
    const event = await createEvent({ status: 'cancelled', startAt: inHours(-6), endAt: inHours(-3) });
    const { id } = await createAttendance({ eventId: event.id });

    await expect(rateEvent(id, plain)).rejects.toMatchObject({ code: 'rating_not_ended' });
  });

  test('a rating is given to the last moment of the 14 days', async () => {
    const { id, eventId } = await createAttendance();
    const { endAt } = await db.event.findUniqueOrThrow({ where: { id: eventId } });
    const over = new Date(endAt.getTime() + 14 * DAY * 3_600_000);

    await expect(rateEvent(id, plain, over)).rejects.toMatchObject({ code: 'rating_closed' });
    expect(await rateEvent(id, plain, new Date(over.getTime() - 1))).toBe('given');
  });

  test('a second rating changes the first, for 30 days', async () => {
    const { id } = await createAttendance();
    const given = new Date();

    expect(await rateEvent(id, plain, given)).toBe('given');
    expect(await rateEvent(id, { ...plain, stars: 2 }, inHours(29 * DAY))).toBe('changed');
    await expect(rateEvent(id, { ...plain, stars: 5 }, inHours(30 * DAY))).rejects.toMatchObject({ code: 'rating_fixed' });
    expect(await db.eventRating.findMany({ where: { registrationId: id } })).toMatchObject([{ stars: 2, createdAt: given }]);
  });

  test('the same form sent many times at once is one rating', async () => {
    const { id } = await createAttendance();

    const outcomes = await Promise.all([1, 2, 3, 4, 5].map((stars) => rateEvent(id, { ...plain, stars })));

    expect(outcomes.filter((one) => one === 'given')).toHaveLength(1);
    expect(await db.eventRating.count({ where: { registrationId: id } })).toBe(1);
  });

  test('once it is published, stars go up and not down', async () => {
    const { id, token } = await createAttendance();
    await createEventRating({ registrationId: id, stars: 3 });
    await createParticipantRating({ registrationId: id });
    const guest = app.guest();

    const lowered = await guest.post(`/r/${token}/rating`, { stars: 2, words: 'Передумали' });
    expect(lowered.status).toBe(422);
    expect(lowered.text).toContain('Поставьте столько же звёзд или больше');
    expect(lowered.text).toContain('Передумали');
    expect((await guest.get(`/r/${token}/rating?stars=1`)).text).toMatch(/value="3" checked/);

    expect((await guest.post(`/r/${token}/rating`, { stars: 4 })).status).toBe(303);
    expect((await ratingOf(id))?.stars).toBe(4);
  });

  test('the form says until when, and under which name', async () => {
    const { token } = await createAttendance();
    const { text } = await app.guest().get(`/r/${token}/rating`);

    expect(text).toContain('Оценить можно до');
    expect(text).toContain('Подпись под отзывом: Пётр И.');
  });
});

test('an event that was rated cannot end later than it did', async () => {
  const account = await createAccount({ role: 'organizer' });
  const event = await createEvent({ organizerId: account.id, startAt: inHours(-6), endAt: inHours(-3) });
  const { id } = await createAttendance({ eventId: event.id });
  await createEventRating({ registrationId: id });
  const organizer = await app.guest().logIn(account.email);

  const reply = await organizer.post(`/events/${event.id}`, {
    title: event.title,
    start_at: '2030-05-01T19:00',
    end_at: '2030-05-01T21:00',
    time_zone: 'Europe/Moscow',
    location: 'Москва',
    format: 'offline',
    visitor_limit: '10',
    price: '0',
  });

  expect([reply.status, reply.text.includes('href="#end_at"')]).toEqual([422, true]);
  expect(reply.text).toContain('Мероприятие уже оценили');
});

test('an organizer who came to their own event rates neither it nor themselves, and is not asked to', async () => {
  const organizer = await createAccount({ role: 'organizer' });
  const event = await createEvent({ organizerId: organizer.id, startAt: inHours(-5), endAt: inHours(-3) });
  const { id, token } = await createOwnRegistration(organizer.id, { eventId: event.id, status: 'attended' });
  const browser = await app.guest().logIn(organizer.email);

  for (const path of [`/r/${token}/rating`, `/registrations/${id}/rating`]) {
    expect((await browser.get(path)).text).toContain('Своё мероприятие и себя самого организатор не оценивает');
    expect((await browser.post(path, { stars: 5 })).status).toBe(409);
  }
  expect((await browser.get(`/events/${event.id}/ratings`)).text).not.toContain(`name="stars_${id}"`);
  expect((await browser.post(`/events/${event.id}/ratings`, { [`presence_${id}`]: 'came', [`stars_${id}`]: 5 })).status).toBe(409);
  await queueRatingRequests(inHours(48));

  expect([await ratingOf(id), await db.participantRating.count({ where: { registrationId: id } })]).toEqual([null, 0]);
  expect(await mailsTo(organizer.email)).toEqual([]);
});
