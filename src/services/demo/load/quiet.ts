import type { Transaction } from '../../../db.ts';

/**
 * Lets invented people want no mails by the clock: of hundreds of them the mailbox would hold nothing else, and who tries the site out would
 * not find their own.
 */
export async function quietInventedPeople(tx: Transaction): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO news_settings (account_id, kind, by_mail)
    SELECT a.id, k.kind, false FROM accounts a CROSS JOIN unnest(ARRAY['reminders', 'ratings', 'group_digest']) AS k (kind)
    WHERE a.email NOT LIKE '%@example.org'`;
}
