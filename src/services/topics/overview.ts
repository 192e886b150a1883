import { db } from '../../db.ts';

/** How many upcoming events everybody may see a topic has itself, by its id; those with none are left out. */
export async function countUpcomingByTopic(now = new Date()): Promise<Map<number, number>> {
  const rows = await db.$queryRaw<{ topicId: number; events: number }[]>`
    SELECT topic_id AS "topicId", count(*)::int AS events FROM events
    WHERE status = 'published' AND end_at > ${now} AND NOT members_only AND topic_id IS NOT NULL GROUP BY topic_id`;
  return new Map(rows.map(({ topicId, events }) => [topicId, events]));
}

/** A group in a short list. */
export interface ListedGroup {
  slug: string;
  name: string;
  city: string;
  memberCount: number;
}

/** The largest groups of topics that are not closed. */
export const listTopicGroups = (topicIds: number[], limit = 6): Promise<ListedGroup[]> =>
  db.$queryRaw<ListedGroup[]>`
    SELECT slug, name, city, member_count AS "memberCount" FROM groups
    WHERE topic_id = ANY (${topicIds}) AND archived_at IS NULL ORDER BY member_count DESC, id LIMIT ${limit}`;
