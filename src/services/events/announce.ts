import type { Transaction } from '../../db.ts';
import { InvalidField } from '../../errors.ts';
import { queueGroupEventMails } from '../groups/event-mails.ts';

/**
 * Tells the members of its group and whoever follows its organizer of an event that has just become public; everybody once.
 * @throws InvalidField if its organizer no longer leads the group and does not help there
 */
export async function announce(tx: Transaction, eventId: number): Promise<void> {
  const [event] = await tx.$queryRaw<{ isAllowed: boolean }[]>`
    SELECT e.group_id IS NULL OR EXISTS (
      SELECT 1 FROM group_members m JOIN groups g ON g.id = m.group_id
      WHERE m.group_id = e.group_id AND m.account_id = e.organizer_id AND m.role IN ('leader', 'moderator') AND g.archived_at IS NULL
    ) AS "isAllowed"
    FROM events e WHERE e.id = ${eventId}`;
  if (!event?.isAllowed) throw new InvalidField('group_id', 'group');
  await queueGroupEventMails(tx, eventId);
}
