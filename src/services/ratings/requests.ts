import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { wantsMail } from '../news/wanted.ts';

/**
 * Queues the mails that ask those who were there for a rating, one for a registration however often this runs; says how many. They go
 * out from ten in the morning of the day after, by the clock of the event, and while a rating may be given.
 */
export const queueRatingRequests = (now: Date = new Date()): Promise<number> => db.$executeRaw`
  INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
  SELECT 'rating-request', v.email_address, r.locale, e.id, r.id
  FROM events e JOIN reg_for_the_event r ON r.event_id = e.id JOIN visitors v ON v.id = r.visitor_id JOIN accounts a ON a.id = e.organizer_id
  WHERE e.status = 'published' AND e.end_at <= ${now}::timestamptz AND e.end_at > ${now}::timestamptz - rating_window()
    AND ((e.end_at AT TIME ZONE e.time_zone)::date + 1 + time '10:00') AT TIME ZONE e.time_zone <= ${now}::timestamptz
    AND r.status = 'attended' AND lower(v.email_address) <> lower(a.email) AND NOT EXISTS (SELECT 1 FROM event_ratings o WHERE o.registration_id = r.id)
    AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.registration_id = r.id AND m.kind = 'rating-request')
    AND ${wantsMail(Prisma.sql`v.email_address`, 'ratings')}
  ON CONFLICT DO NOTHING`;
