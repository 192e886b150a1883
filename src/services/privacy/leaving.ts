import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';

/** What has to be settled before an account can be deleted. */
export interface Obstacles {
  /** Groups with others in them that nobody else leads. */
  groups: { slug: string; name: string }[];
  /** Published events that are not over yet. */
  events: { id: number; title: string }[];
  isLastAdmin: boolean;
}

/** What the deletion of an account touches, in numbers. `paid` is in minor units, refunds already taken off. */
export interface Traces {
  registrations: number;
  paid: number;
  groups: number;
  posts: number;
  reviews: number;
  visitors: number;
  drafts: number;
  events: number;
}

/** What keeps an account from being deleted; `isFree` when nothing does. */
export async function findObstacles(
  accountId: number,
  now: Date = new Date(),
  tx: Transaction = db,
): Promise<Obstacles & { isFree: boolean }> {
  const groups = await tx.$queryRaw<Obstacles['groups']>`
    SELECT g.slug, g.name FROM group_members m JOIN groups g ON g.id = m.group_id
    WHERE m.account_id = ${accountId} AND m.role = 'leader' AND g.archived_at IS NULL AND g.member_count > 1
      AND NOT EXISTS (SELECT 1 FROM group_members o WHERE o.group_id = g.id AND o.role = 'leader' AND o.account_id <> ${accountId})
    ORDER BY g.name, g.id`;
  const events = await tx.$queryRaw<Obstacles['events']>`
    SELECT id, title FROM events WHERE organizer_id = ${accountId} AND status = 'published' AND end_at > ${now}::timestamptz
    ORDER BY start_at, id LIMIT 50`;
  const [admin] = await tx.$queryRaw<{ isLast: boolean }[]>`
    SELECT a.role = 'admin' AND NOT EXISTS (
      SELECT 1 FROM accounts o WHERE o.role = 'admin' AND o.deleted_at IS NULL AND o.id <> a.id) AS "isLast"
    FROM accounts a WHERE a.id = ${accountId}`;
  const isLastAdmin = admin?.isLast ?? false;
  return { groups, events, isLastAdmin, isFree: groups.length === 0 && events.length === 0 && !isLastAdmin };
}

/** What somebody who leaves should know of. Registrations are found by the address once that is confirmed to be theirs. */
export async function countTraces(accountId: number, now: Date = new Date()): Promise<Traces> {
  const [traces] = await db.$queryRaw<Traces[]>`
    SELECT r.registrations, r.paid, r.reviews,
      (SELECT count(*)::int FROM group_members WHERE account_id = a.id) AS groups,
      (SELECT count(*)::int FROM posts WHERE author_id = a.id AND deleted_at IS NULL) AS posts,
      (SELECT count(*)::int FROM visitors WHERE organizer_id = a.id) AS visitors,
      (SELECT count(*)::int FROM events WHERE organizer_id = a.id AND status = 'draft') AS drafts,
      (SELECT count(*)::int FROM events WHERE organizer_id = a.id AND status <> 'draft') AS events
    FROM accounts a CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE live.is)::int AS registrations,
        coalesce(sum(r.billed_amount - r.refund_amount) FILTER (WHERE live.is), 0)::float8 AS paid, count(o.id)::int AS reviews
      FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id
        LEFT JOIN event_ratings o ON o.registration_id = r.id
        CROSS JOIN LATERAL (SELECT r.status IN ('registered', 'waitlisted') AND e.status = 'published' AND e.end_at > ${now}::timestamptz AS is) live
      WHERE lower(v.email_address) = lower(a.email) AND a.email_confirmed_at IS NOT NULL) r
    WHERE a.id = ${accountId}`;
  return traces!;
}
