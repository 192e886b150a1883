import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { ownEvents, ownRegistrations } from './owned.ts';

export const attentionKinds = ['due', 'refund', 'waiting', 'draft', 'mail'] as const;
export type AttentionKind = (typeof attentionKinds)[number];

/** Something that waits for the organizer: how much of it, and the case that is the most pressing. */
export interface Attention {
  kind: AttentionKind;
  /** Registrations, people, drafts or mails. */
  count: number;
  /** Minor units, where it is about money. */
  amount: number;
  eventId: number | null;
  title: string | null;
  startAt: Date | null;
  timeZone: string | null;
  /** How much of it is at that event, or 0. */
  atEvent: number;
  /** Who has waited the longest, and since when. */
  firstName: string | null;
  lastName: string | null;
  since: Date | null;
}

/** All that waits, the most pressing kind first; what does not wait is left out. */
export async function listAttention(ownerId: number | null, now = new Date()): Promise<Attention[]> {
  const kinds = [due(ownerId, now), refunds(ownerId), waiting(ownerId, now), drafts(ownerId, now), failedMails(ownerId, now)];
  const rows = await db.$queryRaw<Attention[]>(Prisma.join(kinds, ' UNION ALL '));
  return rows.toSorted((a, b) => attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind));
}

const eventColumns = Prisma.sql`e.id AS "eventId", e.title, e.start_at AS "startAt", e.time_zone AS "timeZone"`;
const nobody = Prisma.sql`NULL AS "firstName", NULL AS "lastName", NULL::timestamptz AS since`;

/** The same registrations as the list shows for payment=due, and the next event where something is still to be paid. */
const due = (ownerId: number | null, now: Date) => Prisma.sql`(
  WITH owing AS (
    SELECT r.event_id, count(*) AS n, sum(r.price - r.billed_amount) AS amount FROM reg_for_the_event r
    WHERE ${ownRegistrations(ownerId)} AND r.status NOT IN ('cancelled', 'waitlisted') AND r.refund_amount = 0 AND r.billed_amount < r.price
    GROUP BY r.event_id
  )
  SELECT 'due' AS kind, t.n::int AS count, t.amount::float8 AS amount, ${eventColumns}, coalesce(e.n, 0)::int AS "atEvent", ${nobody}
  FROM (SELECT sum(n) AS n, sum(amount) AS amount FROM owing) t LEFT JOIN (
    SELECT e.*, o.n FROM owing o JOIN events e ON e.id = o.event_id WHERE e.start_at > ${now} ORDER BY e.start_at, e.id LIMIT 1) e ON true
  WHERE t.n > 0)`;

/** The same registrations as the list shows for payment=refund_due. A cancellation is the last thing that happened to them. */
const refunds = (ownerId: number | null) => Prisma.sql`(
  WITH owed AS (
    SELECT r.id, r.billed_amount - r.refund_amount AS amount, r.updated_at FROM reg_for_the_event r
    WHERE ${ownRegistrations(ownerId)} AND r.status = 'cancelled' AND r.billed_amount > r.refund_amount
  )
  SELECT 'refund', t.n::int, t.amount::float8, e.id, e.title, e.start_at, e.time_zone, 0, v.first_name, v.last_name, r.updated_at
  FROM (SELECT count(*) AS n, sum(amount) AS amount FROM owed) t
  JOIN reg_for_the_event r ON r.id = (SELECT id FROM owed ORDER BY updated_at, id LIMIT 1)
  JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = r.event_id)`;

/** Who waits for a seat at events that are still to come, and where most of them do. */
const waiting = (ownerId: number | null, now: Date) => Prisma.sql`(
  WITH lines AS (
    SELECT e.id, count(*) AS n FROM events e JOIN reg_for_the_event r ON r.event_id = e.id AND r.status = 'waitlisted'
    WHERE ${ownEvents(ownerId)} AND e.status = 'published' AND e.start_at > ${now} GROUP BY e.id
  )
  SELECT 'waiting', t.n::int, 0, e.id, e.title, e.start_at, e.time_zone, e.n::int, NULL, NULL, NULL
  FROM (SELECT sum(n) AS n FROM lines) t
  JOIN (SELECT e.*, l.n FROM lines l JOIN events e ON e.id = l.id ORDER BY l.n DESC, e.start_at, e.id LIMIT 1) e ON true)`;

const DRAFT_DAYS = 14;

/** Drafts that nobody can find yet although they begin within two weeks. */
const drafts = (ownerId: number | null, now: Date) => Prisma.sql`(
  SELECT 'draft', count(*) OVER ()::int, 0, e.id, e.title, e.start_at, e.time_zone, 1, NULL, NULL, NULL FROM events e
  WHERE ${ownEvents(ownerId)} AND e.status = 'draft' AND e.start_at > ${now} AND e.start_at <= ${daysFrom(now, DRAFT_DAYS)}
  ORDER BY e.start_at, e.id LIMIT 1)`;

const MAIL_DAYS = -30;

/** Mails of the last month that could not be delivered, and the event with most of them. */
const failedMails = (ownerId: number | null, now: Date) => Prisma.sql`(
  SELECT 'mail', sum(count(*)) OVER ()::int, 0, e.id, e.title, e.start_at, e.time_zone, count(*)::int, NULL, NULL, NULL
  FROM mails m JOIN events e ON e.id = m.event_id
  WHERE ${ownEvents(ownerId)} AND m.state = 'failed' AND m.created_at > ${daysFrom(now, MAIL_DAYS)}
  GROUP BY e.id ORDER BY count(*) DESC, e.start_at, e.id LIMIT 1)`;

const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * 86_400_000);
