import fc from 'fast-check';
import { expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';
import { DomainError } from '../../src/errors.ts';
import { updateEvent } from '../../src/services/events/save.ts';
import { cancelRegistration } from '../../src/services/registrations/cancel.ts';
import { deleteRegistration } from '../../src/services/registrations/delete.ts';
import { recordPayment, recordRefund, settlePayments } from '../../src/services/registrations/money.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { changeStatus } from '../../src/services/registrations/status.ts';
import { createAccount, createEvent, inHours } from '../support/factories.ts';

const PEOPLE = 6;
const who = fc.nat(PEOPLE - 1);
const several = fc.uniqueArray(who, { minLength: 1, maxLength: PEOPLE });
const amount = fc.integer({ min: 0, max: 300 });
const status = fc.constantFrom('registered' as const, 'attended' as const, 'no_show' as const, 'cancelled' as const);

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('register' as const), who, acceptWaitlist: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('cancel' as const), who }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('change' as const), several, status }) },
  fc.record({ act: fc.constant('pay' as const), who, amount }),
  fc.record({ act: fc.constant('refund' as const), who, amount }),
  fc.record({ act: fc.constant('settle' as const), several }),
  fc.record({ act: fc.constant('delete' as const), who }),
  { weight: 2, arbitrary: fc.record({ act: fc.constant('limit' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
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
    return registerVisitor(eventId, person, { locale: 'ru', acceptWaitlist: one.acceptWaitlist });
  }
  if (one.act === 'limit') return changeLimit(eventId, one.limit);
  const ids = await idsOf(eventId, 'several' in one ? one.several : [one.who]);
  if (ids.length === 0) return undefined;
  const [id] = ids as [number];
  switch (one.act) {
    case 'cancel':
      return cancelRegistration(id);
    case 'change':
      return changeStatus(ids, one.status);
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

async function changeLimit(eventId: number, visitorLimit: number): Promise<void> {
  const { title, description, startAt, endAt, timeZone, location, onlineUrl, price } = await db.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const same = { title, description, startAt, endAt, timeZone, format: 'offline' as const, location, onlineUrl, price, topicId: null };
  await updateEvent(eventId, { ...same, visitorLimit });
}

/** Rules may forbid a step; anything else is a fault. */
function expectRefusal(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

async function books(eventId: number) {
  const { rows } = await pool.query(
    `SELECT s.seat_limit, s.seats_taken, count(r.id) FILTER (WHERE r.status IN ('registered', 'attended', 'no_show'))::int AS taking,
       count(r.id) FILTER (WHERE r.status = 'waitlisted')::int AS waiting,
       count(r.id) FILTER (WHERE r.refund_amount > r.billed_amount OR (r.billed_amount > 0) <> (r.billed_at IS NOT NULL))::int AS wrong_money
     FROM event_seats s LEFT JOIN reg_for_the_event r ON r.event_id = s.event_id WHERE s.event_id = $1 GROUP BY s.event_id`,
    [eventId],
  );
  return rows[0] as { seat_limit: number; seats_taken: number; taking: number; waiting: number; wrong_money: number };
}

async function expectHonestBooks(eventId: number): Promise<void> {
  const { seat_limit, seats_taken, taking, waiting, wrong_money } = await books(eventId);
  expect(seats_taken, 'seats taken are the registrations that take one').toBe(taking);
  expect(seats_taken).toBeLessThanOrEqual(seat_limit);
  expect(seats_taken === seat_limit || waiting === 0, 'nobody waits beside a free seat').toBe(true);
  expect(wrong_money).toBe(0);
}

async function newEvent(organizerId: number): Promise<number> {
  return (await createEvent({ organizerId, visitorLimit: 2, price: 200, startAt: inHours(-1), endAt: inHours(2) })).id;
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
