import { Prisma } from '../../generated/client.ts';
import type { Transaction } from '../../db.ts';

/** What is left of a visitor: a row for the money and the seats, without a person. */
const nobody = Prisma.sql`
  first_name = '', last_name = '', phone_number = NULL, email_address = 'visitor-' || v.id || '@deleted.invalid', updated_at = now()`;

/**
 * Takes the person out of the lists of all organizers: name, address, phone, and what organizers wrote about them. The links of their
 * tickets open nothing any more. Their reviews stay, without a name.
 */
export async function eraseVisits(tx: Transaction, email: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE participant_ratings p SET words = '' FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
    WHERE p.registration_id = r.id AND lower(v.email_address) = lower(${email}) AND p.words <> ''`;
  await tx.$executeRaw`
    UPDATE reg_for_the_event r SET token = gen_random_uuid() FROM visitors v
    WHERE r.visitor_id = v.id AND lower(v.email_address) = lower(${email})`;
  await tx.$executeRaw`UPDATE visitors v SET ${nobody} WHERE lower(v.email_address) = lower(${email})`;
}

/** An organizer who leaves takes nobody's data with them: their list of visitors is emptied of people and of words about them, and unpublished drafts go. */
export async function eraseOwnVisitors(tx: Transaction, organizerId: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE mails m SET recipient = 'visitor-' || r.visitor_id || '@deleted.invalid', payload = '{}', error = NULL
    FROM reg_for_the_event r WHERE m.registration_id = r.id AND r.organizer_id = ${organizerId} AND m.state IN ('sent', 'failed')`;
  await tx.$executeRaw`
    UPDATE participant_ratings p SET words = '' FROM reg_for_the_event r
    WHERE p.registration_id = r.id AND r.organizer_id = ${organizerId} AND p.words <> ''`;
  await tx.$executeRaw`UPDATE visitors v SET ${nobody} WHERE v.organizer_id = ${organizerId} AND v.email_address NOT LIKE '%@deleted.invalid'`;
  await tx.$executeRaw`
    DELETE FROM events e WHERE e.organizer_id = ${organizerId} AND e.status = 'draft'
      AND NOT EXISTS (SELECT 1 FROM reg_for_the_event WHERE event_id = e.id) AND NOT EXISTS (SELECT 1 FROM expenses WHERE event_id = e.id)`;
}

/**
 * Mails to the person: what was not sent yet never is, of what was sent there stays that it was. To an address that was never confirmed
 * there may be mails of its real owner, so only those about the account are touched.
 */
export async function eraseMails(
  tx: Transaction,
  { id, email, isConfirmed }: { id: number; email: string; isConfirmed: boolean },
): Promise<void> {
  const theirs = Prisma.sql`lower(recipient) = lower(${email}) AND (${isConfirmed} OR payload @> ${JSON.stringify({ accountId: id })}::jsonb)`;
  await tx.$executeRaw`DELETE FROM mails WHERE ${theirs} AND state IN ('queued', 'sending', 'retry')`;
  await tx.$executeRaw`UPDATE mails SET recipient = ${`deleted-${id}@deleted.invalid`}, payload = '{}', error = NULL WHERE ${theirs}`;
}
