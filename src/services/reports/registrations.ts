import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { csvFromCopy, sqlCopy, sqlGuard, sqlMoney, sqlTime } from '../../formats/csv-copy.ts';
import { Prisma } from '../../generated/client.ts';
import type { Locale } from '../../i18n.ts';
import { copyOut } from './copy.ts';
import { ask, inlined, sqlWords } from './query.ts';
import { eventsIn, registrationsIn, statusAndVisitor } from './scope.ts';
import type { ReportScope } from './scope.ts';
import type { Snapshot } from './snapshot.ts';
import { sumsFor } from './sums.ts';

/** A registration in a report. Amounts are in minor units. */
export interface ReportedRegistration {
  id: number;
  eventId: number;
  title: string;
  startAt: Date;
  timeZone: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  status: string;
  price: number;
  billed: number;
  refunded: number;
  createdAt: Date;
  /** In the report on one visitor: what they gave the event, once published, and what the organizer gave them. */
  starsGiven?: number | null;
  starsGot?: number | null;
}

/** What the registrations of a report come to; `events` counts those without any too. */
export interface RegistrationTotals {
  events: number;
  registrations: number;
  registered: number;
  waitlisted: number;
  attended: number;
  no_show: number;
  cancelled: number;
  price: number;
  billed: number;
  refunded: number;
}

const tables = Prisma.sql`events e JOIN reg_for_the_event r ON r.event_id = e.id JOIN visitors v ON v.id = r.visitor_id`;
const order = Prisma.sql`ORDER BY e.start_at, e.id, r.id`;

const columns = Prisma.sql`r.id, e.id AS "eventId", e.title, e.start_at AS "startAt", e.time_zone AS "timeZone",
    v.first_name AS "firstName", v.last_name AS "lastName", v.email_address AS email, v.phone_number AS phone,
    r.status, r.price, r.billed_amount AS billed, r.refund_amount AS refunded, r.created_at AS "createdAt"`;

/** Ratings are asked of one visitor's few registrations only: lists of all stay as quick as they were. */
const columnsOf = ({ visitorId }: ReportScope) =>
  visitorId === null
    ? columns
    : Prisma.sql`${columns},
      (SELECT o.stars FROM event_ratings o WHERE o.registration_id = r.id AND o.published_at IS NOT NULL AND o.hidden_at IS NULL) AS "starsGiven",
      (SELECT o.stars FROM participant_ratings o WHERE o.registration_id = r.id) AS "starsGot"`;

const allRows = (scope: ReportScope) => Prisma.sql`SELECT ${columnsOf(scope)} FROM ${tables} WHERE ${registrationsIn(scope)} ${order}`;

/** Walks through the events in order and takes no more of each than the page can hold, so that nothing large is sorted for fifty rows. */
const pageRows = (scope: ReportScope, after: number | null, limit: number) => {
  // Nothing follows somebody else's registration, or the page would tell where theirs stands.
  const own = scope.ownerId === null ? Prisma.empty : Prisma.sql`AND lr.organizer_id = ${scope.ownerId}::int`;
  const last = (column: string) =>
    Prisma.sql`(SELECT ${Prisma.raw(column)} FROM reg_for_the_event lr JOIN events le ON le.id = lr.event_id WHERE lr.id = ${after}::int ${own})`;
  const events = after === null ? Prisma.empty : Prisma.sql`AND (e.start_at, e.id) >= ${last('le.start_at, le.id')}`;
  const rows = after === null ? Prisma.empty : Prisma.sql`AND (e.id <> ${last('le.id')} OR reg.id > ${after}::int)`;
  return Prisma.sql`
    SELECT ${columnsOf(scope)}
    FROM (SELECT * FROM events e WHERE ${eventsIn(scope)} ${events} ORDER BY e.start_at, e.id) e
    CROSS JOIN LATERAL (
      SELECT * FROM reg_for_the_event reg WHERE reg.event_id = e.id AND ${statusAndVisitor(scope, 'reg')} ${rows} ORDER BY reg.id LIMIT ${limit}::int
    ) r
    JOIN visitors v ON v.id = r.visitor_id
    ${order} LIMIT ${limit}::int`;
};

/** One page of registrations after the one with that number; `next` continues it, null at the end. */
export async function registrationsPage(
  scope: ReportScope,
  after: number | null,
  limit = 50,
): Promise<{ rows: ReportedRegistration[]; next: number | null }> {
  const found = await ask<ReportedRegistration>(pageRows(scope, after, limit + 1));
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? rows.at(-1)!.id : null };
}

/** All registrations of a report, read as they are needed. */
export const eachRegistration = (scope: ReportScope, snapshot: Snapshot): AsyncIterable<ReportedRegistration> =>
  snapshot.each(allRows(scope));

export async function registrationTotals(scope: ReportScope, run = ask): Promise<RegistrationTotals> {
  const [totals] = await run<RegistrationTotals>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM events e WHERE ${eventsIn(scope)}) AS events,
      coalesce(sum(r.registrations), 0)::int AS registrations,
      ${counted('registered')}, ${counted('waitlisted')}, ${counted('attended')}, ${counted('no_show')}, ${counted('cancelled')},
      coalesce(sum(r.price), 0)::float8 AS price, coalesce(sum(r.billed), 0)::float8 AS billed,
      coalesce(sum(r.refunded), 0)::float8 AS refunded
    FROM events e JOIN ${sumsFor(scope)} r ON r.event_id = e.id WHERE ${registrationsIn(scope)}`);
  return totals!;
}

const counted = (status: string) => Prisma.raw(`coalesce(sum(r.registrations) FILTER (WHERE r.status = '${status}'), 0)::int AS ${status}`);

/** The columns of the CSV file, in their order. */
export const registrationCsvColumns = [
  'registration_number',
  'event',
  'start',
  'first_name',
  'last_name',
  'email',
  'phone',
  'status',
  'price',
  'billed',
  'refunded',
  'registered_at',
] as const;

interface CsvWords {
  locale: Locale;
  /** A label for each of the columns. */
  labels: readonly string[];
  /** Each status in words. */
  statuses: Record<string, string>;
  /** All of them in the usual order, unless given. */
  columns?: readonly (typeof registrationCsvColumns)[number][];
}

/**
 * All registrations of a report as CSV, printed by PostgreSQL. Waits for a connection.
 * @throws the reason of the signal if the reader leaves before there is one
 */
export async function registrationsCsv(scope: ReportScope, words: CsvWords, signal: AbortSignal): Promise<Readable> {
  const rows = await copyOut(sqlCopy(registrationsCsvQuery(scope, words), words.locale), signal);
  // A failure of either is met by whoever reads the file.
  return pipeline(rows, csvFromCopy(words.labels, words.locale), () => {});
}

/** The query whose rows are the lines of the CSV file. */
export function registrationsCsvQuery(
  scope: ReportScope,
  { locale, statuses, columns: names = registrationCsvColumns }: Omit<CsvWords, 'labels'>,
): string {
  const cells = csvCells(locale, statuses);
  const list = Prisma.raw(names.map((name) => cells[name]).join(', '));
  return inlined(Prisma.sql`SELECT ${list} FROM ${tables} WHERE ${registrationsIn(scope)} ${order}`);
}

function csvCells(locale: Locale, statuses: Record<string, string>): Record<(typeof registrationCsvColumns)[number], string> {
  return {
    registration_number: 'r.id',
    event: sqlGuard('e.title'),
    start: sqlTime('e.start_at', 'e.time_zone'),
    first_name: sqlGuard('v.first_name'),
    last_name: sqlGuard('v.last_name'),
    email: sqlGuard('v.email_address'),
    phone: sqlGuard('v.phone_number'),
    status: sqlWords('r.status', statuses),
    price: sqlMoney('r.price', locale),
    billed: sqlMoney('r.billed_amount', locale),
    refunded: sqlMoney('r.refund_amount', locale),
    registered_at: sqlTime('r.created_at', 'e.time_zone'),
  };
}
