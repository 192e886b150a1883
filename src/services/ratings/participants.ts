import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { Presence } from '../../policies/ratings.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';

/** Who was registered for an event, with what its organizer said of them. */
export interface RateableParticipant {
  id: number;
  status: RegistrationStatus;
  cancelledBy: string | null;
  firstName: string;
  lastName: string;
  stars: number | null;
  presence: Presence | null;
  words: string;
  publishedAt: Date | null;
  ratedAt: Date | null;
}

/** A form of them must fit into what the site takes of one. */
const PARTICIPANTS_ON_A_PAGE = 20;

const tables = Prisma.sql`
  reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id JOIN accounts a ON a.id = r.organizer_id
  LEFT JOIN participant_ratings o ON o.registration_id = r.id`;
/** All but the organizer, who may have come to their own event. */
const rateable = Prisma.sql`lower(v.email_address) <> lower(a.email) AND (r.status IN ('registered', 'attended', 'no_show') OR r.status = 'cancelled' AND r.cancelled_by = 'visitor')`;

/** One page of those whom the organizer of an event may rate, after the registration of that number; `next` continues it. */
export async function listParticipants(
  eventId: number,
  after: number | null,
  limit = PARTICIPANTS_ON_A_PAGE,
): Promise<{ rows: RateableParticipant[]; next: number | null }> {
  const found = await db.$queryRaw<RateableParticipant[]>`
    SELECT r.id, r.status, r.cancelled_by AS "cancelledBy", v.first_name AS "firstName", v.last_name AS "lastName",
      o.stars, o.presence, coalesce(o.words, '') AS words, o.published_at AS "publishedAt", o.created_at AS "ratedAt"
    FROM ${tables}
    WHERE r.event_id = ${eventId} AND r.id > ${after ?? 0} AND ${rateable} ORDER BY r.id LIMIT ${limit + 1}`;
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? rows.at(-1)!.id : null };
}

/** How many of them there are, and how many have been rated. */
export async function countParticipants(eventId: number): Promise<{ all: number; rated: number }> {
  const [counts] = await db.$queryRaw<{ all: number; rated: number }[]>`
    SELECT count(*)::int AS all, count(o.id)::int AS rated
    FROM ${tables} WHERE r.event_id = ${eventId} AND ${rateable}`;
  return counts!;
}
