import { db } from '../../../db.ts';
import { Prisma } from '../../../generated/client.ts';
import { wantsMail } from '../../news/wanted.ts';

const DAYS = 2;

/**
 * Queues the mails that tell those who were registered for the online side where the recording and its best moments are, one for a
 * registration however often this runs; says how many. They go out once the moments are found, and to those who may watch and have not
 * switched such mails off.
 */
export const queueRecordingMails = (now = new Date()): Promise<number> => db.$executeRaw`
  INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
  SELECT 'webinar-recording', v.email_address, r.locale, e.id, r.id
  FROM webinars w JOIN events e ON e.id = w.event_id JOIN reg_for_the_event r ON r.event_id = e.id JOIN visitors v ON v.id = r.visitor_id
  WHERE w.state = 'ended' AND w.rewatch <> 'hosts' AND w.removed_at IS NULL AND e.status = 'published'
    AND w.highlights_at > ${now}::timestamptz - make_interval(days => ${DAYS}::int)
    AND EXISTS (SELECT 1 FROM webinar_segments s WHERE s.event_id = w.event_id)
    AND r.status IN ('registered', 'attended', 'no_show') AND (e.format = 'online' OR r.is_remote)
    AND r.billed_amount - r.refund_amount >= r.price
    AND NOT EXISTS (SELECT 1 FROM webinar_viewers x WHERE x.registration_id = r.id AND x.removed_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.registration_id = r.id AND m.kind = 'webinar-recording')
    AND ${wantsMail(Prisma.sql`v.email_address`, 'recordings')}
  ON CONFLICT DO NOTHING`;

/** What the mail to one who was registered tells. */
export interface RecordingNews {
  eventId: number;
  title: string;
  startAt: Date;
  timeZone: string;
  firstName: string;
  lastName: string;
  token: string;
  /** Of an account with the address, which may stop such mails. */
  mailToken: string | null;
  highlights: { start: number; title: string }[];
}

/** The facts of a registration and of the recording; null if it may not be watched by that registration any more. */
export async function findRecordingNews(registrationId: number): Promise<RecordingNews | null> {
  const [news] = await db.$queryRaw<Omit<RecordingNews, 'highlights'>[]>`
    SELECT e.id AS "eventId", e.title, e.start_at AS "startAt", e.time_zone AS "timeZone", v.first_name AS "firstName", v.last_name AS "lastName", r.token,
      (SELECT a.mail_token FROM accounts a WHERE lower(a.email) = lower(v.email_address) AND a.email_confirmed_at IS NOT NULL) AS "mailToken"
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = r.event_id JOIN webinars w ON w.event_id = e.id
    WHERE r.id = ${registrationId} AND r.status IN ('registered', 'attended', 'no_show') AND e.status = 'published'
      AND w.state = 'ended' AND w.rewatch <> 'hosts' AND w.removed_at IS NULL`;
  if (!news) return null;
  const highlights = await db.webinarHighlight.findMany({
    where: { eventId: news.eventId },
    orderBy: { start: 'asc' },
    take: 7,
    select: { start: true, title: true },
  });
  return { ...news, highlights };
}
