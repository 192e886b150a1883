import { Prisma } from '../../generated/client.ts';
import type { Earlier } from './earlier.ts';
import { moneyOf } from './finance.ts';
import { groupedReport } from './grouped.ts';
import { ask } from './query.ts';
import { registrationsIn } from './scope.ts';
import type { ReportScope } from './scope.ts';
import { daysFor } from './sums.ts';

/** How long the slots of a chart are; a longer time has longer ones. */
export type SlotUnit = 'day' | 'week' | 'month' | 'year';

/** A day, a Monday, or the first of a month or year: YYYY-MM-DD. */
interface Slot {
  unit: SlotUnit;
  start: string;
}

/** Registrations made in a slot, and in the same slot of the period before. */
export interface RegistrationSlot extends Slot {
  count: number;
  before: number;
}

/** When the registrations of a report were made. Slots without any are there too; none for an empty report. */
export function registrationsOverTime(scope: ReportScope, earlier: Earlier | null, run = ask): Promise<RegistrationSlot[]> {
  const { unit, length } = earlier?.period ?? { unit: 'day', length: 0 };
  const later = Prisma.sql`${`${length} ${unit}`}::interval`;
  const parts = [daysOf(scope, Prisma.sql`false`), ...(earlier ? [daysOf(earlier.scope, Prisma.sql`true`)] : [])];
  return run<RegistrationSlot>(Prisma.sql`
    WITH days AS (
      SELECT is_before, (day + CASE WHEN is_before THEN ${later} ELSE interval '0' END)::date AS day, n
      FROM (${Prisma.join(parts, ' UNION ALL ')}) parts
    ), slots AS (${slotsBetween(Prisma.sql`SELECT min(day) AS first, max(day) AS last FROM days`)})
    SELECT s.unit, to_char(s.start, 'YYYY-MM-DD') AS start, coalesce(sum(d.n) FILTER (WHERE NOT d.is_before), 0)::int AS count,
      coalesce(sum(d.n) FILTER (WHERE d.is_before), 0)::int AS before
    FROM slots s LEFT JOIN days d ON date_trunc(s.unit, d.day::timestamp) = s.start GROUP BY s.unit, s.start ORDER BY s.start`);
}

/** Registrations by the days of Moscow, as the database keeps them. */
const daysOf = (scope: ReportScope, isBefore: Prisma.Sql) => Prisma.sql`
  SELECT ${isBefore} AS is_before, r.day, sum(r.registrations) AS n
  FROM events e JOIN ${daysFor(scope)} r ON r.event_id = e.id WHERE r.day IS NOT NULL AND ${registrationsIn(scope)} GROUP BY r.day`;

/** All slots from the first to the last of a span of days, as long as suits it: a chart has some sixty at most. */
function slotsBetween(span: Prisma.Sql, shortest: SlotUnit = 'day'): Prisma.Sql {
  const short = Prisma.sql`WHEN last - first < 46 THEN 'day' WHEN last - first < 250 THEN 'week'`;
  return Prisma.sql`
    SELECT unit, start FROM (
      SELECT first, last, CASE ${shortest === 'day' ? short : Prisma.empty} WHEN last - first < 1830 THEN 'month' ELSE 'year' END AS unit
      FROM (${span}) days
    ) span CROSS JOIN LATERAL generate_series(date_trunc(unit, first::timestamp), last::timestamp, ('1 ' || unit)::interval) AS start`;
}

/** What the events of a month or year came to, in minor units; income is what was paid less refunds. */
export interface MoneySlot extends Slot {
  income: number;
  expenses: number;
  profit: number;
}

/** Money by the months in which events start by their own clocks. */
export const moneyOverTime = (scope: ReportScope, run = ask): Promise<MoneySlot[]> =>
  run<MoneySlot>(Prisma.sql`
    WITH money AS (SELECT ("startAt" AT TIME ZONE "timeZone")::date AS day, billed - refunded AS income, expenses, profit FROM (${moneyOf(scope)}) m),
    slots AS (${slotsBetween(Prisma.sql`SELECT min(day) AS first, max(day) AS last FROM money`, 'month')})
    SELECT s.unit, to_char(s.start, 'YYYY-MM-DD') AS start, coalesce(sum(m.income), 0)::float8 AS income,
      coalesce(sum(m.expenses), 0)::float8 AS expenses, coalesce(sum(m.profit), 0)::float8 AS profit
    FROM slots s LEFT JOIN money m ON date_trunc(s.unit, m.day::timestamp) = s.start GROUP BY s.unit, s.start ORDER BY s.start`);

/** Money in minor units and seats of an event, or of all the `events` that have no place of their own. */
export interface EventShare {
  /** Null for the rest. */
  title: string | null;
  events: number;
  income: number;
  expenses: number;
  profit: number;
  seatsTaken: number;
  seatLimit: number;
}

/** The events that brought the most, and the rest in one row. */
export const topEvents = (scope: ReportScope, run = ask, limit = 12): Promise<EventShare[]> =>
  run<EventShare>(Prisma.sql`
    SELECT CASE WHEN place <= ${limit}::int THEN min(title) END AS title, count(*)::int AS events, sum(billed - refunded) AS income,
      sum(expenses) AS expenses, sum(profit) AS profit, sum("seatsTaken")::float8 AS "seatsTaken", sum("seatLimit")::float8 AS "seatLimit"
    FROM (
      SELECT *, least(row_number() OVER (ORDER BY billed - refunded DESC, "seatsTaken" DESC, id), ${limit}::int + 1) AS place
      FROM (${moneyOf(scope)}) m
    ) ranked
    GROUP BY place ORDER BY place`);

/** Who was marked as come or as stayed away at the events of a month. */
export interface AttendanceSlot extends Slot {
  attended: number;
  noShow: number;
}

/** Attendance by the months in which events start by their own clocks; months in which nobody was marked are left out. */
export async function attendanceOverTime(scope: ReportScope, run = ask): Promise<AttendanceSlot[]> {
  const { rows } = await groupedReport(scope, { by: 'month' }, run);
  return rows
    .filter(({ attended, no_show }) => attended + no_show > 0)
    .map(({ key, attended, no_show }) => ({ unit: 'month', start: `${key}-01`, attended, noShow: no_show }));
}
