import { NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import type { EventOption } from '../events/options.ts';
import { ask } from './query.ts';

/** What a report is about. */
export interface ReportScope {
  /** Whose events; null is everybody's (admins). */
  ownerId: number | null;
  /** The days, YYYY-MM-DD, between which an event starts by its own clock; both count. */
  from: string | null;
  to: string | null;
  /** Only these events, unless there are none. */
  eventIds: readonly number[];
  /** Only registrations of these statuses, unless there are none. */
  statuses: readonly string[];
  /** Only this person's registrations. */
  visitorId: number | null;
}

/** Which events `e` belong to the report. */
export function eventsIn({ ownerId, from, to, eventIds }: ReportScope): Prisma.Sql {
  const startDay = Prisma.sql`(e.start_at AT TIME ZONE e.time_zone)::date`;
  return every([
    ownerId !== null && Prisma.sql`e.organizer_id = ${ownerId}::int`,
    from !== null && Prisma.sql`${startDay} >= ${from}::date`,
    to !== null && Prisma.sql`${startDay} <= ${to}::date`,
    eventIds.length > 0 && Prisma.sql`e.id = ANY(${[...eventIds]}::int[])`,
  ]);
}

/** Which registrations `r` of events `e` belong to the report. */
export const registrationsIn = (scope: ReportScope): Prisma.Sql => Prisma.sql`${eventsIn(scope)} AND ${statusAndVisitor(scope)}`;

/** Which registrations of an event that belongs to the report do so too; `alias` is their name in the statement. */
export function statusAndVisitor({ statuses, visitorId }: ReportScope, alias = 'r'): Prisma.Sql {
  const of = (column: string) => Prisma.raw(`${alias}.${column}`);
  return every([
    statuses.length > 0 && Prisma.sql`${of('status')} = ANY(${[...statuses]}::text[])`,
    visitorId !== null && Prisma.sql`${of('visitor_id')} = ${visitorId}::int`,
  ]);
}

function every(conditions: (Prisma.Sql | false)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== false);
  return given.length > 0 ? Prisma.join(given, ' AND ') : Prisma.sql`true`;
}

/**
 * The events that were chosen by name.
 * @throws NotFound if one of them does not exist or is somebody else's
 */
export async function chosenEvents({ ownerId, eventIds }: Pick<ReportScope, 'ownerId' | 'eventIds'>): Promise<EventOption[]> {
  if (eventIds.length === 0) return [];
  const events = await ask<EventOption>(Prisma.sql`
    SELECT e.id, e.title, e.start_at AS "startAt", e.time_zone AS "timeZone" FROM events e
    WHERE ${every([Prisma.sql`e.id = ANY(${[...eventIds]}::int[])`, ownerId !== null && Prisma.sql`e.organizer_id = ${ownerId}::int`])}
    ORDER BY e.start_at DESC, e.id DESC`);
  if (events.length < new Set(eventIds).size) throw new NotFound();
  return events;
}
