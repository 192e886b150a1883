import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { ownEvents, ownRegistrations } from './owned.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;

/** Registrations made in each of the last thirty days, the latest last, and of the thirty before. A day ends now. */
export async function registrationTrend(ownerId: number | null, now = new Date()): Promise<{ days: number[]; before: number }> {
  const start = new Date(now.getTime() - 2 * DAYS * DAY_MS);
  // PostgreSQL counts in bins far faster than in days ago
  const rows = await db.$queryRaw<{ day: Date; count: number }[]>`
    SELECT date_bin('1 day', r.created_at, ${start}::timestamptz) AS day, count(*)::int AS count
    FROM reg_for_the_event r WHERE ${ownRegistrations(ownerId)} AND r.created_at >= ${start} AND r.created_at < ${now} GROUP BY 1`;
  const counts = Array.from({ length: 2 * DAYS }, () => 0);
  for (const { day, count } of rows) counts[Math.round((day.getTime() - start.getTime()) / DAY_MS)] = count;
  const before = counts.slice(0, DAYS).reduce((sum, count) => sum + count, 0);
  return { days: counts.slice(DAYS), before };
}

/** What the events of a month came to, in minor units and people. */
export interface MonthSums {
  /** YYYY-MM */
  month: string;
  events: number;
  profit: number;
  attended: number;
  noShow: number;
}

/**
 * The months up to this one, the latest last; an event belongs to the month in which it starts by its own clock.
 * `thisMonth` is YYYY-MM of the reader's calendar.
 */
export async function monthTrend(ownerId: number | null, thisMonth: string, months = 6): Promise<MonthSums[]> {
  const first = Prisma.sql`(${`${thisMonth}-01`}::date - make_interval(months => ${months - 1}::int))`;
  const last = Prisma.sql`(${`${thisMonth}-01`}::date + interval '1 month')`;
  const day = Prisma.sql`(e.start_at AT TIME ZONE e.time_zone)`;
  return db.$queryRaw<MonthSums[]>`
    WITH scoped AS MATERIALIZED (
      SELECT e.id, date_trunc('month', ${day}) AS month FROM events e
      WHERE ${ownEvents(ownerId)} AND e.start_at >= ${first} - interval '1 day' AND e.start_at < ${last} + interval '1 day'
        AND ${day} >= ${first} AND ${day} < ${last}
    ), sums AS (
      SELECT e.month, r.*, x.spent FROM scoped e CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.billed - r.refunded), 0) AS income, sum(r.registrations) FILTER (WHERE r.status = 'attended') AS attended,
          sum(r.registrations) FILTER (WHERE r.status = 'no_show') AS no_show
        FROM registration_sums r WHERE r.event_id = e.id) r
      CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount), 0) AS spent FROM expenses x WHERE x.event_id = e.id) x
    )
    SELECT to_char(m.month, 'YYYY-MM') AS month, count(s.month)::int AS events, coalesce(sum(s.income - s.spent), 0)::float8 AS profit,
      coalesce(sum(s.attended), 0)::int AS attended, coalesce(sum(s.no_show), 0)::int AS "noShow"
    FROM generate_series(${first}::timestamp, ${last}::timestamp - interval '1 month', interval '1 month') AS m(month)
    LEFT JOIN sums s ON s.month = m.month GROUP BY m.month ORDER BY m.month`;
}
