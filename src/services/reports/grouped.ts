import { Prisma } from '../../generated/client.ts';
import { ask } from './query.ts';
import { eventsIn, registrationsIn, statusAndVisitor } from './scope.ts';
import type { ReportScope } from './scope.ts';
import { sumsFor } from './sums.ts';

export type Grouping = 'event' | 'month' | 'topic' | 'status' | 'none';

/**
 * What events and their registrations come to. Amounts are in minor units, shares are of 1 and null where there is no whole. What events
 * have and single registrations have not is null in a report by status.
 */
export interface Figures {
  events: number | null;
  registrations: number;
  registered: number;
  waitlisted: number;
  attended: number;
  no_show: number;
  cancelled: number;
  seats_taken: number | null;
  seat_limit: number | null;
  /** Seats taken of all seats. */
  fill: number | null;
  /** Who came, of those who were marked as come or as stayed away. */
  attendance: number | null;
  expected: number;
  billed: number;
  refunded: number;
  expenses: number | null;
  profit: number | null;
}

/** The figures of one event, month, topic or status; a report that is not grouped has one row. */
export interface FiguresGroup extends Figures {
  /** The id of the event, the month as YYYY-MM, the slug of the topic or the status; null for events without a topic and for all together. */
  key: string | null;
  /** Of an event. */
  title: string | null;
  startAt: Date | null;
  timeZone: string | null;
  /** Of a topic. */
  nameRu: string | null;
  nameEn: string | null;
}

export interface GroupedReport {
  rows: FiguresGroup[];
  totals: Figures;
}

const ofGroups: Record<Exclude<Grouping, 'status'>, { key: string; columns: string[]; order: string }> = {
  event: { key: 'e.id', columns: ['e.title', 'e.start_at', 'e.time_zone'], order: 'e.start_at, e.id' },
  month: { key: "to_char(e.start_at AT TIME ZONE e.time_zone, 'YYYY-MM')", columns: [], order: 'key' },
  topic: { key: 'topic.slug', columns: ['topic.name_ru', 'topic.name_en', 'topic.place'], order: 'topic.place' },
  none: { key: 'NULL::text', columns: [], order: 'key' },
};
const statusOrder = "array_position(ARRAY['registered', 'attended', 'no_show', 'waitlisted', 'cancelled'], r.status::text)";

/**
 * A report on events added up by what they share, and on all of them together: one statement, so that both fit. Groups without any event
 * are left out.
 */
export async function groupedReport(scope: ReportScope, { by }: { by: Grouping }, run = ask): Promise<GroupedReport> {
  const found = await run<FiguresGroup & { isTotal: boolean }>(by === 'status' ? byStatus(scope) : byEvents(scope, by));
  const rows = found.filter(({ isTotal }) => !isTotal);
  const totals = found.find(({ isTotal }) => isTotal)!;
  return { rows: by === 'none' && totals.events ? [totals] : rows, totals };
}

function byEvents(scope: ReportScope, by: Exclude<Grouping, 'status'>): Prisma.Sql {
  const { key, columns, order } = ofGroups[by];
  const own = (name: string) => (columns.includes(name) ? name : 'NULL');
  const groups = by === 'none' ? '()' : `(${[key, ...columns].join(', ')}), ()`;
  const isTotal = by === 'none' ? 'true' : `grouping(${key}) = 1`;
  return Prisma.sql`
    WITH scoped AS (
      SELECT e.id, e.title, e.start_at, e.time_zone, e.topic_id FROM events e WHERE ${eventsIn(scope)}
    ), people AS (
      SELECT r.event_id, ${counts} FROM scoped JOIN ${sumsFor(scope)} r ON r.event_id = scoped.id WHERE ${statusAndVisitor(scope)} GROUP BY r.event_id
    ), costs AS (
      SELECT x.event_id, sum(x.amount) AS expenses FROM scoped JOIN expenses x ON x.event_id = scoped.id GROUP BY x.event_id
    )
    SELECT ${Prisma.raw(isTotal)} AS "isTotal", ${Prisma.raw(key)}::text AS key, ${Prisma.raw(own('e.title'))}::text AS title,
      ${Prisma.raw(own('e.start_at'))}::timestamptz AS "startAt", ${Prisma.raw(own('e.time_zone'))}::text AS "timeZone",
      ${Prisma.raw(own('topic.name_ru'))}::text AS "nameRu", ${Prisma.raw(own('topic.name_en'))}::text AS "nameEn",
      count(e.id)::int AS events, ${summed('p', [...numbers, ...money])}, ${summed('s', ['seats_taken', 'seat_limit'])},
      sum(s.seats_taken)::float8 / nullif(sum(s.seat_limit), 0) AS fill, ${attendance('p.')},
      ${summed('c', ['expenses'])}, coalesce(sum(p.billed), 0)::float8 - coalesce(sum(p.refunded), 0)::float8 - coalesce(sum(c.expenses), 0)::float8 AS profit
    FROM scoped e JOIN ${seats} s ON s.event_id = e.id LEFT JOIN ${topics} topic ON topic.id = e.topic_id
      LEFT JOIN people p ON p.event_id = e.id LEFT JOIN costs c ON c.event_id = e.id
    GROUP BY GROUPING SETS (${Prisma.raw(groups)}) ORDER BY 1, ${Prisma.raw(order)}`;
}

const byStatus = (scope: ReportScope): Prisma.Sql => Prisma.sql`
  WITH people AS (
    SELECT r.status, ${counts} FROM events e JOIN ${sumsFor(scope)} r ON r.event_id = e.id WHERE ${registrationsIn(scope)}
    GROUP BY r.status HAVING sum(r.registrations) > 0
  )
  SELECT grouping(r.status) = 1 AS "isTotal", r.status AS key, NULL AS title, NULL AS "startAt", NULL AS "timeZone", NULL AS "nameRu", NULL AS "nameEn",
    NULL AS events, NULL AS seats_taken, NULL AS seat_limit, NULL AS fill, NULL AS expenses, NULL AS profit,
    ${summed('r', [...numbers, ...money])}, ${attendance('r.')}
  FROM people r GROUP BY GROUPING SETS ((r.status), ()) ORDER BY 1, ${Prisma.raw(statusOrder)}`;

/** Those below another one come right after it. */
const topics = Prisma.sql`(
  SELECT t.id, t.slug, t.name_ru, t.name_en, ARRAY[coalesce(p.position, t.position), coalesce(p.id, t.id), CASE WHEN p.id IS NULL THEN 0 ELSE t.position END, t.id] AS place
  FROM topics t LEFT JOIN topics p ON p.id = t.parent_id)`;

/** Those of both sides of an event. */
const seats = Prisma.sql`(
  SELECT event_id, seats_taken + online_taken AS seats_taken, seat_limit + online_limit AS seat_limit FROM event_seats)`;

const statuses = ['registered', 'waitlisted', 'attended', 'no_show', 'cancelled'];
const numbers = ['registrations', ...statuses];
const money = ['expected', 'billed', 'refunded'];

const counts = Prisma.raw(`sum(r.registrations) AS registrations,
  ${statuses.map((status) => `sum(r.registrations) FILTER (WHERE r.status = '${status}') AS ${status}`).join(', ')},
  sum(r.price) FILTER (WHERE r.status IN ('registered', 'attended', 'no_show')) AS expected, sum(r.billed) AS billed, sum(r.refunded) AS refunded`);

const summed = (table: string, columns: string[]): Prisma.Sql =>
  Prisma.raw(columns.map((column) => `coalesce(sum(${table}.${column}), 0)::float8 AS ${column}`).join(', '));

const attendance = (table: string): Prisma.Sql => {
  const [came, stayed] = [`coalesce(sum(${table}attended), 0)`, `coalesce(sum(${table}no_show), 0)`];
  return Prisma.raw(`${came}::float8 / nullif(${came} + ${stayed}, 0) AS attendance`);
};
