import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { reliabilityOf, reliabilityOfAll } from '../../src/services/ratings/reliability.ts';
import { remarksOf } from '../../src/services/ratings/remarks.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { updateVisitor } from '../../src/services/visitors/write.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createParticipantRating, createRegistration, createVisitor, inHours } from '../support/factories.ts';

const nothing = { attended: 0, missed: 0, late: 0, ratings: 0, stars: 0 };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const newOrganizer = () => createAccount({ role: 'organizer' });
let number = 0;
const newAddress = () => `someone${(number += 1)}@example.test`;

type Visit = {
  status?: 'registered' | 'attended' | 'no_show' | 'cancelled' | 'waitlisted';
  stars?: number;
  presence?: 'came' | 'missed' | 'warned';
  words?: string;
  published?: boolean;
  /** How long before the start they called off. */
  cancelledHoursBefore?: number;
  /** Registered by themselves. */
  own?: boolean;
  eventStatus?: 'published' | 'cancelled';
  startsInHours?: number;
};

/** One registration of an address with an organizer, for an event of yesterday unless told otherwise. */
async function visit(email: string, organizerId: number, given: Visit = {}) {
  const { status = 'attended', stars, presence = 'came', words = '', published = true, cancelledHoursBefore, own = true } = given;
  const startAt = inHours(given.startsInHours ?? -24);
  const event = await createEvent({ organizerId, startAt, status: given.eventStatus ?? 'published' });
  const known = await db.visitor.findFirst({ where: { organizerId, emailAddress: email } });
  const visitor = known ?? (await createVisitor({ organizerId, emailAddress: email, lastName: 'Надёжнова' }));
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, status });
  const cancelledAt = cancelledHoursBefore === undefined ? null : new Date(startAt.getTime() - cancelledHoursBefore * 3_600_000);
  await db.registration.update({
    where: { id: registration.id },
    data: {
      ...(own ? { consentedAt: inHours(-48), consentVersion: '2026-11-22' } : {}),
      ...(cancelledAt ? { cancelledAt, cancelledBy: 'visitor' } : {}),
    },
  });
  if (stars)
    await createParticipantRating({
      registrationId: registration.id,
      stars,
      presence,
      words,
      ...(published ? { publishedAt: inHours(-1) } : {}),
    });
  return registration;
}

test('counts what somebody came to, missed and called off late; a warning and an early cancellation are no fault', async () => {
  const [email, { id }] = [newAddress(), await newOrganizer()];
  await visit(email, id, { stars: 5 });
  await visit(email, id, { stars: 4, published: false });
  await visit(email, id, { status: 'no_show' });
  await visit(email, id, { status: 'no_show', stars: 3, presence: 'warned' });
  await visit(email, id, { status: 'cancelled', cancelledHoursBefore: 5 });
  await visit(email, id, { status: 'cancelled', cancelledHoursBefore: 30 });
  await visit(email, id, { status: 'registered' });
  await visit(email, id, { status: 'waitlisted' });
  await visit(email, id, { eventStatus: 'cancelled' });
  await visit(email, id, { startsInHours: 24 });

  expect(await reliabilityOf(email.toUpperCase(), null)).toEqual({ attended: 2, missed: 1, late: 1, ratings: 2, stars: 8 });
});

test('an event counts once it is over', async () => {
  const [email, { id }] = [newAddress(), await newOrganizer()];
  await visit(email, id, { startsInHours: -1 });

  expect(await reliabilityOf(email, null)).toEqual(nothing);
  expect(await reliabilityOf(email, null, inHours(3))).toMatchObject({ attended: 1 });
});

describe('an organizer is told', () => {
  test('nothing of the owner of an address that the organizer wrote over that of another, until they come by themselves', async () => {
    const [email, mine, theirs] = [newAddress(), await newOrganizer(), await newOrganizer()];
    await createAccount({ email });
    await visit(email, theirs.id, { status: 'no_show', stars: 1, presence: 'missed', words: 'Не пришла и не предупредила' });
    const { visitorId } = await visit(newAddress(), mine.id, { startsInHours: -20 * 24 });
    await updateVisitor(visitorId, { firstName: 'Вера', lastName: 'Надёжнова', phoneNumber: null, emailAddress: email });

    expect(await reliabilityOf(email, mine.id)).toEqual({ ...nothing, attended: 1 });
    expect(await remarksOf(email, mine.id)).toEqual([]);

    const upcoming = await createEvent({ organizerId: mine.id });
    await registerVisitor(
      upcoming.id,
      { firstName: 'Вера', lastName: 'Надёжнова', email, phone: null },
      { locale: 'ru', acceptWaitlist: false },
    );
    expect(await reliabilityOf(email, mine.id)).toMatchObject({ attended: 1, missed: 1 });
    expect(await remarksOf(email, mine.id)).toMatchObject([{ words: 'Не пришла и не предупредила' }]);
  });

  test('of somebody without an account only what happened at their own events', async () => {
    const [email, mine, theirs] = [newAddress(), await newOrganizer(), await newOrganizer()];
    await visit(email, mine.id);
    await visit(email, theirs.id, { status: 'no_show' });

    expect(await reliabilityOf(email, mine.id)).toEqual({ ...nothing, attended: 1 });
    expect(await reliabilityOf(email, theirs.id)).toEqual({ ...nothing, missed: 1 });

    const unconfirmed = await createAccount({ email, emailConfirmed: false });
    expect(await reliabilityOf(email, mine.id)).toEqual({ ...nothing, attended: 1 });
    await db.account.update({ where: { id: unconfirmed.id }, data: { emailConfirmedAt: new Date() } });
    expect(await reliabilityOf(email, mine.id)).toEqual({ ...nothing, attended: 1, missed: 1 });
  });

  test('of an address they typed themselves nothing that happened elsewhere', async () => {
    const [{ email }, mine, theirs] = [await createAccount(), await newOrganizer(), await newOrganizer()];
    await visit(email, theirs.id, { stars: 1, words: 'Мешал всем' });
    await visit(email, mine.id, { own: false });

    expect(await reliabilityOf(email, mine.id)).toEqual({ ...nothing, attended: 1 });
  });

  test('of a whole page in one statement, by address as it was given', async () => {
    const { id } = await newOrganizer();
    const [one, two] = [newAddress(), newAddress()];
    await visit(one, id);
    await visit(two, id, { status: 'no_show' });

    const found = await reliabilityOfAll([one, two, two, 'Nobody@example.test'], id);

    expect([...found.keys()].toSorted()).toEqual(['Nobody@example.test', one, two].toSorted());
    expect([found.get(one), found.get(two), found.get('Nobody@example.test')]).toMatchObject([{ attended: 1 }, { missed: 1 }, nothing]);
  });
});

describe('the figure stands', () => {
  test('on one’s own page with its reasons, and says so while there is too little', async () => {
    const [{ email }, { id }] = [await createAccount(), await newOrganizer()];
    const browser = await app.guest().logIn(email);
    await visit(email, id, { stars: 5 });
    await visit(email, id);

    expect((await browser.get('/registrations')).text).toContain('Пока мало данных');

    await visit(email, id, { status: 'no_show' });
    const { text } = await browser.get('/registrations');
    expect(text).toContain('Приходит: 2 из 3');
    expect(text).toContain('1 неявка без предупреждения');
    expect(text).toContain('1 оценка организатора: 5,0');
  });

  test('beside the name in the organizer’s lists, with their words on the card', async () => {
    const [{ email }, mine, theirs] = [await createAccount(), await newOrganizer(), await newOrganizer()];
    const { visitorId } = await visit(email, mine.id, { stars: 5, words: 'Помог убрать стулья', published: false });
    await visit(email, mine.id);
    await visit(email, theirs.id, { status: 'no_show', stars: 2, presence: 'missed', words: 'Не предупредил' });
    await visit(email, theirs.id, { stars: 2, words: 'Ещё не опубликовано', published: false });
    const browser = await app.guest().logIn(mine.email);

    for (const path of ['/registrations', '/visitors', `/visitors/${visitorId}`])
      expect((await browser.get(path)).text, path).toContain('Приходит: 3 из 4');
    const card = (await browser.get(`/visitors/${visitorId}`)).text;
    expect(card).toContain('Помог убрать стулья');
    expect(card).toContain('Не предупредил');
    expect(card).not.toContain('Ещё не опубликовано');
  });

  test('nowhere else: neither on the page of the event nor for admins and strangers', async () => {
    const [{ email }, mine] = [await createAccount(), await newOrganizer()];
    const last = [await visit(email, mine.id), await visit(email, mine.id), await visit(email, mine.id)][2]!;
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);

    for (const browser of [app.guest(), admin])
      for (const path of [`/events/${last.eventId}`, `/events/${last.eventId}/reviews`])
        expect((await browser.get(path)).text, path).not.toContain('Приходит:');
    for (const path of ['/registrations', '/visitors']) expect((await admin.get(path)).text, path).not.toContain('Приходит:');
  });
});
