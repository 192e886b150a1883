import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { matchesPerson } from './search.ts';

/** A visitor as lists show them. */
export interface VisitorRow {
  id: number;
  firstName: string;
  lastName: string;
  phone: string | null;
  email: string;
  createdAt: Date;
  registrations: number;
  attended: number;
}

export interface VisitorQuery {
  /** Whose visitors; null is everybody's (admins). */
  ownerId: number | null;
  q?: string;
  eventId?: number | null;
  status?: string;
  sort?: 'name' | 'newest';
  /** The sort values of the last row of the page before. */
  after?: (string | number)[] | null;
  limit?: number;
}

export interface VisitorPage {
  rows: VisitorRow[];
  /** The sort values of the last row, or null when nothing follows. */
  next: (string | number)[] | null;
}

export const sortColumns = { name: ['text', 'text', 'id'], newest: ['time', 'id'] } as const;

/** One page of visitors, searched by words of name and mail or by digits of the phone. */
export async function findVisitors(query: VisitorQuery): Promise<VisitorPage> {
  const { sort = 'name', limit = 25 } = query;
  const conditions = [...ownership(query), ...matchesPerson(query.q ?? ''), ...presence(query), ...following(query)];
  const rows = await db.$queryRaw<VisitorRow[]>`
    SELECT v.id, v.first_name AS "firstName", v.last_name AS "lastName", v.phone_number AS phone, v.email_address AS email, v.created_at AS "createdAt",
      (SELECT count(*)::int FROM reg_for_the_event r WHERE r.visitor_id = v.id) AS registrations,
      (SELECT count(*)::int FROM reg_for_the_event r WHERE r.visitor_id = v.id AND r.status = 'attended') AS attended
    FROM visitors v
    WHERE ${conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`true`}
    ORDER BY ${sort === 'name' ? Prisma.sql`v.last_name, v.first_name, v.id` : Prisma.sql`v.created_at DESC, v.id DESC`}
    LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? sortValues(last, sort) : null };
}

const ownership = ({ ownerId }: VisitorQuery) => (ownerId === null ? [] : [Prisma.sql`v.organizer_id = ${ownerId}`]);

const sortValues = (row: VisitorRow, sort: 'name' | 'newest') =>
  sort === 'name' ? [row.lastName, row.firstName, row.id] : [row.createdAt.toISOString(), row.id];

function presence({ eventId, status }: VisitorQuery): Prisma.Sql[] {
  if (!eventId && !status) return [];
  const event = eventId ? Prisma.sql`AND r.event_id = ${eventId}` : Prisma.empty;
  const state = status ? Prisma.sql`AND r.status = ${status}` : Prisma.empty;
  return [Prisma.sql`EXISTS (SELECT 1 FROM reg_for_the_event r WHERE r.visitor_id = v.id ${event} ${state})`];
}

function following({ after, sort = 'name' }: VisitorQuery): Prisma.Sql[] {
  if (!after) return [];
  return sort === 'name'
    ? [Prisma.sql`(v.last_name, v.first_name, v.id) > (${String(after[0])}, ${String(after[1])}, ${Number(after[2])}::int)`]
    : [Prisma.sql`(v.created_at, v.id) < (${String(after[0])}::timestamptz, ${Number(after[1])}::int)`];
}

export interface Visitor {
  id: number;
  organizerId: number;
  firstName: string;
  lastName: string;
  phoneNumber: string | null;
  emailAddress: string;
}

/**
 * One visitor of an organizer (of anybody for null).
 * @throws NotFound if there is none, or it is somebody else's
 */
export async function getVisitor(id: number, ownerId: number | null): Promise<Visitor> {
  const visitor = await db.visitor.findUnique({
    where: { id, ...(ownerId === null ? {} : { organizerId: ownerId }) },
    select: { id: true, organizerId: true, firstName: true, lastName: true, phoneNumber: true, emailAddress: true },
  });
  if (!visitor) throw new NotFound();
  return visitor;
}

/** What a visitor registered for, the latest event first. Amounts are in minor units. */
export interface HistoryRow {
  registrationId: number;
  eventId: number;
  title: string;
  startAt: Date;
  timeZone: string;
  status: string;
  price: number;
  billedAmount: number;
  refundAmount: number;
  createdAt: Date;
}

export function visitorHistory(visitorId: number): Promise<HistoryRow[]> {
  return db.$queryRaw<HistoryRow[]>`
    SELECT r.id AS "registrationId", e.id AS "eventId", e.title, e.start_at AS "startAt", e.time_zone AS "timeZone", r.status, r.price,
      r.billed_amount AS "billedAmount", r.refund_amount AS "refundAmount", r.created_at AS "createdAt"
    FROM reg_for_the_event r JOIN events e ON e.id = r.event_id
    WHERE r.visitor_id = ${visitorId} ORDER BY e.start_at DESC, e.id DESC LIMIT 500`;
}
