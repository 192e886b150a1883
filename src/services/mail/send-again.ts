import { db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';

/** Thrown when a mail that is to be sent again has not failed: it is on its way, was sent, or is out of date. */
export class MailNotFailed extends Conflict {
  constructor() {
    super('mail_not_failed');
  }
}

/**
 * Queues a failed mail of an event once more, to the address that the visitor has now: a wrong one may have been the cause.
 * @throws NotFound if the event has no such mail
 * @throws MailNotFailed if there is nothing to repeat
 */
export async function sendAgain(eventId: number, mailId: number, now: Date = new Date()): Promise<void> {
  const queued = await db.$executeRaw`
    UPDATE mails m SET state = 'queued', attempts = 0, error = NULL, run_at = ${now}::timestamptz, recipient = coalesce(
      (SELECT v.email_address FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id WHERE r.id = m.registration_id), m.recipient)
    WHERE m.id = ${mailId} AND m.event_id = ${eventId} AND m.kind <> 'group-event' AND m.state = 'failed' AND m.error IS DISTINCT FROM 'outdated'`;
  if (queued > 0) return;
  if ((await db.mail.count({ where: { id: mailId, eventId, kind: { not: 'group-event' } } })) === 0) throw new NotFound();
  throw new MailNotFailed();
}
