import { db } from '../../db.ts';

/** A new event of a group for one member, with where to reach them. Prices are in minor units. */
export interface Announcement {
  eventId: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  price: number;
  onlinePrice: number;
  organizerName: string;
  groupId: number;
  groupName: string;
  groupSlug: string;
  firstName: string;
  lastName: string;
  email: string;
  mailToken: string;
}

/** The event as it is now; null once it is no news for the account: called off, over, or the account has left the group or switched its mails off. */
export async function findAnnouncement(eventId: number, accountId: number, now: Date): Promise<Announcement | null> {
  const [found] = await db.$queryRaw<Announcement[]>`
    SELECT e.id AS "eventId", e.title, e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format, e.location,
      e.price, e.online_price AS "onlinePrice",
      coalesce(nullif(op.shown_name, ''), concat_ws(' ', nullif(o.first_name, ''), nullif(o.last_name, ''))) AS "organizerName",
      g.id AS "groupId", g.name AS "groupName", g.slug AS "groupSlug",
      a.first_name AS "firstName", a.last_name AS "lastName", a.email, a.mail_token AS "mailToken"
    FROM events e JOIN groups g ON g.id = e.group_id JOIN group_members m ON m.group_id = g.id JOIN accounts a ON a.id = m.account_id
      JOIN accounts o ON o.id = e.organizer_id LEFT JOIN profiles op ON op.account_id = o.id
    WHERE e.id = ${eventId} AND e.status = 'published' AND e.end_at > ${now} AND a.id = ${accountId} AND m.wants_event_mails
      AND NOT EXISTS (SELECT 1 FROM news_settings s WHERE s.account_id = a.id AND s.kind = 'group_events' AND NOT s.by_mail)`;
  return found ?? null;
}
