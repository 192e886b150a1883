import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import type { JoinPolicy } from '../../policies/groups.ts';

/** A group with its topic and what its tabs count; `openCount` is how many of the `upcomingCount` events are not for members only. */
export interface GroupDetails {
  id: number;
  slug: string;
  name: string;
  about: string;
  rules: string;
  city: string;
  topicId: number;
  topicSlug: string;
  topicRu: string;
  topicEn: string;
  coverMotif: string;
  coverId: string | null;
  joinPolicy: JoinPolicy;
  isDiscussionPublic: boolean;
  memberCount: number;
  archivedAt: Date | null;
  upcomingCount: number;
  openCount: number;
  discussionCount: number;
  requestCount: number;
}

/**
 * One group by its slug, in one statement.
 * @throws NotFound if there is none
 */
export async function getGroup(slug: string, now = new Date()): Promise<GroupDetails> {
  if (!isSlug(slug)) throw new NotFound();
  const [group] = await db.$queryRaw<GroupDetails[]>`
    SELECT g.id, g.slug, g.name, g.about, g.rules, g.city, g.topic_id AS "topicId", t.slug AS "topicSlug", t.name_ru AS "topicRu", t.name_en AS "topicEn",
      g.cover_motif AS "coverMotif", g.cover_id AS "coverId", g.join_policy AS "joinPolicy", g.is_discussion_public AS "isDiscussionPublic",
      g.member_count AS "memberCount", g.archived_at AS "archivedAt", e.upcoming AS "upcomingCount", e.open AS "openCount",
      (SELECT count(*)::int FROM discussions d WHERE d.group_id = g.id) AS "discussionCount",
      (SELECT count(*)::int FROM group_requests r WHERE r.group_id = g.id) AS "requestCount"
    FROM groups g JOIN topics t ON t.id = g.topic_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS upcoming, count(*) FILTER (WHERE NOT members_only)::int AS open
      FROM events WHERE group_id = g.id AND status = 'published' AND end_at > ${now}) e
    WHERE g.slug = ${slug}`;
  if (!group) throw new NotFound();
  return group;
}

const isSlug = (text: string): boolean => text.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
