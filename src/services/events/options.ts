import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';

/** An event as an option of a select. */
export interface EventOption {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
}

/** The latest events of an organizer (of everybody for null) for the selects of filters. */
export function ownEventOptions(ownerId: number | null, limit = 300): Promise<EventOption[]> {
  return db.$queryRaw<EventOption[]>`
    SELECT id, title, start_at AS "startAt", time_zone AS "timeZone" FROM events
    WHERE ${ownerId === null ? Prisma.sql`true` : Prisma.sql`organizer_id = ${ownerId}`}
    ORDER BY start_at DESC, id DESC LIMIT ${limit}`;
}
