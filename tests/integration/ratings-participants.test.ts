import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { rateEvent } from '../../src/services/ratings/rate-event.ts';
import { rateParticipants } from '../../src/services/ratings/rate-participants.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createAccount, createAttendance, createEvent, createRegistration, createVisitor, inHours } from '../support/factories.ts';

let app: TestApp;
let organizer: Browser;
let organizerId: number;

beforeAll(async () => {
  app = await startApp();
  const account = await createAccount({ role: 'organizer' });
  organizerId = account.id;
  organizer = await app.guest().logIn(account.email);
});

const pastEvent = (endedHoursAgo = 3) =>
  createEvent({ organizerId, startAt: inHours(-endedHoursAgo - 3), endAt: inHours(-endedHoursAgo), visitorLimit: 100 });
const ratingOf = (registrationId: number) => db.participantRating.findUnique({ where: { registrationId } });
const statusOf = async (id: number) => (await db.registration.findUniqueOrThrow({ where: { id } })).status;
const opinion = (id: number, given: object = {}) => ({ id, presence: 'came' as const, stars: 5, words: '', ...given });

test('one form rates many, and marks who came and who did not', async () => {
  const { id: eventId } = await pastEvent();
  const [came, missed, warned, silent] = await Promise.all([1, 2, 3, 4].map(() => createRegistration({ eventId })));

  const reply = await organizer.post(`/events/${eventId}/ratings`, {
    [`presence_${came!.id}`]: 'came',
    [`stars_${came!.id}`]: '5',
    [`words_${came!.id}`]: 'Помог рассадить опоздавших',
    [`presence_${missed!.id}`]: 'missed',
    [`stars_${missed!.id}`]: '2',
    [`words_${missed!.id}`]: '',
    [`presence_${warned!.id}`]: 'warned',
    [`stars_${warned!.id}`]: '',
    [`words_${warned!.id}`]: '',
    [`presence_${silent!.id}`]: '',
    [`stars_${silent!.id}`]: '',
    [`words_${silent!.id}`]: '',
  });

  expect([reply.status, reply.headers['location']]).toEqual([303, `/events/${eventId}/ratings`]);
  const page = (await organizer.follow(reply)).text;
  expect(page).toContain('Сохранено 2 оценки');
  expect(page).toContain('оценено 2 из 4');
  expect(await ratingOf(came!.id)).toMatchObject({
    eventId,
    stars: 5,
    presence: 'came',
    words: 'Помог рассадить опоздавших',
    publishedAt: null,
  });
  expect(await ratingOf(missed!.id)).toMatchObject({ stars: 2, presence: 'missed' });
  expect(await ratingOf(warned!.id)).toBeNull();
  expect(await Promise.all([came!, missed!, warned!, silent!].map(({ id }) => statusOf(id)))).toEqual([
    'attended',
    'no_show',
    'no_show',
    'registered',
  ]);
});

test('who called off is rated without a seat, who was called off or waited is not in the list', async () => {
  const { id: eventId } = await pastEvent();
  const own = await createRegistration({ eventId, status: 'cancelled' });
  const others = [await createRegistration({ eventId, status: 'cancelled' }), await createRegistration({ eventId, status: 'waitlisted' })];
  await db.registration.update({ where: { id: own.id }, data: { cancelledBy: 'visitor', cancelledAt: inHours(-5) } });
  await db.registration.update({ where: { id: others[0]!.id }, data: { cancelledBy: 'organizer', cancelledAt: inHours(-5) } });

  const { text } = await organizer.get(`/events/${eventId}/ratings`);
  expect(text).toContain(`name="stars_${own.id}"`);
  for (const { id } of others) {
    expect(text).not.toContain(`name="stars_${id}"`);
    await expect(rateParticipants(eventId, [opinion(id)])).rejects.toMatchObject({ code: 'rating_rows' });
  }

  expect(await rateParticipants(eventId, [opinion(own.id, { presence: 'warned', stars: 3 })])).toEqual({ rated: 1, marked: 0 });
  expect(await statusOf(own.id)).toBe('cancelled');
});

describe('a row is refused', () => {
  test('with stars and no word on presence, with words and no stars', async () => {
    const { id: eventId } = await pastEvent();
    const [one, two] = [await createRegistration({ eventId }), await createRegistration({ eventId })];

    const reply = await organizer.post(`/events/${eventId}/ratings`, { [`stars_${one.id}`]: '5', [`words_${two.id}`]: 'Молодец' });

    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`href="#presence_${one.id}"`);
    expect(reply.text).toContain(`href="#stars_${two.id}"`);
    expect(reply.text).toContain('Молодец');
    expect(await ratingOf(one.id)).toBeNull();
  });

  test('if somebody who has rated would be marked as missing: nothing of the form is saved', async () => {
    const { id: eventId } = await pastEvent();
    const [rated, other] = [await createAttendance({ eventId }), await createAttendance({ eventId })];
    await rateEvent(rated.id, { stars: 1, content: null, organization: null, place: null, words: '' });

    const reply = await organizer.post(`/events/${eventId}/ratings`, {
      [`presence_${rated.id}`]: 'missed',
      [`stars_${rated.id}`]: '1',
      [`presence_${other.id}`]: 'came',
      [`stars_${other.id}`]: '5',
    });

    expect(reply.status).toBe(409);
    expect(reply.text).toContain('отметка «Участие» остаётся');
    expect([await statusOf(rated.id), await ratingOf(rated.id), await ratingOf(other.id)]).toEqual(['attended', null, null]);
  });

  test('of another event or another organizer', async () => {
    const { id: eventId } = await pastEvent();
    const elsewhere = await createAttendance({ eventId: (await pastEvent()).id });
    const theirs = await createAttendance();

    for (const { id } of [elsewhere, theirs]) {
      expect((await organizer.post(`/events/${eventId}/ratings`, { [`presence_${id}`]: 'came', [`stars_${id}`]: '1' })).status).toBe(404);
      expect(await ratingOf(id)).toBeNull();
    }
    expect((await organizer.get(`/events/${theirs.eventId}/ratings`)).status).toBe(404);
    expect((await organizer.post(`/events/${theirs.eventId}/ratings`, {})).status).toBe(404);
  });
});

describe('the days of a rating', () => {
  test.each([
    ['before the end', -1],
    ['once 14 days are over', 14 * 24],
  ])('%s there is nothing to save', async (_when, endedHoursAgo) => {
    const { id: eventId } = await pastEvent(endedHoursAgo);
    const { id } = await createAttendance({ eventId });

    await expect(rateParticipants(eventId, [opinion(id)])).rejects.toMatchObject({ code: 'rating_rows' });
    expect((await organizer.get(`/events/${eventId}/ratings`)).text).not.toContain(`name="stars_${id}"`);
  });

  test('a rating is changed for 30 days; what was left as it stood is not refused later', async () => {
    const { id: eventId } = await pastEvent();
    const { id } = await createAttendance({ eventId });

    expect(await rateParticipants(eventId, [opinion(id)])).toEqual({ rated: 1, marked: 0 });
    expect(await rateParticipants(eventId, [opinion(id, { stars: 2 })], { now: inHours(29 * 24) })).toEqual({ rated: 1, marked: 0 });
    const later = { now: inHours(31 * 24) };
    expect(await rateParticipants(eventId, [opinion(id, { stars: 2 })], later)).toEqual({ rated: 0, marked: 0 });
    await expect(rateParticipants(eventId, [opinion(id, { stars: 3 })], later)).rejects.toMatchObject({ code: 'rating_rows' });
  });

  test('once it is published, stars go up and not down', async () => {
    const { id: eventId } = await pastEvent();
    const { id } = await createAttendance({ eventId });
    await rateParticipants(eventId, [opinion(id, { stars: 3 })]);
    await rateEvent(id, { stars: 1, content: null, organization: null, place: null, words: '' });

    await expect(rateParticipants(eventId, [opinion(id, { stars: 2 })])).rejects.toMatchObject({ code: 'rating_rows' });
    expect(await rateParticipants(eventId, [opinion(id, { stars: 4 })])).toEqual({ rated: 1, marked: 0 });
  });
});

test('long lists come in pages, and saving stays on its page', async () => {
  const { id: eventId } = await pastEvent();
  const visitor = (last: number) => createVisitor({ organizerId, lastName: `Ильин ${last}` });
  const ids: number[] = [];
  for (let count = 0; count < 23; count += 1) ids.push((await createRegistration({ eventId, visitorId: (await visitor(count)).id })).id);

  const first = await organizer.get(`/events/${eventId}/ratings`);
  const next = `/events/${eventId}/ratings?after=${ids[19]}`;
  expect(first.text).toContain(`href="${next}"`);
  expect(first.text).not.toContain(`stars_${ids[20]}`);
  expect((await organizer.get(next)).text).toContain(`stars_${ids[22]}`);

  const reply = await organizer.post(`/events/${eventId}/ratings`, {
    after: ids[19]!,
    [`presence_${ids[20]}`]: 'came',
    [`stars_${ids[20]}`]: '4',
  });
  expect(reply.headers['location']).toBe(next);
});

test.each(['6', '-1', 'x', '1.5', '99999999999', '=1+1', "1'; --"])(
  'stars of %s are refused with words, whatever the row',
  async (stars) => {
    const { id: eventId } = await pastEvent();
    const { id } = await createAttendance({ eventId });

    const reply = await organizer.post(`/events/${eventId}/ratings`, { [`presence_${id}`]: 'came', [`stars_${id}`]: stars });
    expect([reply.status, reply.text.includes(`href="#stars_${id}"`)]).toEqual([422, true]);
    for (const name of ['stars_99999999999', 'stars_0', 'stars_x', 'presence_', 'words_-1'])
      expect((await organizer.post(`/events/${eventId}/ratings`, { [name]: stars })).status, name).toBeLessThan(500);
    expect((await organizer.post(`/events/${eventId}/ratings`, { [`stars_${id}`]: ['4', '5'] })).status).toBe(422);
  },
);
