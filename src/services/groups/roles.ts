import type { Transaction } from '../../db.ts';
import { Forbidden, NotFound } from '../../errors.ts';
import { canActOnMember, canManageGroup } from '../../policies/groups.ts';
import type { Actor, GroupRole } from '../../policies/groups.ts';
import { notify } from '../notifications/notify.ts';
import { inLockedGroup, roleIn } from './lock.ts';
import type { LockedGroup } from './lock.ts';

const MUTED_MS = 7 * 86_400_000;

interface Target {
  groupId: number;
  personId: number;
}

/** What both are to the group, looked at under its lock. @throws Forbidden if the actor has no say over the other */
export async function checkRank(tx: Transaction, actor: Actor, { groupId, personId }: Target): Promise<GroupRole | null> {
  const [own, role] = [await roleIn(tx, groupId, actor.id), await roleIn(tx, groupId, personId)];
  if (!canActOnMember(actor, own, { personId, role })) throw new Forbidden('group_rank');
  return role;
}

/** The same for somebody who is in the group. @throws NotFound if they are not */
async function checkMember(tx: Transaction, actor: Actor, target: Target): Promise<GroupRole> {
  const role = await checkRank(tx, actor, target);
  if (role === null) throw new NotFound();
  return role;
}

/**
 * Gives a member of a group another role, and tells them. A leader may hand the group over and step down, but not depose another leader.
 * @throws NotFound for who is not in the group
 * @throws Forbidden for who has no say over that
 * @throws Conflict if the group would be left without a leader
 */
export const setRole = (actor: Actor, target: Target, role: GroupRole): Promise<void> =>
  inLockedGroup(target.groupId, async (tx, group) => {
    const { groupId, personId } = target;
    const isSelf = actor.id === personId;
    const own = await roleIn(tx, groupId, actor.id);
    if (!canManageGroup(actor, own)) throw new Forbidden('group_rank');
    const before = isSelf ? own : await checkMember(tx, actor, target);
    if (before === null) throw new NotFound();
    if (before === role) return;
    await tx.groupMember.update({ where: { groupId_accountId: { groupId, accountId: personId } }, data: { role }, select: { role: true } });
    if (!isSelf) await tellRole(tx, group, personId, role);
  });

const tellRole = (tx: Transaction, { slug, name }: LockedGroup, personId: number, role: GroupRole) =>
  notify(tx, { accountIds: [personId], kind: 'group-role', payload: { group: name, role }, link: `/groups/${slug}` });

/**
 * Takes somebody out of a group; they may come back.
 * @throws NotFound, Forbidden, Conflict as setRole
 */
export const removeMember = (actor: Actor, target: Target): Promise<void> =>
  inLockedGroup(target.groupId, async (tx) => {
    await checkMember(tx, actor, target);
    await tx.groupMember.deleteMany({ where: { groupId: target.groupId, accountId: target.personId } });
  });

/**
 * Keeps a member from writing for a week, or lets them write again.
 * @throws NotFound, Forbidden as setRole
 */
export const muteMember = (actor: Actor, target: Target, isMuted: boolean, now = new Date()): Promise<void> =>
  inLockedGroup(target.groupId, async (tx) => {
    await checkMember(tx, actor, target);
    const mutedUntil = isMuted ? new Date(now.getTime() + MUTED_MS) : null;
    await tx.groupMember.updateMany({ where: { groupId: target.groupId, accountId: target.personId }, data: { mutedUntil } });
  });
