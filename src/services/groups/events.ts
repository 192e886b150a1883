import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { Position } from '../events/catalogue.ts';
import { listedColumns } from '../events/listed.ts';
import type { ListedEvent } from '../events/listed.ts';
import { listedFor } from '../events/visibility.ts';
import type { Viewer } from '../events/visibility.ts';

/** An event on the page of its group, with how many came and what they said of it. */
export interface GroupEvent extends ListedEvent {
  attended: number;
  average: number | null;
  ratings: number;
  /** By the viewer's own confirmed address. */
  isRegistered: boolean;
  isOwn: boolean;
}

interface GroupEventsQuery {
  groupId: number;
  viewer: Viewer;
  past: boolean;
  after?: Position | null;
  limit?: number;
}

/** One page of a group's published events that the viewer may see: what comes next first, what is over latest first. */
export async function listGroupEvents(
  { groupId, viewer, past, after = null, limit = 20 }: GroupEventsQuery,
  now = new Date(),
): Promise<{ events: GroupEvent[]; hasNext: boolean }> {
  const [sign, direction] = past ? [Prisma.sql`<`, Prisma.sql`DESC`] : [Prisma.sql`>`, Prisma.sql`ASC`];
  const found = await db.$queryRaw<GroupEvent[]>`
    SELECT ${listedColumns},
      (SELECT count(*)::int FROM reg_for_the_event r WHERE r.event_id = e.id AND r.status = 'attended') AS attended,
      x.stars::float8 / nullif(x.ratings, 0) AS average, coalesce(x.ratings, 0)::int AS ratings,
      e.organizer_id IS NOT DISTINCT FROM ${viewer?.id ?? null}::int AS "isOwn", EXISTS (
        SELECT 1 FROM accounts a JOIN visitors v ON lower(v.email_address) = lower(a.email) JOIN reg_for_the_event r ON r.visitor_id = v.id
        WHERE a.id = ${viewer?.id ?? null}::int AND a.email_confirmed_at IS NOT NULL AND r.event_id = e.id AND r.status <> 'cancelled') AS "isRegistered"
    FROM events e JOIN event_seats s ON s.event_id = e.id LEFT JOIN event_rating_totals x ON x.event_id = e.id
    WHERE e.group_id = ${groupId} AND e.status = 'published' AND ${listedFor(viewer)}
      AND ${past ? Prisma.sql`e.end_at <= ${now}` : Prisma.sql`e.end_at > ${now}`}
      ${after ? Prisma.sql`AND (e.start_at, e.id) ${sign} (${after.startAt}, ${after.id}::int)` : Prisma.empty}
    ORDER BY e.start_at ${direction}, e.id ${direction} LIMIT ${limit + 1}`;
  return { events: found.slice(0, limit), hasNext: found.length > limit };
}
