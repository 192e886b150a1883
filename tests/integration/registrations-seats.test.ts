import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';
import { cancelEvent } from '../../src/services/events/cancel.ts';
import { cancelRegistration } from '../../src/services/registrations/cancel.ts';
import { getRegistration } from '../../src/services/registrations/read.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { changeStatus } from '../../src/services/registrations/status.ts';
import { createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';

let people = 0;
const person = (email = `guest${(people += 1)}@example.test`) => ({
  firstName: 'Анна',
  lastName: 'Круглова',
  email,
  phone: '+79162041833',
});
const register = (eventId: number, who = person(), acceptWaitlist = true) =>
  registerVisitor(eventId, who, { locale: 'ru', acceptWaitlist });

async function seats(eventId: number) {
  const { seatsTaken } = await db.eventSeats.findUniqueOrThrow({ where: { eventId } });
  const taking = await db.registration.count({ where: { eventId, status: { in: ['registered', 'attended', 'no_show'] } } });
  return { seatsTaken, taking };
}

const statuses = async (eventId: number) =>
  Object.fromEntries(
    (await db.registration.groupBy({ by: ['status'], where: { eventId }, _count: true })).map((row) => [row.status, row._count]),
  );

describe('the visitor limit', () => {
  test('200 people at once for 50 seats: 50 get one, 150 wait in the order in which they will move up', async () => {
    const event = await createEvent({ visitorLimit: 50 });

    const results = await Promise.all(Array.from({ length: 200 }, () => register(event.id)));

    expect(results.filter(({ outcome }) => outcome === 'registered')).toHaveLength(50);
    expect(await statuses(event.id)).toEqual({ registered: 50, waitlisted: 150 });
    expect(await seats(event.id)).toEqual({ seatsTaken: 50, taking: 50 });
    const waiting = await Promise.all(
      results.filter(({ outcome }) => outcome === 'waitlisted').map(({ registrationId }) => getRegistration(registrationId!)),
    );
    expect(waiting.map(({ position }) => position).toSorted((a, b) => a! - b!)).toEqual(
      Array.from({ length: 150 }, (_, index) => index + 1),
    );

    const seated = results.filter(({ outcome }) => outcome === 'registered').slice(0, 20);
    await Promise.all(seated.map(({ registrationId }) => cancelRegistration(registrationId!)));

    const firstTwenty = waiting.filter(({ position }) => position! <= 20).map(({ id }) => id);
    const movedUp = await db.registration.findMany({ where: { id: { in: waiting.map(({ id }) => id) }, status: 'registered' } });
    expect(movedUp.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(firstTwenty.toSorted((a, b) => a - b));
    expect(await seats(event.id)).toEqual({ seatsTaken: 50, taking: 50 });
  });

  test('without the wish to wait nobody is put in line, and nothing of the refused is kept', async () => {
    const event = await createEvent({ visitorLimit: 5 });

    const results = await Promise.all(Array.from({ length: 40 }, () => register(event.id, person(), false)));

    expect(results.filter(({ outcome }) => outcome === 'registered')).toHaveLength(5);
    expect(results.filter(({ outcome }) => outcome === 'sold_out')).toHaveLength(35);
    expect(await db.registration.count({ where: { eventId: event.id } })).toBe(5);
    expect(await db.visitor.count({ where: { organizerId: event.organizerId } })).toBe(5);
    expect(await db.mail.count({ where: { eventId: event.id } })).toBe(5);
  });

  test('holds in the database even for code that does not ask', async () => {
    const event = await createEvent({ visitorLimit: 1 });
    await register(event.id);

    await expect(pool.query('UPDATE event_seats SET seats_taken = seats_taken + 1 WHERE event_id = $1', [event.id])).rejects.toMatchObject({
      constraint: 'event_seats_check',
    });
    await expect(pool.query('UPDATE event_seats SET seat_limit = 0 WHERE event_id = $1', [event.id])).rejects.toMatchObject({
      constraint: 'event_seats_check',
    });
    await expect(pool.query('UPDATE event_seats SET seats_taken = -1 WHERE event_id = $1', [event.id])).rejects.toMatchObject({
      constraint: 'event_seats_check',
    });
  });
});

describe('the same person', () => {
  test('40 times at once is one registration, one seat and one mail', async () => {
    const event = await createEvent({ visitorLimit: 50 });
    const who = person('anna@example.test');

    const results = await Promise.all(Array.from({ length: 40 }, () => register(event.id, who)));

    expect(results.filter(({ outcome }) => outcome === 'registered')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(39);
    expect(new Set(results.map(({ registrationId }) => registrationId)).size).toBe(1);
    expect(await db.registration.count({ where: { eventId: event.id } })).toBe(1);
    expect(await seats(event.id)).toEqual({ seatsTaken: 1, taking: 1 });
    expect((await mailsTo('anna@example.test')).filter((kind) => kind === 'registration-confirmed')).toHaveLength(1);
  });

  test('is known by the address in any case, and gets the link again once in ten minutes however often it is asked for', async () => {
    const event = await createEvent();
    const { registrationId } = await register(event.id, person('Vera@Example.test'));

    const again = await Promise.all(
      Array.from({ length: 20 }, () => register(event.id, { ...person('vERA@example.TEST'), firstName: 'Чужая' })),
    );

    expect(new Set(again.map((result) => JSON.stringify(result)))).toEqual(
      new Set([JSON.stringify({ outcome: 'duplicate', registrationId, token: null })]),
    );
    expect(await mailsTo('Vera@Example.test')).toEqual(['registration-confirmed', 'registration-again']);
    expect((await getRegistration(registrationId!)).visitor).toMatchObject({ firstName: 'Анна', email: 'Vera@Example.test' });

    await db.mail.updateMany({ where: { registrationId, kind: 'registration-again' }, data: { createdAt: inHours(-0.2) } });
    await register(event.id, person('vera@example.test'));
    expect(await mailsTo('Vera@Example.test')).toEqual(['registration-confirmed', 'registration-again', 'registration-again']);
  });

  test('with two organizers is two visitors, and each knows only what it was told', async () => {
    const [here, there] = [await createEvent(), await createEvent()];

    await register(here.id, { ...person('twice@example.test'), firstName: 'Аня' });
    await register(there.id, { ...person('twice@example.test'), firstName: 'Анна' });

    const visitors = await db.visitor.findMany({ where: { emailAddress: 'twice@example.test' } });
    expect(visitors.map(({ organizerId, firstName }) => [organizerId, firstName])).toEqual([
      [here.organizerId, 'Аня'],
      [there.organizerId, 'Анна'],
    ]);
  });

  test('may come back after a cancellation: the same number, a new link, the price of today', async () => {
    const event = await createEvent({ price: 100_000 });
    const who = person('back@example.test');
    const first = await register(event.id, who);
    await cancelRegistration(first.registrationId!);
    await db.event.update({ where: { id: event.id }, data: { price: 150_000 } });

    const second = await register(event.id, { ...who, lastName: 'Новикова' });

    expect(second).toMatchObject({ outcome: 'registered', registrationId: first.registrationId });
    expect(second.token).not.toBe(first.token);
    expect(await getRegistration(second.registrationId!)).toMatchObject({
      status: 'registered',
      price: 150_000,
      visitor: { lastName: 'Новикова' },
    });
    expect(await seats(event.id)).toEqual({ seatsTaken: 1, taking: 1 });
    expect(await mailsTo('back@example.test')).toEqual(['registration-confirmed', 'registration-cancelled', 'registration-confirmed']);
  });

  test('gets the link by mail only when money of the first registration hangs on it', async () => {
    const event = await createEvent({ price: 100_000 });
    const who = person('paid@example.test');
    const { registrationId } = await register(event.id, who);
    await db.registration.update({ where: { id: registrationId! }, data: { billedAmount: 100_000, billedAt: new Date() } });
    await cancelRegistration(registrationId!);

    expect(await register(event.id, who)).toEqual({ outcome: 'registered', registrationId, token: null });
  });

  test('coming back 30 times at once takes one seat', async () => {
    const event = await createEvent({ visitorLimit: 3 });
    const who = person('again@example.test');
    await cancelRegistration((await register(event.id, who)).registrationId!);

    const results = await Promise.all(Array.from({ length: 30 }, () => register(event.id, who)));

    expect(results.filter(({ outcome }) => outcome === 'registered')).toHaveLength(1);
    expect(await seats(event.id)).toEqual({ seatsTaken: 1, taking: 1 });
  });
});

describe('events that take nobody', () => {
  test.each([
    ['a draft', { status: 'draft' }, 'not_found'],
    ['a cancelled one', { status: 'cancelled' }, 'cancelled'],
    ['a past one', { startAt: inHours(-5), endAt: inHours(-1) }, 'past'],
  ] as const)('%s', async (_name, given, outcome) => {
    const event = await createEvent(given);

    expect(await register(event.id)).toEqual({ outcome, registrationId: null, token: null });
    expect(await db.visitor.count({ where: { organizerId: event.organizerId } })).toBe(0);
  });

  test('one that is not there', async () => {
    expect((await register(2_147_483_647)).outcome).toBe('not_found');
  });

  test('one that is cancelled while people register keeps nobody in a seat', async () => {
    const event = await createEvent({ visitorLimit: 1000 });
    const registerSome = () => Array.from({ length: 40 }, () => register(event.id));

    const before = registerSome();
    const cancelling = cancelEvent(event.id, 'Дождь');
    const results = await Promise.all([...before, ...registerSome(), cancelling]);

    expect(results.slice(0, -1)).toContainEqual({ outcome: 'cancelled', registrationId: null, token: null });
    expect(await statuses(event.id)).not.toHaveProperty('registered');
    expect(await seats(event.id)).toEqual({ seatsTaken: 0, taking: 0 });
  });

  test.each([
    ['is cancelled', `UPDATE events SET status = 'cancelled', cancelled_at = now() WHERE id = $1`, 'cancelled'],
    ['gives its last seat away', 'UPDATE event_seats SET seats_taken = seats_taken + 1 WHERE event_id = $1', 'sold_out'],
  ])('one that %s at the last moment undoes the whole registration', async (_name, statement, outcome) => {
    const event = await createEvent({ visitorLimit: 1 });
    const rival = await pool.connect();
    await rival.query('BEGIN');
    await rival.query('SELECT 1 FROM event_seats WHERE event_id = $1 FOR UPDATE', [event.id]);
    await rival.query(statement, [event.id]);

    const registering = register(event.id, person(), false);
    await someoneWaitsFor(event.id);
    await rival.query('COMMIT');
    rival.release();

    expect(await registering).toEqual({ outcome, registrationId: null, token: null });
    expect(await db.visitor.count({ where: { organizerId: event.organizerId } })).toBe(0);
    expect(await db.mail.count({ where: { eventId: event.id } })).toBe(0);
  });
});

describe('a cancellation', () => {
  test('gives the seat to the first in line and tells both by mail', async () => {
    const event = await createEvent({ visitorLimit: 1 });
    const [seated, first, second] = [person('seated@example.test'), person('first@example.test'), person('second@example.test')];
    const { registrationId } = await register(event.id, seated);
    await register(event.id, first);
    await register(event.id, second);

    await cancelRegistration(registrationId!);

    const byMail = await db.registration.findMany({ where: { eventId: event.id }, include: { visitor: true } });
    expect(Object.fromEntries(byMail.map(({ visitor, status }) => [visitor.emailAddress, status]))).toEqual({
      'seated@example.test': 'cancelled',
      'first@example.test': 'registered',
      'second@example.test': 'waitlisted',
    });
    expect(await mailsTo('seated@example.test')).toEqual(['registration-confirmed', 'registration-cancelled']);
    expect(await mailsTo('first@example.test')).toEqual(['registration-waitlisted', 'registration-promoted']);
    expect(await mailsTo('second@example.test')).toEqual(['registration-waitlisted']);
  });

  test('of somebody in line frees no seat and lets the others move up one place', async () => {
    const event = await createEvent({ visitorLimit: 1 });
    await register(event.id);
    const [first, second] = [await register(event.id), await register(event.id)];

    await cancelRegistration(first.registrationId!);

    expect(await seats(event.id)).toEqual({ seatsTaken: 1, taking: 1 });
    expect((await getRegistration(second.registrationId!)).position).toBe(1);
  });

  test('done twice, or 20 times at once, frees one seat and sends one mail', async () => {
    const event = await createEvent();
    const { registrationId } = await register(event.id, person('once@example.test'));
    await register(event.id);

    await Promise.all(Array.from({ length: 20 }, () => cancelRegistration(registrationId!)));

    expect(await seats(event.id)).toEqual({ seatsTaken: 1, taking: 1 });
    expect(await mailsTo('once@example.test')).toEqual(['registration-confirmed', 'registration-cancelled']);
  });

  test('is refused once the event is over or the visitor was marked at the door', async () => {
    const over = await createRegistration({ eventId: (await createEvent({ startAt: inHours(-5), endAt: inHours(-1) })).id });
    const attended = await createRegistration({ status: 'attended' });
    const missed = await createRegistration({ status: 'no_show' });

    await expect(cancelRegistration(over.id)).rejects.toMatchObject({ status: 409, code: 'ended' });
    await expect(cancelRegistration(attended.id)).rejects.toMatchObject({ status: 409, code: 'settled' });
    await expect(cancelRegistration(missed.id)).rejects.toMatchObject({ status: 409, code: 'settled' });
    await expect(cancelRegistration(2_147_483_647)).rejects.toMatchObject({ status: 404 });
  });

  test('after the end of an event nobody is moved up any more', async () => {
    const event = await createEvent({ visitorLimit: 1, startAt: inHours(-1), endAt: inHours(1) });
    const seated = await register(event.id);
    const waiting = await register(event.id);
    await db.event.update({ where: { id: event.id }, data: { startAt: inHours(-3), endAt: inHours(-2) } });

    await changeStatus([seated.registrationId!], 'cancelled', { now: inHours(-2.5) });

    expect(await getRegistration(waiting.registrationId!)).toMatchObject({ status: 'waitlisted' });
  });
});

test('registering, cancelling, coming back and marking people in bulk all at once ends without a deadlock and with honest seats', async () => {
  const event = await createEvent({ visitorLimit: 40, startAt: inHours(-1), endAt: inHours(3) });
  const other = await createEvent({ organizerId: event.organizerId, visitorLimit: 40, startAt: inHours(-1), endAt: inHours(3) });
  const guests = Array.from({ length: 60 }, () => person());
  const [here, there] = await Promise.all([event, other].map(({ id }) => Promise.all(guests.map((who) => register(id, who)))));
  const ids = [...here!, ...there!].map(({ registrationId }) => registrationId!);
  const some = (step: number) => ids.filter((_, index) => index % step === 0);

  await Promise.all([
    ...some(3).map((id) => cancelRegistration(id).catch(expectConflict)),
    ...guests.map((who) => register(event.id, who)),
    ...guests.toReversed().map((who) => register(other.id, who)),
    ...Array.from({ length: 30 }, () => register(event.id)),
    changeStatus(ids, 'attended'),
    changeStatus(ids.toReversed(), 'no_show'),
    changeStatus(some(2), 'registered'),
    changeStatus(some(5), 'cancelled'),
    changeStatus(some(4).toReversed(), 'attended'),
  ]);

  for (const { id } of [event, other]) {
    const { seatsTaken, taking } = await seats(id);
    expect(seatsTaken).toBe(taking);
    expect(seatsTaken).toBeLessThanOrEqual(40);
    const waiting = await db.registration.count({ where: { eventId: id, status: 'waitlisted' } });
    expect(seatsTaken === 40 || waiting === 0, 'nobody waits beside a free seat').toBe(true);
  }
}, 60_000);

/** Resolves when another connection is stopped by a lock. */
async function someoneWaitsFor(eventId: number): Promise<void> {
  await expect
    .poll(
      async () =>
        (await pool.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)).rowCount,
      {
        message: `a registration for ${eventId} waits for its seats`,
      },
    )
    .toBeGreaterThan(0);
}

function expectConflict(error: unknown): void {
  expect(error).toMatchObject({ status: 409 });
}

test('over 40 connections at once no seat is sold twice, nobody registers twice and nothing locks up', async () => {
  const event = await createEvent({ visitorLimit: 50 });
  const wide = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 40 });
  wide.on('connect', (client) => client.on('error', () => {})); // may still be closing when the database of the file is dropped
  const call = (email: string) =>
    wide.query<{ outcome: string; registration_id: number }>('SELECT * FROM register_visitor($1, $2, $3, $4, $5, $6, true)', [
      event.id,
      'Анна',
      `Круглова${email.length + (people += 1)}`,
      email,
      '+79162041833',
      'ru',
    ]);
  const emails = Array.from({ length: 60 }, (_, index) => `wide${index}@example.test`);

  const results = await Promise.all(Array.from({ length: 5 }, () => emails.map(call)).flat());
  const registered = results.map(({ rows }) => rows[0]!).filter(({ outcome }) => outcome !== 'duplicate');
  expect(registered).toHaveLength(60);
  expect(await seats(event.id)).toEqual({ seatsTaken: 50, taking: 50 });

  await Promise.all([
    ...registered.map(({ registration_id }) => cancelRegistration(registration_id)),
    ...emails.map(call),
    ...emails.toReversed().map(call),
    ...emails.map((email) => call(`other-${email}`)),
  ]);
  await wide.end();

  const { seatsTaken, taking } = await seats(event.id);
  expect(seatsTaken).toBe(taking);
  const waiting = await db.registration.count({ where: { eventId: event.id, status: 'waitlisted' } });
  expect(seatsTaken === 50 || waiting === 0, 'nobody waits beside a free seat').toBe(true);
}, 60_000);

test('a visitor deleted while registering is simply made anew', async () => {
  const event = await createEvent();
  const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: 'gone@example.test' });

  const [result] = await Promise.all([
    register(event.id, person('gone@example.test')),
    db.visitor.delete({ where: { id: visitor.id } }).catch(() => {}),
  ]);

  expect(result.outcome).toBe('registered');
});
