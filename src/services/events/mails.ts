import type { Transaction } from '../../db.ts';

/** What people were told of an event when they registered. */
interface Told {
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  onlineUrl: string;
  hasWebinar: boolean;
}

type Before = Told & { id: number };

/** Whether somebody who registered has to hear of the change. A side that is added or goes away is nobody's yet. */
export function isNews(before: Told, after: Told): boolean {
  const isOther = (name: 'title' | 'timeZone' | 'location' | 'format' | 'onlineUrl' | 'hasWebinar') => before[name] !== after[name];
  const isMoved = before.startAt.getTime() !== after.startAt.getTime() || before.endAt.getTime() !== after.endAt.getTime();
  const changesSides = isOther('format') && [before.format, after.format].includes('hybrid');
  return (
    isMoved ||
    isOther('title') ||
    isOther('timeZone') ||
    isOther('location') ||
    (!changesSides && (isOther('format') || isOther('onlineUrl') || isOther('hasWebinar')))
  );
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
