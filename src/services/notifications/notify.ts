import type { Transaction } from '../../db.ts';
import { notificationKinds } from '../../policies/notifications.ts';
import type { NotificationKind } from '../../policies/notifications.ts';

export interface Notice {
  accountIds: number[];
  kind: NotificationKind;
  /** For the texts notifications:<kind>.title and .text: names and titles as they are now. */
  payload?: Record<string, string | number>;
  /** Where it leads: a path of the site. */
  link: string;
}

/** Puts a notice on the pages of people, except for those who do not want its kind. In the caller's transaction: it is there if and only if that commits. */
export async function notify(tx: Transaction, { accountIds, kind, payload = {}, link }: Notice): Promise<void> {
  if (accountIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO notifications (account_id, kind, payload, link)
    SELECT a.id, ${kind}, ${JSON.stringify(payload)}::jsonb, ${link} FROM accounts a
    WHERE a.id = ANY(${accountIds}::int[]) AND a.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM news_settings s WHERE s.account_id = a.id AND s.kind = ${notificationKinds[kind]} AND NOT s.on_site)
    ORDER BY a.id`;
}
