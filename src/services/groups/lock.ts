import { db, sqlStateOf } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict, Forbidden, NotFound } from '../../errors.ts';
import type { GroupRole, JoinPolicy } from '../../policies/groups.ts';

/** A group as it is while nobody else can join, leave or be given a role in it. */
export interface LockedGroup {
  id: number;
  slug: string;
  name: string;
  joinPolicy: JoinPolicy;
  archivedAt: Date | null;
  memberCount: number;
  coverId: string | null;
}

/**
 * Runs a change of who is in a group and what they may do, one after another; the group is the first lock of all of them.
 * @throws NotFound if there is no such group
 * @throws Conflict if the group would be left without a leader
 * @throws Forbidden if somebody who is banned would come in
 */
export async function inLockedGroup<T>(groupId: number, change: (tx: Transaction, group: LockedGroup) => Promise<T>): Promise<T> {
  try {
    return await db.$transaction(async (tx) => {
      const result = await change(tx, await lockGroup(tx, groupId));
      // Looked at here rather than by COMMIT, whose errors tell no state.
      await tx.$executeRaw`SET CONSTRAINTS "group_members_leader" IMMEDIATE`;
      return result;
    });
  } catch (error) {
    const state = sqlStateOf(error);
    if (state === 'TS020') throw new Conflict('group_last_leader');
    throw state === 'TS022' ? new Forbidden('group_banned') : error;
  }
}

async function lockGroup(tx: Transaction, groupId: number): Promise<LockedGroup> {
  const [group] = await tx.$queryRaw<LockedGroup[]>`
    SELECT id, slug, name, join_policy AS "joinPolicy", archived_at AS "archivedAt", member_count AS "memberCount", cover_id AS "coverId"
    FROM groups WHERE id = ${groupId} FOR UPDATE`;
  if (!group) throw new NotFound();
  return group;
}

/** @throws Conflict for a closed group */
export function refuseClosed({ archivedAt }: { archivedAt: Date | null }): void {
  if (archivedAt !== null) throw new Conflict('group_archived');
}

/** The role that somebody has at this moment; null for who is not in the group. */
export async function roleIn(tx: Transaction, groupId: number, accountId: number): Promise<GroupRole | null> {
  const found = await tx.groupMember.findUnique({ where: { groupId_accountId: { groupId, accountId } }, select: { role: true } });
  return (found?.role as GroupRole | undefined) ?? null;
}
