import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';
import { DomainError } from '../../src/errors.ts';
import { cancelRegistration } from '../../src/services/registrations/cancel.ts';
import { deleteRegistration } from '../../src/services/registrations/delete.ts';
import { recordPayment, recordRefund } from '../../src/services/registrations/money.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { changeStatus } from '../../src/services/registrations/status.ts';
import { financeTotals } from '../../src/services/reports/finance.ts';
import { foldRegistrationSums } from '../../src/services/reports/fold-sums.ts';
import { registrationTotals } from '../../src/services/reports/registrations.ts';
import type { ReportScope } from '../../src/services/reports/scope.ts';
import { daysFor } from '../../src/services/reports/sums.ts';
import { createAccount, createEvent, inHours } from '../support/factories.ts';

const PEOPLE = 5;
const who = fc.nat(PEOPLE - 1);
const amount = fc.integer({ min: 1, max: 300_00 });

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('register' as const), who }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('pay' as const), who, amount }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('cancel' as const), who }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('refund' as const), who, amount }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('expense' as const), amount }) },
  fc.record({ act: fc.constant('attend' as const), who }),
  fc.record({ act: fc.constant('delete' as const), who }),
  fc.record({ act: fc.constant('fold' as const) }),
  fc.record({ act: fc.constant('backdate' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const emailOf = (index: number) => `person${index}@example.test`;

let organizerId: number;
beforeAll(async () => {
  organizerId = (await createAccount({ role: 'organizer' })).id;
});

async function perform(eventId: number, one: Step): Promise<unknown> {
  if (one.act === 'fold') return foldRegistrationSums();
  if (one.act === 'backdate')
    return pool.query(`UPDATE reg_for_the_event SET created_at = created_at - interval '1 day' WHERE event_id = $1`, [eventId]);
  if (one.act === 'expense') return db.expense.create({ data: { eventId, title: 'Зал', amount: one.amount, spentAt: new Date() } });
  if (one.act === 'register') {
    const person = { firstName: 'Анна', lastName: `Круглова${one.who}`, email: emailOf(one.who), phone: null };
    return registerVisitor(eventId, person, { locale: 'ru', acceptWaitlist: true });
  }
  const row = await db.registration.findFirst({ where: { eventId, visitor: { emailAddress: emailOf(one.who) } }, select: { id: true } });
  if (!row) return undefined;
  switch (one.act) {
    case 'pay':
      return recordPayment(row.id, { amount: one.amount });
    case 'cancel':
      return cancelRegistration(row.id);
    case 'refund':
      return recordRefund(row.id, { amount: one.amount });
    case 'attend':
      return changeStatus([row.id], 'attended');
    case 'delete':
      return deleteRegistration(row.id);
  }
}

/** Rules may forbid a step; anything else is a fault. */
function expectRefusal(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

const scopeOf = (eventId: number): ReportScope => ({
  ownerId: organizerId,
  from: null,
  to: null,
  eventIds: [eventId],
  statuses: [],
  visitorId: null,
});

/** What the reports should say, added up row by row. */
async function booksOf(eventId: number) {
  const { rows } = await pool.query<{ status: string; price: number; billed_amount: number; refund_amount: number }>(
    'SELECT status, price, billed_amount, refund_amount FROM reg_for_the_event WHERE event_id = $1',
    [eventId],
  );
  const expenses = await pool.query<{ amount: number }>('SELECT amount FROM expenses WHERE event_id = $1', [eventId]);
  const seats = await pool.query<{ seats_taken: number }>('SELECT seats_taken FROM event_seats WHERE event_id = $1', [eventId]);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const seated = rows.filter(({ status }) => ['registered', 'attended', 'no_show'].includes(status));
  return {
    rows: rows.length,
    seated: seated.length,
    seatsTaken: seats.rows[0]!.seats_taken,
    price: sum(rows.map((row) => row.price)),
    expected: sum(seated.map((row) => row.price)),
    billed: sum(rows.map((row) => row.billed_amount)),
    refunded: sum(rows.map((row) => row.refund_amount)),
    expenses: sum(expenses.rows.map((row) => row.amount)),
  };
}

async function expectReportsToAgree(eventId: number): Promise<void> {
  const { rows, seated, seatsTaken, price, expected, billed, refunded, expenses } = await booksOf(eventId);
  expect(seatsTaken, 'seats taken are the registrations that take one').toBe(seated);
  const money = await financeTotals(scopeOf(eventId));
  expect(money).toMatchObject({ events: 1, seatsTaken, expected, billed, refunded, expenses, profit: billed - refunded - expenses });
  const list = await registrationTotals(scopeOf(eventId));
  expect(list).toMatchObject({ events: 1, registrations: rows, price, billed, refunded });
  expect(list.registered + list.attended + list.no_show).toBe(seated);
  await expectDaysToAgree(eventId);
}

/** Registrations by day and status: as the reports read them, and counted one by one. */
async function expectDaysToAgree(eventId: number): Promise<void> {
  const kept = await db.$queryRaw`
    SELECT d.day, d.status, sum(d.registrations)::int AS n FROM ${daysFor(scopeOf(eventId))} d
    WHERE d.event_id = ${eventId} AND d.day IS NOT NULL GROUP BY 1, 2 HAVING sum(d.registrations) <> 0 ORDER BY 1, 2`;
  const counted = await db.$queryRaw`
    SELECT (created_at AT TIME ZONE 'Europe/Moscow')::date AS day, status, count(*)::int AS n FROM reg_for_the_event
    WHERE event_id = ${eventId} GROUP BY 1, 2 ORDER BY 1, 2`;
  expect(kept).toEqual(counted);
}

const newEvent = async () =>
  (await createEvent({ organizerId, visitorLimit: 2, price: 199_99, startAt: inHours(-1), endAt: inHours(2) })).id;

test('whatever is registered, paid, cancelled, refunded and spent, reports say billed − refunded − expenses = profit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
      const eventId = await newEvent();
      for (const one of steps) {
        await perform(eventId, one).catch(expectRefusal);
        await expectReportsToAgree(eventId);
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);

test('and also when it all happens at once, with the sums being folded meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const eventId = await newEvent();
      const folding = [1, 2, 3].map(() => foldRegistrationSums());
      await Promise.all([...steps.map((one) => perform(eventId, one).catch(expectRefusal)), ...folding]);
      await expectReportsToAgree(eventId);
    }),
    { numRuns: 15 },
  );
}, 60_000);

test('folding leaves one row for an event and status, and none for what has come to nothing', async () => {
  const eventId = await newEvent();
  const rowsOf = async () =>
    (await pool.query('SELECT status, registrations FROM registration_sums WHERE event_id = $1 ORDER BY status', [eventId])).rows;
  for (const index of [0, 1, 2]) await perform(eventId, { act: 'register', who: index });
  await perform(eventId, { act: 'delete', who: 2 });
  expect((await rowsOf()).length).toBeGreaterThan(2);

  await foldRegistrationSums();

  expect(await rowsOf()).toEqual([{ status: 'registered', registrations: 2 }]);
  await perform(eventId, { act: 'delete', who: 0 });
  await perform(eventId, { act: 'delete', who: 1 });
  await foldRegistrationSums();
  expect(await rowsOf()).toEqual([]);
});
