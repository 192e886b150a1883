import { db } from '../../db.ts';

/** The groups in which an account may put events on: it leads them or helps, and they are not closed. By name. */
export const listOrganizedGroups = (accountId: number): Promise<{ id: number; name: string; topicId: number }[]> =>
  db.group.findMany({
    where: { archivedAt: null, members: { some: { accountId, role: { in: ['leader', 'moderator'] } } } },
    select: { id: true, name: true, topicId: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
