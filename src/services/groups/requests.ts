import { db } from '../../db.ts';
import { notify } from '../notifications/notify.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';
import { addMember } from './join.ts';
import { inLockedGroup, refuseClosed } from './lock.ts';

export interface GroupRequest extends ShownPerson {
  words: string;
  createdAt: Date;
  memberSince: Date;
}

/** Who asks to be let in, the longest waiting first; at most 200. */
export const listRequests = (groupId: number): Promise<GroupRequest[]> => db.$queryRaw<GroupRequest[]>`
  SELECT ${shownColumns}, r.words, r.created_at AS "createdAt", a.created_at AS "memberSince"
  FROM group_requests r JOIN ${shownTables} ON a.id = r.account_id
  WHERE r.group_id = ${groupId} ORDER BY r.created_at, r.account_id LIMIT 200`;

/**
 * Lets somebody in or declines, and tells them which; of who decided nothing is said. False if somebody else has answered already.
 * @throws Conflict for a closed group
 */
export const answerRequest = (groupId: number, accountId: number, isApproved: boolean): Promise<boolean> =>
  inLockedGroup(groupId, async (tx, group) => {
    refuseClosed(group);
    const { count } = await tx.groupRequest.deleteMany({ where: { groupId, accountId } });
    if (count === 0) return false;
    if (isApproved) await addMember(tx, groupId, accountId);
    const kind = isApproved ? 'request-approved' : 'request-declined';
    await notify(tx, { accountIds: [accountId], kind, payload: { group: group.name }, link: `/groups/${group.slug}` });
    return true;
  });
