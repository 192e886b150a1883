import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import type { Actor } from '../../policies/groups.ts';
import { notify } from '../notifications/notify.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';
import { inLockedGroup } from './lock.ts';
import { checkRank } from './roles.ts';

export interface GroupBan extends ShownPerson {
  reason: string;
  createdAt: Date;
}

/** Who is kept out of a group and why, the latest first; at most 200. */
export const listBans = (groupId: number): Promise<GroupBan[]> => db.$queryRaw<GroupBan[]>`
  SELECT ${shownColumns}, b.reason, b.created_at AS "createdAt" FROM group_bans b JOIN ${shownTables} ON a.id = b.account_id
  WHERE b.group_id = ${groupId} ORDER BY b.created_at DESC, b.account_id LIMIT 200`;

/**
 * Takes somebody out of a group and keeps them out until the ban is lifted; they are told why. Banning twice changes nothing.
 * @throws NotFound for who is not in the group and does not ask to be
 * @throws Forbidden for who has no say over that
 * @throws Conflict for the last leader
 */
export const banPerson = (actor: Actor, target: { groupId: number; personId: number }, reason: string): Promise<void> =>
  inLockedGroup(target.groupId, async (tx, { slug, name }) => {
    const { groupId, personId } = target;
    const role = await checkRank(tx, actor, target);
    if (role === null && (await tx.groupRequest.count({ where: { groupId, accountId: personId } })) === 0) throw new NotFound();
    const created = await tx.groupBan.createMany({
      data: [{ groupId, accountId: personId, reason, bannedById: actor.id }],
      skipDuplicates: true,
    });
    if (created.count === 0) return;
    await tx.follow.deleteMany({ where: { groupId, accountId: personId } });
    await notify(tx, { accountIds: [personId], kind: 'group-ban', payload: { group: name, reason }, link: `/groups/${slug}` });
  });

/** Lets somebody join again who was kept out. */
export async function liftBan(groupId: number, accountId: number): Promise<void> {
  await db.groupBan.deleteMany({ where: { groupId, accountId } });
}
