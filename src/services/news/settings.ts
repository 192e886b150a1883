import { db } from '../../db.ts';
import { newsKinds } from '../../policies/notifications.ts';
import type { NewsKind } from '../../policies/notifications.ts';

/** What somebody wants to be told, and how. */
export interface NewsSettings {
  byMail: NewsKind[];
  onSite: NewsKind[];
  /** The groups they are in, and whether each mails them its new events. */
  groups: { id: number; name: string; isOn: boolean }[];
}

/** The news that somebody wants; who has chosen nothing wants all. */
export async function getNewsSettings(accountId: number): Promise<NewsSettings> {
  const [refused, groups] = await Promise.all([
    db.newsSetting.findMany({ where: { accountId }, orderBy: { kind: 'asc' } }),
    db.$queryRaw<NewsSettings['groups']>`
      SELECT g.id, g.name, m.wants_event_mails AS "isOn" FROM group_members m JOIN groups g ON g.id = m.group_id
      WHERE m.account_id = ${accountId} AND g.archived_at IS NULL ORDER BY g.name, g.id`,
  ]);
  const wanted = (channel: 'byMail' | 'onSite') => newsKinds.filter((kind) => !refused.some((one) => one.kind === kind && !one[channel]));
  return { byMail: wanted('byMail'), onSite: wanted('onSite'), groups };
}

/** Keeps what somebody wants, of every kind and of every group they are in. */
export function saveNewsSettings(
  accountId: number,
  { byMail, onSite, groupIds }: { byMail: readonly NewsKind[]; onSite: readonly NewsKind[]; groupIds: readonly number[] },
): Promise<void> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO news_settings (account_id, kind, by_mail, on_site)
      SELECT ${accountId}, kind, kind = ANY(${byMail}::text[]), kind = ANY(${onSite}::text[]) FROM unnest(${newsKinds}::text[]) AS kind
      ON CONFLICT (account_id, kind) DO UPDATE SET by_mail = excluded.by_mail, on_site = excluded.on_site`;
    await tx.$executeRaw`
      UPDATE group_members SET wants_event_mails = NOT wants_event_mails
      WHERE account_id = ${accountId} AND wants_event_mails <> (group_id = ANY(${groupIds}::int[]))`;
  });
}
