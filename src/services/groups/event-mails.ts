import type { Transaction } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { notify } from '../notifications/notify.ts';

interface Announced {
  id: number;
  title: string;
  organizerId: number;
  organizerName: string;
  groupId: number | null;
  groupName: string | null;
  membersOnly: boolean;
}

/**
 * Tells of an event that has just been published: the members of its group by mail and on the site, who follows the group or the
 * organizer on the site. Everybody is told once, however often this is called.
 */
export async function queueGroupEventMails(tx: Transaction, eventId: number): Promise<void> {
  const event = await findAnnounced(tx, eventId);
  if (!event) return;
  const link = linkOf(eventId);
  const payload = { title: event.title, organizer: event.organizerName, group: event.groupName ?? '' };
  if (event.groupId !== null) {
    await queueMails(tx, eventId);
    await notify(tx, { accountIds: await membersOf(tx, event), kind: 'group-event', payload, link });
  }
  await notify(tx, { accountIds: await followersOf(tx, event), kind: 'followed-event', payload, link });
}

async function findAnnounced(tx: Transaction, eventId: number): Promise<Announced | undefined> {
  const [event] = await tx.$queryRaw<Announced[]>`
    SELECT e.id, e.title, e.organizer_id AS "organizerId",
      coalesce(nullif(p.shown_name, ''), concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) AS "organizerName",
      e.group_id AS "groupId", g.name AS "groupName", e.members_only AS "membersOnly"
    FROM events e JOIN accounts a ON a.id = e.organizer_id LEFT JOIN profiles p ON p.account_id = a.id LEFT JOIN groups g ON g.id = e.group_id
    WHERE e.id = ${eventId} AND e.status = 'published' AND e.end_at > now()`;
  return event;
}

const queueMails = (tx: Transaction, eventId: number) => tx.$executeRaw`
  INSERT INTO mails (kind, recipient, locale, event_id, payload)
  SELECT 'group-event', a.email, a.locale, e.id, jsonb_build_object('accountId', a.id, 'eventId', e.id)
  FROM events e JOIN group_members m ON m.group_id = e.group_id JOIN accounts a ON a.id = m.account_id
  WHERE e.id = ${eventId} AND m.wants_event_mails AND a.id <> e.organizer_id AND a.email_confirmed_at IS NOT NULL AND a.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM news_settings s WHERE s.account_id = a.id AND s.kind = 'group_events' AND NOT s.by_mail)
  ON CONFLICT DO NOTHING`;

const linkOf = (eventId: number): string => `/events/${eventId}`;

/** A notice of the event has not come to the account yet. */
const isUntold = (accountId: Prisma.Sql, eventId: number) => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM notifications n WHERE n.account_id = ${accountId} AND n.link = ${linkOf(eventId)} AND n.kind IN ('group-event', 'followed-event'))`;

const idsOf = (rows: { id: number }[]): number[] => rows.map(({ id }) => id);

const membersOf = async (tx: Transaction, { id, groupId, organizerId }: Announced): Promise<number[]> =>
  idsOf(
    await tx.$queryRaw<{ id: number }[]>`
      SELECT m.account_id AS id FROM group_members m
      WHERE m.group_id = ${groupId} AND m.account_id <> ${organizerId} AND ${isUntold(Prisma.sql`m.account_id`, id)}`,
  );

/** Who is in the group has been told of it as a member; an event for members only is no news for anybody else. */
async function followersOf(tx: Transaction, { id, groupId, organizerId, membersOnly }: Announced): Promise<number[]> {
  if (membersOnly) return [];
  return idsOf(
    await tx.$queryRaw<{ id: number }[]>`
      SELECT DISTINCT f.account_id AS id FROM follows f
      WHERE (f.organizer_id = ${organizerId} OR f.group_id = ${groupId}::int) AND f.account_id <> ${organizerId}
        AND NOT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = ${groupId}::int AND m.account_id = f.account_id)
        AND ${isUntold(Prisma.sql`f.account_id`, id)}`,
  );
}
