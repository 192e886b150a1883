import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';

/** How far one can rely on somebody: of events that are over. */
export interface Reliability {
  attended: number;
  /** Did not come and gave no notice. */
  missed: number;
  /** Called off within the last day. */
  late: number;
  /** What organizers gave, once published. */
  ratings: number;
  stars: number;
}

const columns = Prisma.sql`f.attended, f.missed, f.late, f.ratings, f.stars`;

/**
 * The record of an address: all of it for its owner (organizerId is null), for an organizer as much as they may know, which is that of
 * their own events unless the person has an account and came to them of their own accord.
 */
export async function reliabilityOf(email: string, organizerId: number | null, now: Date = new Date()): Promise<Reliability> {
  const [figures] = await db.$queryRaw<Reliability[]>`
    SELECT ${columns} FROM reliability(${email}, ${organizerId}::int, ${now}::timestamptz) f`;
  return figures!;
}

/** The same of many addresses for one organizer in one statement, by address as it was given. */
export async function reliabilityOfAll(emails: string[], organizerId: number, now: Date = new Date()): Promise<Map<string, Reliability>> {
  const rows = await db.$queryRaw<(Reliability & { email: string })[]>`
    SELECT m.email, ${columns}
    FROM (SELECT DISTINCT unnest(${emails}::text[]) AS email) m, LATERAL reliability(m.email, ${organizerId}::int, ${now}::timestamptz) f`;
  return new Map(rows.map(({ email, ...figures }) => [email, figures]));
}
