import type { Transaction } from '../../db.ts';
import type { MailKind } from '../mail/queue.ts';

/** Queues one mail to the visitor of each of the registrations, in one statement. */
export async function queueRegistrationMails(tx: Transaction, kind: MailKind, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
    SELECT ${kind}, v.email_address, r.locale, r.event_id, r.id
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id WHERE r.id = ANY(${ids}::int[]) ORDER BY r.id`;
}

/** Tells people who waited that they have a seat now: by mail, and on the site whoever has an account with that address. */
export async function tellOfSeats(tx: Transaction, ids: number[]): Promise<void> {
  if (ids.length > 0) await tx.$executeRaw`SELECT tell_of_seats(${ids}::int[])`;
}

/** Takes back what has not been sent yet about a registration; of all kinds unless one is named. */
export async function dropQueuedMails(tx: Transaction, registrationId: number, kind: MailKind | null = null): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM mails WHERE registration_id = ${registrationId} AND state IN ('queued', 'retry') AND kind = coalesce(${kind}, kind)`;
}
