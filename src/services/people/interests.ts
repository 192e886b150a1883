import { db } from '../../db.ts';
import { listTopics } from '../events/topics.ts';
import type { Topic } from '../events/topics.ts';

export interface PersonsGroup {
  id: number;
  slug: string;
  name: string;
}

/** The topics that somebody has chosen, in the order of the tree. */
export async function listTopicsOf(accountId: number): Promise<Topic[]> {
  const [all, chosen] = await Promise.all([
    listTopics(),
    db.accountTopic.findMany({ where: { accountId }, select: { topicId: true }, orderBy: { topicId: 'asc' } }),
  ]);
  const ids = new Set(chosen.map(({ topicId }) => topicId));
  return all.filter(({ id }) => ids.has(id));
}

/** The groups that somebody is in, the largest first. */
export const listGroupsOf = (accountId: number, limit = 12): Promise<PersonsGroup[]> => db.$queryRaw<PersonsGroup[]>`
  SELECT g.id, g.slug, g.name FROM group_members m JOIN groups g ON g.id = m.group_id
  WHERE m.account_id = ${accountId} AND g.archived_at IS NULL ORDER BY g.member_count DESC, g.id LIMIT ${limit}`;

/** Whether somebody has chosen anything that a feed can go by. */
export async function hasInterests(accountId: number): Promise<boolean> {
  const [found] = await db.$queryRaw<{ hasInterests: boolean }[]>`
    SELECT EXISTS (SELECT FROM account_topics WHERE account_id = ${accountId}) OR EXISTS (SELECT FROM group_members WHERE account_id = ${accountId})
      OR EXISTS (SELECT FROM follows WHERE account_id = ${accountId}) AS "hasInterests"`;
  return found!.hasInterests;
}
