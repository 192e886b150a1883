import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';
import { matchesPerson } from '../visitors/search.ts';

/** A registration as an organizer's list shows it. Amounts are in minor units. */
export interface RegistrationRow {
  id: number;
  status: RegistrationStatus;
  /** Takes part online in an event that is both. */
  isRemote: boolean;
  price: number;
  billedAmount: number;
  refundAmount: number;
  createdAt: Date;
  /** Said a day before that they are coming. */
  confirmedAt: Date | null;
  visitorId: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  eventId: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  eventStatus: string;
}

type RegistrationSort = 'newest' | 'oldest' | 'name';
export type PaymentFilter = 'due' | 'paid' | 'refunded' | 'refund_due';

export interface RegistrationQuery {
  /** Whose events; null is everybody's (admins). */
  owner: number | null;
  eventId?: number | null;
  status?: RegistrationStatus | undefined;
  payment?: PaymentFilter | undefined;
  q?: string;
  sort?: RegistrationSort;
  /** The number of the last registration of the page before. */
  after?: number | null;
  limit?: number;
}

/** One page of registrations; `next` continues it, null at the end. */
export async function findRegistrations(query: RegistrationQuery): Promise<{ rows: RegistrationRow[]; next: number | null }> {
  const { sort = 'newest', limit = 50 } = query;
  const rows = await db.$queryRaw<RegistrationRow[]>`
    SELECT r.id, r.status, r.is_remote AS "isRemote", r.price, r.billed_amount AS "billedAmount", r.refund_amount AS "refundAmount", r.created_at AS "createdAt", r.confirmed_at AS "confirmedAt",
      v.id AS "visitorId", v.first_name AS "firstName", v.last_name AS "lastName", v.email_address AS email, v.phone_number AS phone,
      e.id AS "eventId", e.title, e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format, e.status AS "eventStatus"
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = r.event_id
    WHERE ${Prisma.join([Prisma.sql`true`, ...conditions(query)], ' AND ')}
    ORDER BY ${order[sort]} LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? page.at(-1)!.id : null };
}

const order: Record<RegistrationSort, Prisma.Sql> = {
  newest: Prisma.sql`r.id DESC`,
  oldest: Prisma.sql`r.id`,
  name: Prisma.sql`v.last_name, v.first_name, r.id`,
};

const payments: Record<PaymentFilter, Prisma.Sql> = {
  due: Prisma.sql`r.status NOT IN ('cancelled', 'waitlisted') AND r.refund_amount = 0 AND r.billed_amount < r.price`,
  paid: Prisma.sql`r.status <> 'cancelled' AND r.refund_amount = 0 AND r.billed_amount > 0
    AND (r.billed_amount >= r.price OR r.status = 'waitlisted')`,
  refund_due: Prisma.sql`r.status = 'cancelled' AND r.billed_amount > r.refund_amount`,
  refunded: Prisma.sql`r.refund_amount > 0 AND (r.status <> 'cancelled' OR r.billed_amount = r.refund_amount)`,
};

function conditions({ owner, eventId, status, payment, q, after, sort = 'newest' }: RegistrationQuery): Prisma.Sql[] {
  const all = [
    owner !== null && Prisma.sql`r.organizer_id = ${owner}`,
    eventId && Prisma.sql`r.event_id = ${eventId}`,
    status && Prisma.sql`r.status = ${status}`,
    payment && payments[payment],
    ...matchesPerson(q ?? '', (number) => Prisma.sql` OR r.id = ${number}`),
    after && following(after, sort, owner),
  ];
  return all.filter((condition) => condition instanceof Prisma.Sql);
}

/** Nothing follows somebody else's registration: where a page begins after one would tell the name on it. */
function following(after: number, sort: RegistrationSort, owner: number | null): Prisma.Sql {
  if (sort === 'newest') return Prisma.sql`r.id < ${after}`;
  if (sort === 'oldest') return Prisma.sql`r.id > ${after}`;
  const isTheirs = owner === null ? Prisma.sql`true` : Prisma.sql`lr.organizer_id = ${owner}`;
  return Prisma.sql`(v.last_name, v.first_name, r.id) > (
    SELECT lv.last_name, lv.first_name, lr.id FROM reg_for_the_event lr JOIN visitors lv ON lv.id = lr.visitor_id WHERE lr.id = ${after} AND ${isTheirs})`;
}
