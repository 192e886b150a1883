import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { newsKinds } from '../../policies/notifications.ts';
import type { NewsKind } from '../../policies/notifications.ts';

/** The mails that a link at the foot of one of them is about. */
export interface Stoppable {
  accountId: number;
  /** A kind of news, or the new events of a group. */
  kind: NewsKind | 'group';
  groupId: number | null;
  groupName: string;
  isOn: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What a link stops, by the secret of its account; the same whether it was used before or not.
 * @throws NotFound for a secret of nobody, and for what is neither a kind of news nor a group
 */
export async function getStoppable(mailToken: string, target: string): Promise<Stoppable> {
  const account = uuid.test(mailToken) ? await db.account.findFirst({ where: { mailToken, deletedAt: null }, select: { id: true } }) : null;
  if (!account) throw new NotFound();
  const kind = newsKinds.find((one) => one === target);
  return kind ? kindOf(account.id, kind) : groupOf(account.id, target);
}

async function kindOf(accountId: number, kind: NewsKind): Promise<Stoppable> {
  const refused = await db.newsSetting.count({ where: { accountId, kind, byMail: false } });
  return { accountId, kind, groupId: null, groupName: '', isOn: refused === 0 };
}

async function groupOf(accountId: number, target: string): Promise<Stoppable> {
  const [, digits] = /^group-([1-9]\d{0,8})$/.exec(target) ?? [];
  const select = { id: true, name: true, members: { where: { accountId }, select: { wantsEventMails: true } } };
  const group = digits ? await db.group.findUnique({ where: { id: Number(digits) }, select }) : null;
  if (!group) throw new NotFound();
  return { accountId, kind: 'group', groupId: group.id, groupName: group.name, isOn: group.members.some((one) => one.wantsEventMails) };
}

/** Stops these mails; doing it again changes nothing. */
export async function stopMails({ accountId, kind, groupId }: Stoppable): Promise<void> {
  if (kind === 'group') {
    await db.groupMember.updateMany({ where: { accountId, groupId: groupId! }, data: { wantsEventMails: false } });
  } else {
    const where = { accountId_kind: { accountId, kind } };
    await db.newsSetting.upsert({ where, create: { accountId, kind, byMail: false }, update: { byMail: false }, select: { kind: true } });
  }
}
