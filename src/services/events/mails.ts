import type { Transaction } from '../../db.ts';

interface Before {
  id: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  location: string;
}

/** Tells everybody with a seat or in the waiting list that the event is not what it was; one statement for all. */
export async function queueEventChanged(tx: Transaction, before: Before): Promise<void> {
  const { id, title, startAt, endAt, timeZone, location } = before;
  const payload = JSON.stringify({ title, startAt, endAt, timeZone, location });
  await tx.$executeRaw`
    INSERT INTO mails (kind, recipient, locale, payload, event_id, registration_id)
    SELECT 'event-changed', v.email_address, r.locale, ${payload}::jsonb, r.event_id, r.id
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
    WHERE r.event_id = ${id} AND r.status IN ('registered', 'waitlisted')`;
}
