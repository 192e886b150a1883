import fc from 'fast-check';
import { expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';
import { DomainError } from '../../src/errors.ts';
import { updateEvent } from '../../src/services/events/save.ts';
import { cancelRegistration } from '../../src/services/registrations/cancel.ts';
import { deleteRegistration } from '../../src/services/registrations/delete.ts';
import { recordPayment, recordRefund, settlePayments } from '../../src/services/registrations/money.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { changeSide } from '../../src/services/registrations/side.ts';
import { changeStatus } from '../../src/services/registrations/status.ts';
import { createAccount, createEvent, inHours } from '../support/factories.ts';

const PEOPLE = 6;
const who = fc.nat(PEOPLE - 1);
const several = fc.uniqueArray(who, { minLength: 1, maxLength: PEOPLE });
const amount = fc.integer({ min: 0, max: 300 });
const limit = fc.integer({ min: 1, max: 4 });
const status = fc.constantFrom('registered' as const, 'attended' as const, 'no_show' as const, 'cancelled' as const);

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('register' as const), who, acceptWaitlist: fc.boolean(), isRemote: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('cancel' as const), who }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('change' as const), several, status }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('side' as const), who, isRemote: fc.boolean() }) },
  fc.record({ act: fc.constant('pay' as const), who, amount }),
  fc.record({ act: fc.constant('refund' as const), who, amount }),
  fc.record({ act: fc.constant('settle' as const), several }),
  fc.record({ act: fc.constant('delete' as const), who }),
  { weight: 2, arbitrary: fc.record({ act: fc.constant('edit' as const), limit, onlineLimit: limit, isHybrid: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const emailOf = (index: number) => `person${index}@example.test`;

async function idsOf(eventId: number, people: number[]): Promise<number[]> {
  const emails = people.map(emailOf);
  const rows = await db.registration.findMany({ where: { eventId, visitor: { emailAddress: { in: emails } } }, select: { id: true } });
  return rows.map(({ id }) => id);
}

async function perform(eventId: number, one: Step): Promise<unknown> {
  if (one.act === 'register') {
    const person = { firstName: 'Анна', lastName: `Круглова${one.who}`, email: emailOf(one.who), phone: null };
    return registerVisitor(eventId, person, { locale: 'ru', acceptWaitlist: one.acceptWaitlist, isRemote: one.isRemote });
  }
  if (one.act === 'edit') return edit(eventId, one);
  const ids = await idsOf(eventId, 'several' in one ? one.several : [one.who]);
  if (ids.length === 0) return undefined;
  const [id] = ids as [number];
  switch (one.act) {
    case 'cancel':
      return cancelRegistration(id);
    case 'change':
      return changeStatus(ids, one.status);
    case 'side':
      return changeSide(id, one.isRemote);
    case 'pay':
      return recordPayment(id, { amount: one.amount });
    case 'refund':
      return recordRefund(id, { amount: one.amount });
    case 'settle':
      return settlePayments(ids);
    case 'delete':
      return deleteRegistration(id);
  }
}

/** Other limits, and for an event of two sides perhaps one side, or both again. */
async function edit(eventId: number, wanted: { limit: number; onlineLimit: number; isHybrid: boolean }): Promise<void> {
  const { title, description, startAt, endAt, timeZone, location, price, onlineUrl } = await db.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const kept = { title, description, startAt, endAt, timeZone, location, price, topicId: null, tags: [], groupId: null };
  const online = wanted.isHybrid
    ? {
        format: 'hybrid' as const,
        hasWebinar: false,
        onlineUrl: onlineUrl || 'https://meet.example.test/room',
        onlineLimit: wanted.onlineLimit,
        onlinePrice: 50,
      }
    : { format: 'offline' as const, hasWebinar: false, onlineUrl: '', onlineLimit: 0, onlinePrice: 0 };
  await updateEvent(eventId, { ...kept, ...online, visitorLimit: wanted.limit, membersOnly: false, prefersReliable: false });
}

/** Rules may forbid a step; anything else is a fault. */
function expectRefusal(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

interface Books {
  seat_limit: number;
  seats_taken: number;
  taking: number;
  waiting: number;
  wrong: number;
}

/** What is written of each side, beside what it should be. A live registration is online only where there is such a side. */
async function books(eventId: number): Promise<Books[]> {
  const { rows } = await pool.query<Books>(
    `SELECT CASE WHEN side.remote THEN s.online_limit ELSE s.seat_limit END AS seat_limit,
       CASE WHEN side.remote THEN s.online_taken ELSE s.seats_taken END AS seats_taken,
       count(r.id) FILTER (WHERE r.status IN ('registered', 'attended', 'no_show'))::int AS taking,
       count(r.id) FILTER (WHERE r.status = 'waitlisted')::int AS waiting,
       count(r.id) FILTER (WHERE r.refund_amount > r.billed_amount OR (r.billed_amount > 0) <> (r.billed_at IS NOT NULL)
         OR r.is_remote AND r.status <> 'cancelled' AND e.format <> 'hybrid')::int AS wrong
     FROM event_seats s JOIN events e ON e.id = s.event_id CROSS JOIN (VALUES (false), (true)) AS side (remote)
       LEFT JOIN reg_for_the_event r ON r.event_id = s.event_id AND r.is_remote = side.remote
     WHERE s.event_id = $1 GROUP BY s.event_id, e.id, side.remote`,
    [eventId],
  );
  return rows;
}

async function expectHonestBooks(eventId: number): Promise<void> {
  for (const { seat_limit, seats_taken, taking, waiting, wrong } of await books(eventId)) {
    expect(seats_taken, 'seats taken are the registrations that take one').toBe(taking);
    expect(seats_taken).toBeLessThanOrEqual(seat_limit);
    expect(seats_taken === seat_limit || waiting === 0, 'nobody waits beside a free seat').toBe(true);
    expect(wrong).toBe(0);
  }
}

async function newEvent(organizerId: number): Promise<number> {
  const sides = { format: 'hybrid' as const, visitorLimit: 2, price: 200, onlineLimit: 2, onlinePrice: 50 };
  return (await createEvent({ organizerId, ...sides, startAt: inHours(-1), endAt: inHours(2) })).id;
}

test('whatever is done in whatever order, seats and money stay honest', async () => {
  const organizer = await createAccount({ role: 'organizer' });

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const eventId = await newEvent(organizer.id);
      for (const one of steps) {
        await perform(eventId, one).catch(expectRefusal);
        await expectHonestBooks(eventId);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('and also when it is all done at once', async () => {
  const organizer = await createAccount({ role: 'organizer' });

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const eventId = await newEvent(organizer.id);
      await Promise.all(steps.map((one) => perform(eventId, one).catch(expectRefusal)));
      await expectHonestBooks(eventId);
    }),
    { numRuns: 25 },
  );
}, 60_000);
