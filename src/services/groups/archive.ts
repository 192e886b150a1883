import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { removePicture } from '../media/remove.ts';
import { notify } from '../notifications/notify.ts';
import { inLockedGroup } from './lock.ts';

/** Closes a group: it stays to be read, its events go on; who asked to be let in is told that they were not. */
export const archiveGroup = (groupId: number, now = new Date()): Promise<void> =>
  inLockedGroup(groupId, async (tx, { slug, name }) => {
    await tx.group.updateMany({ where: { id: groupId, archivedAt: null }, data: { archivedAt: now } });
    const waiting = await tx.groupRequest.findMany({ where: { groupId }, select: { accountId: true } });
    await tx.groupRequest.deleteMany({ where: { groupId } });
    const accountIds = waiting.map(({ accountId }) => accountId);
    await notify(tx, { accountIds, kind: 'request-declined', payload: { group: name }, link: `/groups/${slug}` });
  });

/** Opens a closed group again. */
export async function reopenGroup(groupId: number): Promise<void> {
  await db.group.updateMany({ where: { id: groupId }, data: { archivedAt: null } });
}

/** What of a group others would miss: its members besides a leader, its events, drafts too, and its discussions. */
export async function countContents(groupId: number): Promise<{ others: number; events: number; discussions: number }> {
  const { _count } = await db.group.findUniqueOrThrow({
    where: { id: groupId },
    select: { _count: { select: { members: true, events: true, discussions: true } } },
  });
  return { others: Math.max(0, _count.members - 1), events: _count.events, discussions: _count.discussions };
}

/**
 * Deletes a group that is still empty.
 * @throws Conflict if anybody but one leader is in it, or it has events or discussions
 */
export const deleteGroup = (groupId: number): Promise<void> =>
  inLockedGroup(groupId, async (tx, { memberCount, coverId }) => {
    const [events, discussions] = [await tx.event.count({ where: { groupId } }), await tx.discussion.count({ where: { groupId } })];
    if (memberCount > 1 || events > 0 || discussions > 0) throw new Conflict('group_in_use');
    await tx.group.delete({ where: { id: groupId }, select: { id: true } });
    await removePicture(tx, coverId);
  });
