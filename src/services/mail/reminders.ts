import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { wantsMail } from '../news/wanted.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How long before the start a reminder may go out. */
export const reminderWindowMs = { 'reminder-day': 24 * HOUR_MS, 'reminder-hour': HOUR_MS } as const;
export type ReminderKind = keyof typeof reminderWindowMs;

/** The reminder of the day is left out when the one of the hour is as near. */
const leastMs = { 'reminder-day': 2 * HOUR_MS, 'reminder-hour': 0 } as const;

/**
 * Queues the reminders that are due, one of a kind for a registration however often this runs; says how many. Who got the seat
 * within the window has just had a mail and is not reminded.
 */
export async function queueReminders(now: Date = new Date()): Promise<number> {
  await forgetRemindersOfMovedEvents(now);
  return (await queueKind('reminder-day', now)) + (await queueKind('reminder-hour', now));
}

function queueKind(kind: ReminderKind, now: Date): Promise<number> {
  const window = reminderWindowMs[kind];
  const [from, until] = [later(now, leastMs[kind]), later(now, window)];
  return db.$executeRaw`
    INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
    SELECT ${kind}, v.email_address, r.locale, e.id, r.id
    FROM events e JOIN reg_for_the_event r ON r.event_id = e.id JOIN visitors v ON v.id = r.visitor_id
    WHERE e.status = 'published' AND e.start_at > ${from}::timestamptz AND e.start_at <= ${until}::timestamptz AND r.status = 'registered'
      AND r.created_at <= e.start_at - ${window} * interval '1 millisecond'
      AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.registration_id = r.id AND (m.kind = ${kind}
        OR m.kind IN ('registration-confirmed', 'registration-promoted') AND m.created_at > e.start_at - ${window} * interval '1 millisecond'))
      AND ${wantsMail(Prisma.sql`v.email_address`, 'reminders')}
    ON CONFLICT DO NOTHING`;
}

/**
 * A reminder of long before the start was for an earlier date: it lets go of its registration, which may then be reminded anew.
 * Twice the window leaves events alone that moved by a few hours; their people were told by mail anyway.
 */
async function forgetRemindersOfMovedEvents(now: Date): Promise<void> {
  const until = later(now, reminderWindowMs['reminder-day']);
  await db.$executeRaw`
    UPDATE mails m SET registration_id = NULL FROM events e
    WHERE m.event_id = e.id AND e.status = 'published' AND e.start_at > ${now}::timestamptz AND e.start_at <= ${until}::timestamptz
      AND m.registration_id IS NOT NULL AND m.state IN ('sent', 'failed')
      AND (m.kind = 'reminder-day' AND m.created_at < e.start_at - interval '48 hours'
        OR m.kind = 'reminder-hour' AND m.created_at < e.start_at - interval '2 hours')`;
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);
