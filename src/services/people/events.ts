import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { listedColumns } from '../events/listed.ts';
import type { ListedEvent } from '../events/listed.ts';
import { listedFor } from '../events/visibility.ts';
import type { Viewer } from '../events/visibility.ts';

const SHOWN = 6;

/** The coming events to which somebody is going, known by their confirmed address; none that are for members only. */
export const listPlans = (accountId: number, now = new Date()): Promise<ListedEvent[]> => db.$queryRaw<ListedEvent[]>`
  SELECT ${listedColumns}
  FROM accounts a JOIN visitors v ON lower(v.email_address) = lower(a.email)
    JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id JOIN event_seats s ON s.event_id = e.id
  WHERE a.id = ${accountId} AND a.email_confirmed_at IS NOT NULL AND r.status IN ('registered', 'attended')
    AND e.status = 'published' AND NOT e.members_only AND e.end_at > ${now}
  ORDER BY e.start_at, e.id LIMIT ${SHOWN}`;

/** The coming events of an organizer, as the reader may see them. */
export const listUpcomingOf = (organizerId: number, reader: Viewer, now = new Date()): Promise<ListedEvent[]> =>
  eventsOf(organizerId, reader, Prisma.sql`e.end_at > ${now} ORDER BY e.start_at, e.id`);

/** The latest events of an organizer that are over, as the reader may see them. */
export const listPastOf = (organizerId: number, reader: Viewer, now = new Date()): Promise<ListedEvent[]> =>
  eventsOf(organizerId, reader, Prisma.sql`e.end_at <= ${now} ORDER BY e.start_at DESC, e.id DESC`);

const eventsOf = (organizerId: number, reader: Viewer, inOrder: Prisma.Sql): Promise<ListedEvent[]> => db.$queryRaw<ListedEvent[]>`
  SELECT ${listedColumns} FROM events e JOIN event_seats s ON s.event_id = e.id
  WHERE e.organizer_id = ${organizerId} AND e.status = 'published' AND ${listedFor(reader)} AND ${inOrder} LIMIT ${SHOWN}`;
