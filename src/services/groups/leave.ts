import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { inLockedGroup } from './lock.ts';

/**
 * Takes somebody out of a group at their own wish; leaving twice changes nothing.
 * @throws Conflict for the last leader
 */
export async function leaveGroup(groupId: number, accountId: number): Promise<void> {
  await inLockedGroup(groupId, (tx) => tx.groupMember.deleteMany({ where: { groupId, accountId } }));
}

/** Takes a request back. */
export async function withdrawRequest(groupId: number, accountId: number): Promise<void> {
  await db.groupRequest.deleteMany({ where: { groupId, accountId } });
}

/** How many lead a group. */
export const countLeaders = (groupId: number): Promise<number> => db.groupMember.count({ where: { groupId, role: 'leader' } });

/**
 * Switches the mails about new events of one group on or off.
 * @throws NotFound for who is not in the group
 */
export async function setEventMails(groupId: number, accountId: number, wantsEventMails: boolean): Promise<void> {
  const { count } = await db.groupMember.updateMany({ where: { groupId, accountId }, data: { wantsEventMails } });
  if (count === 0) throw new NotFound();
}
