import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';
import { PRIVACY_VERSION } from '../../src/policies/privacy.ts';
import { cancelEvent } from '../../src/services/events/cancel.ts';
import { cancelRegistration } from '../../src/services/registrations/cancel.ts';
import { deleteRegistration } from '../../src/services/registrations/delete.ts';
import { getRegistration } from '../../src/services/registrations/read.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { registerKnownVisitor } from '../../src/services/registrations/register-known.ts';
import { changeSide } from '../../src/services/registrations/side.ts';
import { changeStatus, setStatus } from '../../src/services/registrations/status.ts';
import {
  addMember,
  createAccount,
  createEvent,
  createGroup,
  createRegistration,
  createVisitor,
  inHours,
  mailsTo,
} from '../support/factories.ts';

let people = 0;
const person = (email = `side${(people += 1)}@example.test`) => ({ firstName: 'Анна', lastName: 'Круглова', email, phone: null });

const register = (eventId: number, isRemote: boolean, who = person(), acceptWaitlist = true) =>
  registerVisitor(eventId, who, { locale: 'ru', acceptWaitlist, isRemote });

const hybrid = (given: Parameters<typeof createEvent>[0] = {}) => createEvent({ format: 'hybrid', ...given });

/** What event_seats says of each side, and who is on it. */
async function seats(eventId: number) {
  const { seatsTaken, onlineTaken } = await db.eventSeats.findUniqueOrThrow({ where: { eventId } });
  const taking = (isRemote: boolean) =>
    db.registration.count({ where: { eventId, isRemote, status: { in: ['registered', 'attended', 'no_show'] } } });
  const waiting = (isRemote: boolean) => db.registration.count({ where: { eventId, isRemote, status: 'waitlisted' } });
  return {
    here: { taken: seatsTaken, taking: await taking(false), waiting: await waiting(false) },
    remote: { taken: onlineTaken, taking: await taking(true), waiting: await waiting(true) },
  };
}

const side = (taken: number, waiting = 0) => ({ taken, taking: taken, waiting });

describe('the limits of both sides', () => {
  test('200 people at once for either side: each fills up to its own limit, and the rest wait in a line of its own', async () => {
    const event = await hybrid({ visitorLimit: 30, onlineLimit: 70 });

    const results = await Promise.all(Array.from({ length: 400 }, (_, index) => register(event.id, index % 2 === 1)));

    expect(results.filter(({ outcome }) => outcome === 'registered')).toHaveLength(100);
    expect(await seats(event.id)).toEqual({ here: side(30, 170), remote: side(70, 130) });
    const last = await db.registration.findFirstOrThrow({
      where: { eventId: event.id, status: 'waitlisted', isRemote: true },
      orderBy: [{ waitlistedAt: 'desc' }, { id: 'desc' }],
    });
    expect((await getRegistration(last.id)).position).toBe(130);
  });

  test('hold over 40 connections at once, with both sides in one row', async () => {
    const event = await hybrid({ visitorLimit: 40, onlineLimit: 60 });
    const wide = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 40 });
    wide.on('connect', (client) => client.on('error', () => {})); // may still be closing when the database of the file is dropped
    const call = (isRemote: boolean) => {
      const { firstName, lastName, email } = person();
      const values = [event.id, firstName, lastName, email, isRemote];
      return wide.query(`SELECT * FROM register_visitor($1, $2, $3, $4, NULL, 'ru', true, $5)`, values);
    };

    await Promise.all(Array.from({ length: 300 }, (_, index) => call(index % 2 === 1)));
    await wide.end();

    expect(await seats(event.id)).toEqual({ here: side(40, 110), remote: side(60, 90) });
  }, 60_000);

  test('without the wish to wait the full side is sold out while the other still takes people', async () => {
    const event = await hybrid({ visitorLimit: 3, onlineLimit: 40 });

    const results = await Promise.all(Array.from({ length: 60 }, (_, index) => register(event.id, index % 2 === 1, person(), false)));

    expect(results.filter(({ outcome }) => outcome === 'sold_out')).toHaveLength(27);
    expect(await seats(event.id)).toEqual({ here: side(3), remote: side(30) });
  });

  test('hold in the database even for code that does not ask', async () => {
    const event = await hybrid({ onlineLimit: 1 });
    await register(event.id, true);

    for (const change of ['online_taken = online_taken + 1', 'online_limit = 0', 'online_taken = -1']) {
      await expect(pool.query(`UPDATE event_seats SET ${change} WHERE event_id = $1`, [event.id])).rejects.toMatchObject({
        constraint: 'event_seats_online_check',
      });
    }
  });

  test('registering, changing sides, cancelling and marking all at once ends without a deadlock and with honest seats', async () => {
    const event = await hybrid({ visitorLimit: 25, onlineLimit: 35, startAt: inHours(-1), endAt: inHours(3) });
    const guests = Array.from({ length: 100 }, () => person());
    const first = await Promise.all(guests.map((who, index) => register(event.id, index % 2 === 1, who)));
    const ids = first.map(({ registrationId }) => registrationId!);
    const some = (step: number) => ids.filter((_, index) => index % step === 0);

    await Promise.all([
      ...some(3).map((id) => cancelRegistration(id).catch(expectConflict)),
      ...ids.map((id, index) => changeSide(id, index % 4 < 2).catch(expectConflict)),
      ...some(2).map((id, index) => changeSide(id, index % 2 === 0).catch(expectConflict)),
      ...guests.map((who, index) => register(event.id, index % 3 === 0, who)),
      ...Array.from({ length: 40 }, (_, index) => register(event.id, index % 2 === 0)),
      changeStatus(some(5), 'attended'),
      changeStatus(some(7).toReversed(), 'no_show'),
      changeStatus(some(4), 'registered'),
    ]);

    const { here, remote } = await seats(event.id);
    expect([here.taken, remote.taken]).toEqual([here.taking, remote.taking]);
    expect(here.taken).toBeLessThanOrEqual(25);
    expect(remote.taken).toBeLessThanOrEqual(35);
    expect(here.taken === 25 || here.waiting === 0, 'nobody waits beside a free seat of the place').toBe(true);
    expect(remote.taken === 35 || remote.waiting === 0, 'nor beside one online').toBe(true);
  }, 60_000);
});

function expectConflict(error: unknown): void {
  expect(error).toMatchObject({ status: 409 });
}

describe('either side', () => {
  test('has its own price, and a cancellation frees a seat of that side alone', async () => {
    const event = await hybrid({ visitorLimit: 1, onlineLimit: 1, price: 30_000, onlinePrice: 5_000 });
    const here = await register(event.id, false);
    const remote = await register(event.id, true);
    const waits = [await register(event.id, false), await register(event.id, true)];

    await cancelRegistration(remote.registrationId!);

    expect(await getRegistration(here.registrationId!)).toMatchObject({ price: 30_000, isRemote: false });
    expect(await getRegistration(waits[0]!.registrationId!)).toMatchObject({ status: 'waitlisted', position: 1 });
    expect(await getRegistration(waits[1]!.registrationId!)).toMatchObject({ status: 'registered', price: 5_000, isRemote: true });
    expect(await seats(event.id)).toEqual({ here: side(1, 1), remote: side(1) });
  });

  test('is not there for an event of one: everybody takes a seat of it', async () => {
    const event = await createEvent({ visitorLimit: 2 });

    const { registrationId } = await register(event.id, true);

    expect(await getRegistration(registrationId!)).toMatchObject({ isRemote: false });
    expect(await seats(event.id)).toEqual({ here: side(1), remote: side(0) });
  });

  test('is freed by a deletion', async () => {
    const event = await hybrid({ onlineLimit: 1 });
    const { registrationId } = await register(event.id, true);
    await register(event.id, true);

    await deleteRegistration(registrationId!);

    expect(await seats(event.id)).toEqual({ here: side(0), remote: side(1) });
  });

  test('keeps who came when the event is cancelled', async () => {
    const event = await hybrid({ startAt: inHours(-1), endAt: inHours(2), onlineLimit: 2 });
    const came = await register(event.id, true);
    for (const isRemote of [true, true, false]) await register(event.id, isRemote);
    await setStatus(came.registrationId!, 'attended');
    const now = new Date();

    await cancelEvent(event.id, 'Заболел лектор', now);

    expect(await seats(event.id)).toEqual({ here: side(0), remote: side(1) });
    const cancelled = await db.registration.findMany({ where: { eventId: event.id, status: 'cancelled' } });
    expect(cancelled.map(({ cancelledBy, cancelledAt }) => [cancelledBy, cancelledAt])).toEqual(
      Array.from({ length: 3 }, () => ['event', now]),
    );
  });

  test('that an event loses at the last moment makes the person register for what is left', async () => {
    const event = await hybrid();
    const rival = await pool.connect();
    await rival.query('BEGIN');
    await rival.query('UPDATE event_seats SET online_limit = 10 WHERE event_id = $1', [event.id]);
    await rival.query(`UPDATE events SET format = 'offline', online_limit = 0, online_url = '' WHERE id = $1`, [event.id]);

    const registering = register(event.id, true);
    await someoneWaits();
    await rival.query('COMMIT');
    rival.release();

    expect(await registering).toMatchObject({ outcome: 'registered' });
    expect(await seats(event.id)).toEqual({ here: side(1), remote: side(0) });
  });
});

/** Resolves when another connection is stopped by a lock. */
async function someoneWaits(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  await expect.poll(async () => (await pool.query(waiting)).rowCount).toBeGreaterThan(0);
}

describe('changing sides', () => {
  test('moves the seat, gives the free one to the first in line, lets the price follow and tells both', async () => {
    const event = await hybrid({ visitorLimit: 1, price: 30_000 });
    const moving = await register(event.id, false, person('moving@example.test'));
    const next = await register(event.id, false, person('next@example.test'));

    await changeSide(moving.registrationId!, true);

    expect(await getRegistration(moving.registrationId!)).toMatchObject({ isRemote: true, status: 'registered', price: 0 });
    expect(await getRegistration(next.registrationId!)).toMatchObject({ isRemote: false, status: 'registered' });
    expect(await seats(event.id)).toEqual({ here: side(1), remote: side(1) });
    expect(await mailsTo('moving@example.test')).toEqual(['registration-confirmed', 'registration-moved']);
    expect(await mailsTo('next@example.test')).toEqual(['registration-waitlisted', 'registration-promoted']);
  });

  test('leads out of the waiting list', async () => {
    const event = await hybrid({ visitorLimit: 1 });
    await register(event.id, false);
    const waiting = await register(event.id, false);

    await changeSide(waiting.registrationId!, true);

    expect(await getRegistration(waiting.registrationId!)).toMatchObject({ isRemote: true, status: 'registered', position: null });
    expect(await seats(event.id)).toEqual({ here: side(1), remote: side(1) });
  });

  test('to where one is changes nothing, and there and back again is one mail', async () => {
    const event = await hybrid();
    const { registrationId } = await register(event.id, false, person('back@example.test'));

    await changeSide(registrationId!, false);
    await changeSide(registrationId!, true);
    await changeSide(registrationId!, false);

    expect(await seats(event.id)).toEqual({ here: side(1), remote: side(0) });
    expect(await mailsTo('back@example.test')).toEqual(['registration-confirmed', 'registration-moved']);
  });

  test('is refused where there is no seat, no other side, nothing to change, or other money', async () => {
    const full = await hybrid({ onlineLimit: 1 });
    await register(full.id, true);
    const over = await hybrid({ startAt: inHours(-5), endAt: inHours(-1) });
    const refused = async (given: Parameters<typeof createRegistration>[0]) => {
      const { id } = await createRegistration(given);
      return changeSide(id, true).then(
        () => null,
        ({ status, code }: { status: number; code: string }) => [status, code],
      );
    };

    expect(await refused({ eventId: full.id })).toEqual([409, 'no_seat_there']);
    expect(await refused({})).toEqual([409, 'one_side']);
    expect(await refused({ eventId: over.id })).toEqual([409, 'ended']);
    expect(await refused({ eventId: (await hybrid()).id, status: 'cancelled' })).toEqual([409, 'side_settled']);
    expect(await refused({ eventId: (await hybrid()).id, status: 'attended' })).toEqual([409, 'side_settled']);
    const dear = await hybrid({ price: 30_000 });
    expect(await refused({ eventId: dear.id, billedAmount: 30_000 })).toEqual([409, 'side_paid']);
    expect(await seats(dear.id)).toEqual({ here: side(1), remote: side(0) });
    const alike = await hybrid({ price: 30_000, onlinePrice: 30_000 });
    expect(await refused({ eventId: alike.id, billedAmount: 30_000 })).toBeNull();
    await expect(changeSide((await createRegistration({})).id, true, { owner: 2_147_483_647 })).rejects.toMatchObject({ status: 404 });
  });
});

describe('an event for members only', () => {
  const membersOnly = async () => {
    const leader = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: leader.id });
    const event = await createEvent({ organizerId: leader.id, groupId: group.id, membersOnly: true });
    return { group, event };
  };

  test('takes members by their own account and its address, however it is written, and nobody else', async () => {
    const { group, event } = await membersOnly();
    const [member, another] = [await addMember(group.id), await addMember(group.id)];
    const stranger = await createAccount();
    const by = (accountId: number | null, email: string) =>
      registerVisitor(event.id, person(email), { locale: 'ru', acceptWaitlist: false, accountId });

    expect(await by(member.id, member.email.toUpperCase())).toMatchObject({ outcome: 'registered' });
    const refused = { outcome: 'members_only', registrationId: null, token: null };
    expect(await by(member.id, another.email)).toEqual(refused);
    for (const { email } of [stranger, member, another]) {
      expect(await by(stranger.id, email)).toEqual(refused);
      expect(await by(null, email)).toEqual(refused);
    }
    expect(await db.visitor.count({ where: { organizerId: event.organizerId } })).toBe(1);
  });

  test('takes whomever its organizer puts down', async () => {
    const { event } = await membersOnly();
    const { id } = await createVisitor({ organizerId: event.organizerId });

    const wish = { owner: event.organizerId, locale: 'ru', acceptWaitlist: false, isRemote: false };
    expect(await registerKnownVisitor(event.id, id, wish)).toMatchObject({ outcome: 'registered' });
  });
});

describe('what people agreed to', () => {
  test('is kept with its version and time for whoever registers, not for whom an organizer puts down', async () => {
    const event = await createEvent();
    const { id } = await createVisitor({ organizerId: event.organizerId });
    const own = await register(event.id, false);
    const wish = { owner: event.organizerId, locale: 'ru', acceptWaitlist: false, isRemote: false };
    const known = await registerKnownVisitor(event.id, id, wish);

    const { consentVersion, consentedAt } = await getRegistration(own.registrationId!);
    expect(consentVersion).toBe(PRIVACY_VERSION);
    expect(Date.now() - consentedAt!.getTime()).toBeLessThan(60_000);
    expect(await getRegistration(known.registrationId!)).toMatchObject({ consentVersion: null, consentedAt: null });
  });

  test('is agreed to anew by whoever comes back', async () => {
    const event = await createEvent();
    const who = person();
    const { registrationId } = await register(event.id, false, who);
    await db.registration.update({ where: { id: registrationId! }, data: { consentVersion: '2026-01-01', consentedAt: inHours(-100) } });
    await cancelRegistration(registrationId!);

    await register(event.id, false, who);

    expect(await getRegistration(registrationId!)).toMatchObject({ consentVersion: PRIVACY_VERSION });
  });
});

describe('a cancellation', () => {
  test('remembers who wished it and when, until the registration comes back', async () => {
    const now = new Date(Date.now() - 60_000);
    const [own, others] = [await createRegistration(), await createRegistration()];

    await cancelRegistration(own.id, { by: 'visitor', now });
    await cancelRegistration(others.id, { now });

    const rows = () => db.registration.findMany({ where: { id: { in: [own.id, others.id] } }, orderBy: { id: 'asc' } });
    expect((await rows()).map(({ cancelledBy, cancelledAt }) => [cancelledBy, cancelledAt])).toEqual([
      ['visitor', now],
      ['organizer', now],
    ]);
    await setStatus(own.id, 'registered');
    expect((await rows())[0]).toMatchObject({ status: 'registered', cancelledBy: null, cancelledAt: null });
  });
});

describe('the waiting list of an organizer who prefers the reliable', () => {
  /** Somebody who waits, after having come to (or missed) three events of the organizer. */
  async function waiting(event: { id: number; organizerId: number }, past: 'attended' | 'no_show' | null) {
    const visitor = await createVisitor({ organizerId: event.organizerId });
    for (const status of past ? [past, past, past] : []) {
      const { id } = await createEvent({ organizerId: event.organizerId, startAt: inHours(-100), endAt: inHours(-98) });
      await createRegistration({ eventId: id, visitorId: visitor.id, status });
    }
    const result = await register(event.id, false, person(visitor.emailAddress));
    return result.registrationId!;
  }

  const lineOf = async (prefersReliable: boolean) => {
    const event = await createEvent({ visitorLimit: 1, prefersReliable });
    const seated = (await register(event.id, false)).registrationId!;
    const ids = [await waiting(event, 'no_show'), await waiting(event, null), await waiting(event, 'attended')];
    return { seated, ids };
  };

  test('is told by the places in it as it is, and the reliable go first', async () => {
    const { seated, ids } = await lineOf(true);
    const places = await Promise.all(ids.map(async (id) => (await getRegistration(id)).position));
    expect(places).toEqual([3, 2, 1]);

    await cancelRegistration(seated);

    expect((await db.registration.findMany({ where: { id: { in: ids }, status: 'registered' } })).map(({ id }) => id)).toEqual([ids[2]]);
  });

  test('goes by time for everybody else', async () => {
    const { seated, ids } = await lineOf(false);

    await cancelRegistration(seated);

    expect((await db.registration.findMany({ where: { id: { in: ids }, status: 'registered' } })).map(({ id }) => id)).toEqual([ids[0]]);
    expect((await getRegistration(ids[2]!)).position).toBe(2);
  });
});

describe('whoever gets a seat out of the waiting list', () => {
  test('finds a notice on the site if the address is that of an account, also when the organizer gives the seat', async () => {
    const [next, given] = [await createAccount(), await createAccount()];
    const event = await createEvent({ visitorLimit: 1, title: 'Джаз на крыше' });
    const seated = await register(event.id, false);
    const promoted = await register(event.id, false, person(next.email.toUpperCase()));
    const chosen = await register(event.id, false, person(given.email));

    await cancelRegistration(seated.registrationId!);
    await db.eventSeats.update({ where: { eventId: event.id }, data: { seatLimit: 2 } });
    await setStatus(chosen.registrationId!, 'registered');

    const notices = await db.notification.findMany({ where: { kind: 'seat-promoted' }, orderBy: { id: 'asc' } });
    expect(notices.map(({ accountId, link, payload }) => ({ accountId, link, payload }))).toEqual([
      { accountId: next.id, link: `/registrations/${promoted.registrationId}`, payload: { title: 'Джаз на крыше' } },
      { accountId: given.id, link: `/registrations/${chosen.registrationId}`, payload: { title: 'Джаз на крыше' } },
    ]);
    expect(await mailsTo(given.email)).toEqual(['registration-waitlisted', 'registration-promoted']);
  });
});

describe('what was rated', () => {
  async function rated() {
    const event = await createEvent({ startAt: inHours(-5), endAt: inHours(-2) });
    const registration = await createRegistration({ eventId: event.id, status: 'attended' });
    await db.eventRating.create({ data: { registrationId: registration.id, eventId: event.id, stars: 4 } });
    return registration;
  }

  test('was attended: the mark stays, and others in the same go are changed all the same', async () => {
    const { id, eventId } = await rated();
    const other = await createRegistration({ eventId, status: 'attended' });

    await expect(setStatus(id, 'no_show')).rejects.toMatchObject({ status: 409, code: 'rated' });
    expect(await changeStatus([id, other.id], 'no_show')).toEqual({
      changed: [other.id],
      refused: [{ id, from: 'attended', code: 'rated' }],
    });
  });

  test('is not deleted', async () => {
    const { id } = await rated();

    await expect(deleteRegistration(id)).rejects.toMatchObject({ status: 409, code: 'registration_rated' });
    expect(await db.registration.count({ where: { id } })).toBe(1);
  });

  test('at the very moment in which the mark is taken back keeps it', async () => {
    const event = await createEvent({ startAt: inHours(-5), endAt: inHours(-2) });
    const { id } = await createRegistration({ eventId: event.id, status: 'attended' });
    const rater = await pool.connect();
    await rater.query('BEGIN');
    await rater.query('INSERT INTO event_ratings (registration_id, event_id, stars) VALUES ($1, $2, 2)', [id, event.id]);

    const marking = setStatus(id, 'no_show');
    marking.catch(() => {});
    await someoneWaits();
    await rater.query('COMMIT');
    rater.release();

    await expect(marking).rejects.toMatchObject({ status: 409, code: 'rated' });
  });
});
