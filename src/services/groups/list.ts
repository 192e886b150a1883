import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { GroupRole } from '../../policies/groups.ts';

/** A group as a card shows it; `nextAt` is the start of its next event that everybody may see. */
export interface ListedGroup {
  id: number;
  slug: string;
  name: string;
  city: string;
  topicSlug: string;
  topicRu: string;
  topicEn: string;
  coverMotif: string;
  coverId: string | null;
  memberCount: number;
  archivedAt: Date | null;
  nextAt: Date | null;
  nextZone: string | null;
  /** Of the one whose groups these are. */
  role?: GroupRole;
}

/** Where a page of the catalogue begins: beside this group of the order. */
export interface GroupPosition {
  memberCount: number;
  id: number;
}

export interface GroupFilter {
  q?: string;
  /** A slug; groups of the topics below it are found too. */
  topic?: string;
  after?: GroupPosition | null;
  before?: GroupPosition | null;
}

const GROUPS_PER_PAGE = 18;

const cardColumns = Prisma.sql`
  g.id, g.slug, g.name, g.city, t.slug AS "topicSlug", t.name_ru AS "topicRu", t.name_en AS "topicEn", g.cover_motif AS "coverMotif",
  g.cover_id AS "coverId", g.member_count AS "memberCount", g.archived_at AS "archivedAt", n.start_at AS "nextAt", n.time_zone AS "nextZone"`;

const cardTables = (now: Date) => Prisma.sql`
  groups g JOIN topics t ON t.id = g.topic_id
  LEFT JOIN LATERAL (
    SELECT e.start_at, e.time_zone FROM events e
    WHERE e.group_id = g.id AND e.status = 'published' AND NOT e.members_only AND e.start_at > ${now} ORDER BY e.start_at, e.id LIMIT 1) n ON true`;

/** One page of the groups that are open, the largest first. */
export async function listGroups(
  { q, topic, after, before }: GroupFilter,
  now = new Date(),
): Promise<{ groups: ListedGroup[]; hasPrevious: boolean; hasNext: boolean }> {
  const direction = before ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const position = before ?? after;
  const sign = before ? Prisma.sql`>` : Prisma.sql`<`;
  const conditions = [
    Prisma.sql`g.archived_at IS NULL`,
    ...(q ? [Prisma.sql`g.name ILIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`] : []),
    ...(topic ? [Prisma.sql`(t.slug = ${topic} OR t.parent_id = (SELECT id FROM topics WHERE slug = ${topic}))`] : []),
    ...(position ? [Prisma.sql`(g.member_count, g.id) ${sign} (${position.memberCount}::int, ${position.id}::int)`] : []),
  ];
  const found = await db.$queryRaw<ListedGroup[]>`
    SELECT ${cardColumns} FROM ${cardTables(now)} WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY g.member_count ${direction}, g.id ${direction} LIMIT ${GROUPS_PER_PAGE + 1}`;
  const groups = found.slice(0, GROUPS_PER_PAGE);
  const hasMore = found.length > GROUPS_PER_PAGE;
  return before
    ? { groups: groups.reverse(), hasPrevious: hasMore, hasNext: true }
    : { groups, hasPrevious: Boolean(after), hasNext: hasMore };
}

/** The groups that somebody is in, those that they lead first, closed ones last. */
export const listGroupsOf = (accountId: number, now = new Date()): Promise<ListedGroup[]> => db.$queryRaw<ListedGroup[]>`
  SELECT ${cardColumns}, m.role FROM group_members m JOIN ${cardTables(now)} ON m.group_id = g.id
  WHERE m.account_id = ${accountId}
  ORDER BY g.archived_at NULLS FIRST, array_position(ARRAY['leader', 'moderator', 'member'], m.role::text), n.start_at NULLS LAST, g.id LIMIT 200`;

/**
 * Open groups of the topics that somebody has chosen, or else of the events that they registered for with their confirmed address;
 * a topic stands for its whole branch. Not those that they are in or kept out of. The largest first.
 */
export const listSuggestedGroups = (accountId: number, limit = 3, now = new Date()): Promise<ListedGroup[]> => db.$queryRaw<ListedGroup[]>`
  WITH chosen AS (SELECT topic_id FROM account_topics WHERE account_id = ${accountId}),
    wanted AS (
      SELECT topic_id FROM chosen
      UNION SELECT e.topic_id FROM accounts a JOIN visitors v ON lower(v.email_address) = lower(a.email)
        JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id
      WHERE a.id = ${accountId} AND a.email_confirmed_at IS NOT NULL AND e.topic_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM chosen)),
    roots AS (SELECT DISTINCT coalesce(w.parent_id, w.id) AS id FROM wanted JOIN topics w ON w.id = wanted.topic_id)
  SELECT ${cardColumns} FROM ${cardTables(now)}
  WHERE g.archived_at IS NULL AND coalesce(t.parent_id, t.id) IN (SELECT id FROM roots)
    AND NOT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.account_id = ${accountId})
    AND NOT EXISTS (SELECT 1 FROM group_bans b WHERE b.group_id = g.id AND b.account_id = ${accountId})
  ORDER BY g.member_count DESC, g.id DESC LIMIT ${limit}`;
