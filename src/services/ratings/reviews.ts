import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { hasPublicPage, shownTables } from '../people/shown.ts';

/** What the published ratings of an event come to. */
export interface RatingSummary {
  ratings: number;
  /** From 1 to 5; null without ratings. */
  average: number | null;
  /** How many gave 1, 2, 3, 4 and 5 stars. */
  spread: number[];
  content: number | null;
  organization: number | null;
  place: number | null;
  /** Those with words. */
  reviews: number;
}

/** A published rating with words. The person is null if it was given without logging in. */
export interface Review {
  id: number;
  eventId: number;
  organizerId: number;
  registrationId: number;
  stars: number;
  words: string;
  createdAt: Date;
  reply: string;
  repliedAt: Date | null;
  firstName: string;
  lastName: string;
  personId: number | null;
  name: string | null;
  avatarId: string | null;
  /** Who may see the profile. */
  visibility: string;
  /** Who may open the page of the person. */
  seenBy: string;
}

const isPublic = Prisma.sql`o.published_at IS NOT NULL AND o.hidden_at IS NULL`;

/** The average of an event, how it is spread, and that of each aspect. */
export async function ratingSummary(eventId: number): Promise<RatingSummary> {
  const [summary] = await db.$queryRaw<RatingSummary[]>`
    SELECT count(*)::int AS ratings, avg(stars)::float8 AS average,
      ARRAY[count(*) FILTER (WHERE stars = 1), count(*) FILTER (WHERE stars = 2), count(*) FILTER (WHERE stars = 3),
        count(*) FILTER (WHERE stars = 4), count(*) FILTER (WHERE stars = 5)]::int[] AS spread,
      avg(content)::float8 AS content, avg(organization)::float8 AS organization, avg(place)::float8 AS place,
      count(*) FILTER (WHERE words <> '')::int AS reviews
    FROM event_ratings o WHERE o.event_id = ${eventId} AND ${isPublic}`;
  return summary!;
}

const columns = Prisma.sql`
  o.id, o.event_id AS "eventId", r.organizer_id AS "organizerId", r.id AS "registrationId", o.stars, o.words, o.created_at AS "createdAt", o.reply, o.replied_at AS "repliedAt",
  v.first_name AS "firstName", v.last_name AS "lastName", a.id AS "personId",
  coalesce(nullif(p.shown_name, ''), concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) AS name, p.avatar_id AS "avatarId",
  coalesce(p.visibility, 'logged_in') AS visibility, CASE WHEN ${hasPublicPage} THEN 'everyone' ELSE coalesce(p.visibility, 'logged_in') END AS "seenBy"`;

const tables = Prisma.sql`
  event_ratings o JOIN reg_for_the_event r ON r.id = o.registration_id JOIN visitors v ON v.id = r.visitor_id
  LEFT JOIN (${shownTables}) ON a.id = o.author_id AND a.deleted_at IS NULL`;

/** Reviews of an event, the newest first, before the one with that id; `next` continues them. */
export async function listReviews(eventId: number, before: number | null, limit = 10): Promise<{ rows: Review[]; next: number | null }> {
  const found = await db.$queryRaw<Review[]>`
    SELECT ${columns} FROM ${tables}
    WHERE o.event_id = ${eventId} AND ${isPublic} AND o.words <> '' ${before === null ? Prisma.empty : Prisma.sql`AND o.id < ${before}`}
    ORDER BY o.id DESC LIMIT ${limit + 1}`;
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? rows.at(-1)!.id : null };
}

/** A review that everybody can read, or null. */
export async function findReview(id: number): Promise<Review | null> {
  const [review] = await db.$queryRaw<Review[]>`SELECT ${columns} FROM ${tables} WHERE o.id = ${id} AND ${isPublic} AND o.words <> ''`;
  return review ?? null;
}
