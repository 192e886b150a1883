import type { Transaction } from '../../db.ts';
import { Forbidden } from '../../errors.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import { notify } from '../notifications/notify.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import { inLockedGroup, refuseClosed, roleIn } from './lock.ts';
import type { LockedGroup } from './lock.ts';

export type JoinOutcome = 'joined' | 'requested' | 'must_ask' | 'member';

type Joiner = Pick<CurrentAccount, 'id' | 'emailConfirmed'>;

/**
 * Brings somebody into an open group at once; `must_ask` if it is not open.
 * @throws Forbidden without a confirmed address, and for who is banned
 * @throws Conflict for a closed group
 */
export const joinGroup = (account: Joiner, groupId: number): Promise<JoinOutcome> => enter(account, groupId, async () => 'must_ask');

/**
 * Asks to be let into a group, with a few words; whoever leads it or helps is told. Asking again only changes the words.
 * @throws Forbidden without a confirmed address, and for who is banned
 * @throws Conflict for a closed group
 */
export const askToJoin = (account: Joiner, groupId: number, words: string): Promise<JoinOutcome> =>
  enter(account, groupId, async (tx, group) => {
    const isNew = await saveRequest(tx, { groupId, accountId: account.id, words });
    if (isNew) await tellModerators(tx, group, account.id);
    return 'requested';
  });

function enter(
  { id: accountId, emailConfirmed }: Joiner,
  groupId: number,
  ask: (tx: Transaction, group: LockedGroup) => Promise<JoinOutcome>,
): Promise<JoinOutcome> {
  if (!emailConfirmed) throw new Forbidden('email_unconfirmed');
  return inLockedGroup(groupId, async (tx, group) => {
    refuseClosed(group);
    if (await roleIn(tx, groupId, accountId)) return 'member';
    if (await tx.groupBan.findUnique({ where: { groupId_accountId: { groupId, accountId } } })) throw new Forbidden('group_banned');
    if (group.joinPolicy !== 'open') return ask(tx, group);
    await addMember(tx, groupId, accountId);
    return 'joined';
  });
}

/** Who follows a group hears of it as a member from now on. */
export async function addMember(tx: Transaction, groupId: number, accountId: number): Promise<void> {
  await tx.groupMember.create({ data: { groupId, accountId }, select: { groupId: true } });
  await tx.follow.deleteMany({ where: { groupId, accountId } });
}

async function saveRequest(tx: Transaction, data: { groupId: number; accountId: number; words: string }): Promise<boolean> {
  const { groupId, accountId, words } = data;
  const where = { groupId_accountId: { groupId, accountId } };
  const known = await tx.groupRequest.findUnique({ where, select: { accountId: true } });
  await tx.groupRequest.upsert({ where, create: data, update: { words }, select: { groupId: true } });
  return known === null;
}

/** Once until they have read it: who asks, takes it back and asks again is no more news. The name is the one that the person shows. */
async function tellModerators(tx: Transaction, { id, slug, name: group }: LockedGroup, accountId: number): Promise<void> {
  const link = `/groups/${slug}/requests`;
  const [person] = await tx.$queryRaw<{ name: string; moderators: number[] }[]>`
    SELECT ${shownColumns}, ARRAY(
      SELECT m.account_id FROM group_members m
      WHERE m.group_id = ${id} AND m.role IN ('leader', 'moderator') AND NOT EXISTS (
        SELECT 1 FROM notifications n WHERE n.account_id = m.account_id AND n.read_at IS NULL
          AND n.kind = 'group-request' AND n.link = ${link} AND n.payload ->> 'accountId' = a.id::text)) AS moderators
    FROM ${shownTables} WHERE a.id = ${accountId}`;
  const { name, moderators } = person!;
  await notify(tx, { accountIds: moderators, kind: 'group-request', payload: { group, name, accountId }, link });
}
