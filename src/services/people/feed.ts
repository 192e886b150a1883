import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { ENOUGH_RATINGS } from '../../policies/ratings.ts';
import { listedColumns } from '../events/listed.ts';
import type { ListedEvent } from '../events/listed.ts';
import { listedFor } from '../events/visibility.ts';
import type { Viewer } from '../events/visibility.ts';

/** Why an event is in the feed of a person, the strongest reason first. */
export type FeedReason = 'group' | 'follow' | 'organizer' | 'topic' | 'visited' | 'rating' | 'city' | 'free' | 'soon';

/** An event of the feed, with what its one line says: whose group, which topic, how often they were there. */
export interface FeedEvent extends ListedEvent {
  reason: FeedReason;
  groupName: string | null;
  organizerName: string;
  /** Followed is the group rather than the organizer. */
  followsGroup: boolean;
  topicRu: string | null;
  topicEn: string | null;
  visits: number;
  rating: number | null;
  city: string;
}

const DAYS = 60;
const SOONEST = 400;
const CLOSEST = 150;

/** Only for the organizers of so many events, the best without it, is it asked how they are rated. */
const PROMISING = 100;
/** And for that only the latest of theirs are looked up, one by one: the time it takes does not grow with the site. */
const LATEST = 100;
const USUAL_RATING = 4.2;

/**
 * The events that suit a person best, in one statement: of the coming two months the soonest ones, and those of their groups, of whom they
 * follow and of what they have chosen, which are not full and which they are not registered for.
 */
export const listFeed = (viewer: NonNullable<Viewer>, limit: number, now = new Date()): Promise<FeedEvent[]> =>
  db.$queryRaw<FeedEvent[]>(feedSql(viewer, limit, now));

/** A second event of the same organizer is worth less than the first one: a feed is not a poster of one. */
const REPEATED = 6;

function feedSql(viewer: NonNullable<Viewer>, limit: number, now: Date): Prisma.Sql {
  return Prisma.sql`
    WITH ${interestsOf(viewer.id)},
    near AS MATERIALIZED (
      ${soonest(viewer, now, Prisma.sql`true`, SOONEST)}
      UNION ${soonest(viewer, now, Prisma.sql`e.group_id IN (SELECT id FROM in_groups UNION ALL SELECT group_id FROM followed WHERE group_id IS NOT NULL)`, CLOSEST)}
      UNION ${soonest(viewer, now, Prisma.sql`e.organizer_id IN (SELECT organizer_id FROM followed WHERE organizer_id IS NOT NULL UNION SELECT organizer_id FROM visited_organizers)`, CLOSEST)}
      UNION ${soonest(viewer, now, Prisma.sql`e.topic_id IN (SELECT topic_id FROM liked)`, CLOSEST)}
    ),
    scored AS (${scores(now)} ORDER BY score DESC, n.start_at, n.id LIMIT ${PROMISING}),
    ratings AS MATERIALIZED (
      SELECT o.organizer_id, smoothed_rating(sum(t.stars), sum(t.ratings)) AS average, sum(t.ratings) AS ratings
      FROM (SELECT DISTINCT organizer_id FROM scored) o
        CROSS JOIN LATERAL (
          SELECT e.id FROM events e WHERE e.organizer_id = o.organizer_id AND e.start_at < ${now} ORDER BY e.start_at DESC, e.id DESC LIMIT ${LATEST}) e
        CROSS JOIN LATERAL (SELECT t.stars, t.ratings FROM event_rating_totals t WHERE t.event_id = e.id OFFSET 0) t
      GROUP BY o.organizer_id
    ),
    rated AS (
      SELECT c.*, r.average, r.ratings, c.score + 20 * (coalesce(r.average, ${USUAL_RATING}) - ${USUAL_RATING}) AS worth
      FROM scored c LEFT JOIN ratings r ON r.organizer_id = c.organizer_id
    ),
    best AS (
      SELECT *, worth - ${REPEATED} * (row_number() OVER (PARTITION BY organizer_id ORDER BY worth DESC, start_at, id) - 1) AS place
      FROM rated ORDER BY place DESC, start_at, id LIMIT ${limit}
    )
    SELECT ${listedColumns}, ${reason(now)} AS reason, g.name AS "groupName", b.follows_group AS "followsGroup", b.visits, b.average AS rating, b.city,
      coalesce(nullif(p.shown_name, ''), concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) AS "organizerName", t.name_ru AS "topicRu", t.name_en AS "topicEn"
    FROM best b JOIN events e ON e.id = b.id JOIN event_seats s ON s.event_id = e.id JOIN accounts a ON a.id = e.organizer_id
      LEFT JOIN profiles p ON p.account_id = a.id LEFT JOIN groups g ON g.id = e.group_id LEFT JOIN topics t ON t.id = coalesce(b.chosen_id, e.topic_id)
    ORDER BY b.place DESC, e.start_at, e.id`;
}

/** What is known of the person. By the address of an account that nobody has confirmed nothing is looked up. */
const interestsOf = (accountId: number): Prisma.Sql => Prisma.sql`
  me AS MATERIALIZED (
    SELECT CASE WHEN a.email_confirmed_at IS NOT NULL THEN lower(a.email) END AS email, coalesce(p.city, '') AS city
    FROM accounts a LEFT JOIN profiles p ON p.account_id = a.id WHERE a.id = ${accountId}),
  registered AS MATERIALIZED (
    SELECT e.id, e.organizer_id, e.topic_id, r.status = 'attended' AS was_there
    FROM me JOIN visitors v ON lower(v.email_address) = me.email JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id
    WHERE r.status <> 'cancelled'),
  visited_organizers AS (SELECT organizer_id, count(*)::int AS visits FROM registered WHERE was_there GROUP BY organizer_id),
  visited_topics AS (SELECT topic_id, count(*)::int AS visits FROM registered WHERE was_there AND topic_id IS NOT NULL GROUP BY topic_id),
  in_groups AS MATERIALIZED (SELECT group_id AS id FROM group_members WHERE account_id = ${accountId}),
  followed AS MATERIALIZED (SELECT organizer_id, group_id FROM follows WHERE account_id = ${accountId}),
  liked AS MATERIALIZED (
    SELECT DISTINCT ON (topic_id) topic_id, chosen_id, points FROM (
      SELECT c.topic_id, c.topic_id AS chosen_id, 25 AS points FROM account_topics c WHERE c.account_id = ${accountId}
      UNION ALL SELECT t.id, c.topic_id, 20 FROM account_topics c JOIN topics t ON t.parent_id = c.topic_id WHERE c.account_id = ${accountId}
    ) chosen ORDER BY topic_id, points DESC)`;

/** The first events of the coming weeks that the person may see and do not run themselves. */
const soonest = (viewer: NonNullable<Viewer>, now: Date, condition: Prisma.Sql, limit: number): Prisma.Sql => Prisma.sql`
  (SELECT e.id, e.organizer_id, e.group_id, e.topic_id, e.start_at, e.format, e.location, e.price FROM events e JOIN event_seats s ON s.event_id = e.id
   WHERE e.status = 'published' AND e.start_at > ${now} AND e.start_at < ${later(now, DAYS)} AND e.organizer_id <> ${viewer.id}::int
     AND (s.seats_taken < s.seat_limit OR s.online_taken < s.online_limit) AND ${listedFor(viewer)} AND ${condition}
   ORDER BY e.start_at, e.id LIMIT ${limit})`;

const later = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000);

/** Points: what one has said oneself weighs most, then what one did, then what others think; a near day is worth as much as a topic. */
const scores = (now: Date): Prisma.Sql => Prisma.sql`
  SELECT n.id, n.organizer_id, n.start_at, me.city, l.chosen_id, coalesce(o.visits, 0) AS visits, coalesce(x.visits, 0) AS topic_visits,
    k.follows_group, k.follows_group OR k.follows_organizer AS is_followed, k.is_in_group, k.is_near,
    CASE WHEN k.is_in_group THEN 50 ELSE 0 END + CASE WHEN k.follows_group OR k.follows_organizer THEN 40 ELSE 0 END
      + coalesce(l.points, 0) + least(3 * coalesce(x.visits, 0), 15) + least(7 * coalesce(o.visits, 0), 28)
      + CASE WHEN k.is_near THEN 10 WHEN n.format <> 'offline' THEN 4 ELSE 0 END + CASE WHEN n.price = 0 THEN 3 ELSE 0 END
      + 20 * exp(-extract(epoch FROM n.start_at - ${now})::double precision / 864000) AS score
  FROM near n CROSS JOIN me LEFT JOIN liked l ON l.topic_id = n.topic_id
    LEFT JOIN visited_organizers o ON o.organizer_id = n.organizer_id LEFT JOIN visited_topics x ON x.topic_id = n.topic_id
    CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT FROM in_groups i WHERE i.id = n.group_id) AS is_in_group,
        EXISTS (SELECT FROM followed f WHERE f.group_id = n.group_id) AS follows_group,
        EXISTS (SELECT FROM followed f WHERE f.organizer_id = n.organizer_id) AS follows_organizer,
        me.city <> '' AND position(lower(me.city) IN lower(n.location)) > 0 AS is_near
    ) k
  WHERE NOT EXISTS (SELECT FROM registered r WHERE r.id = n.id)`;

const reason = (now: Date): Prisma.Sql => Prisma.sql`
  CASE WHEN b.is_in_group THEN 'group' WHEN b.is_followed THEN 'follow' WHEN b.visits > 1 THEN 'organizer' WHEN b.chosen_id IS NOT NULL THEN 'topic'
    WHEN b.topic_visits > 0 THEN 'visited' WHEN b.average >= 4.5 AND b.ratings >= ${ENOUGH_RATINGS} THEN 'rating' WHEN b.is_near THEN 'city'
    WHEN e.price = 0 AND e.start_at < ${later(now, 7)} THEN 'free' ELSE 'soon' END`;
