import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { groupedReport } from '../../src/services/reports/grouped.ts';
import type { Grouping } from '../../src/services/reports/grouped.ts';
import type { ReportScope } from '../../src/services/reports/scope.ts';
import { createAccount, createEvent, createExpense, createRegistration } from '../support/factories.ts';

const scopeOf = (ownerId: number, given: Partial<ReportScope> = {}): ReportScope => ({
  ownerId,
  from: null,
  to: null,
  eventIds: [],
  statuses: [],
  visitorId: null,
  ...given,
});

const statuses = ['registered', 'waitlisted', 'cancelled', 'attended', 'no_show'] as const;

/** Two months, two topics and none, events with and without registrations and expenses; and somebody else's. */
async function season() {
  const { id: organizerId } = await createAccount({ role: 'organizer' });
  const [music, city] = await db.topic.findMany({ orderBy: { position: 'asc' }, take: 2 });
  const given = [
    { title: 'Джаз', startAt: '2026-10-31T22:30Z', topicId: music!.id, price: 100_050, count: 7 },
    { title: 'Прогулка', startAt: '2026-11-30T16:00Z', topicId: city!.id, price: 33_333, count: 10 },
    { title: 'Лекция', startAt: '2026-10-05T16:00Z', topicId: null, price: 0, count: 3 },
    { title: 'Пустое', startAt: '2026-11-02T16:00Z', topicId: music!.id, price: 5, count: 0 },
  ];
  for (const [index, { count, startAt, ...event }] of given.entries()) {
    const { id } = await createEvent({ organizerId, visitorLimit: 20, startAt: new Date(startAt), ...event });
    for (let n = 0; n < count; n++) {
      const billedAmount = n % 2 === 0 ? event.price : 0;
      await createRegistration({
        eventId: id,
        status: statuses[n % 5]!,
        billedAmount,
        refundAmount: Math.floor(billedAmount / 3) * (n % 3 === 0 ? 1 : 0),
      });
    }
    if (index % 2 === 0) await createExpense({ eventId: id, amount: 12_345 + index });
  }
  const strangers = await createEvent();
  await createRegistration({ eventId: strangers.id, billedAmount: 7 });
  return organizerId;
}

/** Counted from the rows themselves, without the sums that the database keeps. */
async function plainSums(organizerId: number) {
  const [sums] = await db.$queryRaw<Record<string, number>[]>`
    SELECT count(*)::int AS registrations, count(*) FILTER (WHERE status = 'attended')::int AS attended,
      sum(billed_amount)::float8 AS billed, sum(refund_amount)::float8 AS refunded,
      sum(price) FILTER (WHERE status NOT IN ('cancelled', 'waitlisted'))::float8 AS expected,
      (SELECT sum(amount)::float8 FROM expenses x JOIN events e ON e.id = x.event_id WHERE e.organizer_id = ${organizerId}) AS expenses
    FROM reg_for_the_event WHERE organizer_id = ${organizerId}`;
  return { ...sums!, profit: sums!['billed']! - sums!['refunded']! - sums!['expenses']! };
}

test('the totals are the plain sums, and the rows of every grouping add up to them', async () => {
  const organizerId = await season();
  const plain = await plainSums(organizerId);

  for (const by of ['event', 'month', 'topic', 'none'] satisfies Grouping[]) {
    const { rows, totals } = await groupedReport(scopeOf(organizerId), { by });
    expect(totals, by).toMatchObject({ ...plain, events: 4, seat_limit: 80 });
    for (const name of [
      'events',
      'registrations',
      'no_show',
      'seats_taken',
      'expected',
      'billed',
      'refunded',
      'expenses',
      'profit',
    ] as const) {
      expect(
        rows.reduce((sum, row) => sum + row[name]!, 0),
        `${name} by ${by}`,
      ).toBe(totals[name]);
    }
  }
  const { rows, totals } = await groupedReport(scopeOf(organizerId), { by: 'status' });
  const { registrations, billed, refunded, expected } = plain as Record<string, number>;
  expect(totals).toMatchObject({ registrations, billed, refunded, expected, events: null, expenses: null, profit: null, fill: null });
  expect(rows.map(({ key }) => key)).toEqual(['registered', 'attended', 'no_show', 'waitlisted', 'cancelled']);
  expect(rows.reduce((sum, row) => sum + row.billed, 0)).toBe(billed);
});

test('events come in their order, months by the clock of the event, topics with those that have none last', async () => {
  const organizerId = await season();
  const keys = async (by: Grouping) => (await groupedReport(scopeOf(organizerId), { by })).rows.map((row) => row.title ?? row.key);

  expect(await keys('event')).toEqual(['Лекция', 'Джаз', 'Пустое', 'Прогулка']);
  expect(await keys('month'), 'half past one in Moscow is November').toEqual(['2026-10', '2026-11']);
  expect((await keys('topic')).at(-1)).toBeNull();
  expect(await keys('none')).toEqual([null]);
});

test('shares have a whole or are not there', async () => {
  const organizerId = await season();
  const { rows } = await groupedReport(scopeOf(organizerId), { by: 'event' });

  expect(rows.map(({ attendance }) => attendance)).toEqual([null, 0.5, null, 0.5]);
  expect(rows.map(({ fill }) => fill)).toEqual([0.05, 0.2, 0, 0.3]);
});

test('period, events and statuses narrow it; nothing at all is a total of zeros', async () => {
  const organizerId = await season();
  const totalsOf = async (given: Partial<ReportScope>) => (await groupedReport(scopeOf(organizerId, given), { by: 'event' })).totals;

  expect(await totalsOf({ from: '2026-11-01', to: '2026-11-30' })).toMatchObject({ events: 3, registrations: 17 });
  expect(await totalsOf({ statuses: ['attended', 'cancelled'] })).toMatchObject({ events: 4, registrations: 7, attended: 3, no_show: 0 });
  expect(await totalsOf({ from: '2030-01-01' })).toMatchObject({
    events: 0,
    registrations: 0,
    billed: 0,
    profit: 0,
    fill: null,
    attendance: null,
  });
  expect((await groupedReport(scopeOf(organizerId, { from: '2030-01-01' }), { by: 'none' })).rows).toEqual([]);
});

test('a status that nobody has any longer has no row', async () => {
  const { eventId, organizerId, id } = await createRegistration();
  await db.registration.update({ where: { id }, data: { status: 'attended' } });

  const { rows } = await groupedReport(scopeOf(organizerId, { eventIds: [eventId] }), { by: 'status' });

  expect(rows.map(({ key, registrations }) => [key, registrations])).toEqual([['attended', 1]]);
});
