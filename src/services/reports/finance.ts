import { Prisma } from '../../generated/client.ts';
import { ask } from './query.ts';
import { eventsIn } from './scope.ts';
import type { ReportScope } from './scope.ts';
import type { Snapshot } from './snapshot.ts';
import { sumsFor } from './sums.ts';

/** What events bring and cost, in minor units. Expected is the price of all seats taken. */
interface Money {
  seatsTaken: number;
  seatLimit: number;
  expected: number;
  billed: number;
  refunded: number;
  expenses: number;
  profit: number;
}

/** An event in the report on money. */
export interface ReportedEvent extends Money {
  id: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  status: string;
}

export interface FinanceTotals extends Money {
  events: number;
}

/** The money of those events of the report that `part` leaves. */
export const moneyOf = (scope: ReportScope, part = Prisma.empty) => Prisma.sql`
  WITH scoped AS (
    SELECT e.id, e.title, e.start_at, e.end_at, e.time_zone, e.status FROM events e WHERE ${eventsIn(scope)} ${part}
  ), income AS (
    SELECT r.event_id, sum(r.price) FILTER (WHERE r.status IN ('registered', 'attended', 'no_show')) AS expected,
      sum(r.billed) AS billed, sum(r.refunded) AS refunded
    FROM scoped JOIN ${sumsFor(scope)} r ON r.event_id = scoped.id GROUP BY r.event_id
  ), costs AS (
    SELECT x.event_id, sum(x.amount) AS expenses FROM scoped JOIN expenses x ON x.event_id = scoped.id GROUP BY x.event_id
  )
  SELECT e.id, e.title, e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.status,
    s.seats_taken + s.online_taken AS "seatsTaken", s.seat_limit + s.online_limit AS "seatLimit", ${amount('i.expected')} AS expected, ${amount('i.billed')} AS billed,
    ${amount('i.refunded')} AS refunded, ${amount('c.expenses')} AS expenses,
    ${amount('i.billed')} - ${amount('i.refunded')} - ${amount('c.expenses')} AS profit
  FROM scoped e JOIN event_seats s ON s.event_id = e.id LEFT JOIN income i ON i.event_id = e.id LEFT JOIN costs c ON c.event_id = e.id
  ORDER BY e.start_at, e.id`;

const amount = (expr: string) => Prisma.raw(`coalesce(${expr}, 0)::float8`);

/** One page of events after the one with that id; `next` continues it, null at the end. */
export async function financePage(
  scope: ReportScope,
  after: number | null,
  limit = 100,
): Promise<{ rows: ReportedEvent[]; next: number | null }> {
  const own = scope.ownerId === null ? Prisma.empty : Prisma.sql`AND organizer_id = ${scope.ownerId}::int`;
  const beyond =
    after === null ? Prisma.empty : Prisma.sql`AND (e.start_at, e.id) > (SELECT start_at, id FROM events WHERE id = ${after}::int ${own})`;
  const found = await ask<ReportedEvent>(moneyOf(scope, Prisma.sql`${beyond} ORDER BY e.start_at, e.id LIMIT ${limit + 1}::int`));
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? rows.at(-1)!.id : null };
}

/** All events of a report, read as they are needed. */
export const eachEvent = (scope: ReportScope, snapshot: Snapshot): AsyncIterable<ReportedEvent> => snapshot.each(moneyOf(scope));

export async function financeTotals(scope: ReportScope, run = ask): Promise<FinanceTotals> {
  const total = (column: string) => Prisma.raw(`coalesce(sum("${column}"), 0)::float8 AS "${column}"`);
  const [totals] = await run<FinanceTotals>(Prisma.sql`
    SELECT count(*)::int AS events, ${total('seatsTaken')}, ${total('seatLimit')}, ${total('expected')}, ${total('billed')},
      ${total('refunded')}, ${total('expenses')}, ${total('profit')}
    FROM (${moneyOf(scope)}) f`);
  return totals!;
}
