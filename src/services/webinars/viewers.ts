import { randomUUID } from 'node:crypto';
import { db } from '../../db.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import type { Entry, Rewatch, WebinarAccess } from '../../policies/webinars.ts';
import type { WebinarState } from './room.ts';

/** What the list of viewers and the chat have room for; first and last name may be as long each. */
const LONGEST_NAME = 100;

/** What somebody is to a webinar, with their registration: by the secret of its link, by the pass of their browser, or by account (a confirmed address). */
export interface Visit extends WebinarAccess {
  eventId: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  registrationId: number | null;
  /** As the others see it. */
  name: string;
  /** Of the registration, if it has been in the room, with the device by which it watches. */
  viewerId: number | null;
  device: string | null;
  mutedAt: Date | null;
}

interface Asker {
  account: CurrentAccount | null;
  /** Of the registration's secret link. */
  token?: string | null;
  /** Of the pass. */
  viewerId?: number | null;
}

interface VisitRow {
  eventId: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  organizerId: number;
  eventStatus: string;
  format: string;
  state: WebinarState | null;
  rewatch: Rewatch | null;
  isCoHost: boolean;
  isGroupMember: boolean;
  isRemoved: boolean;
  registrationId: number | null;
  status: string | null;
  price: number | null;
  billedAmount: number | null;
  refundAmount: number | null;
  isRemote: boolean | null;
  firstName: string | null;
  lastName: string | null;
  viewerId: number | null;
  device: string | null;
  mutedAt: Date | null;
}

/** What the asker is to the webinar of an event, in one statement; null for an event without one. */
export async function findVisit(eventId: number, { account, token = null, viewerId = null }: Asker): Promise<Visit | null> {
  const email = account?.emailConfirmed ? account.email : null;
  const [row] = await db.$queryRaw<VisitRow[]>`
    SELECT e.id AS "eventId", e.title, e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.organizer_id AS "organizerId",
      e.status AS "eventStatus", e.format, w.state, w.rewatch,
      EXISTS (SELECT 1 FROM webinar_hosts h WHERE h.event_id = e.id AND h.account_id = ${account?.id ?? null}::int) AS "isCoHost",
      EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = e.group_id AND m.account_id = ${account?.id ?? null}::int) AS "isGroupMember",
      EXISTS (SELECT 1 FROM webinar_viewers x WHERE x.event_id = e.id AND x.removed_at IS NOT NULL
        AND (x.registration_id = r.id OR x.account_id = ${account?.id ?? null}::int)) AS "isRemoved",
      r.id AS "registrationId", r.status, r.price, r.billed_amount AS "billedAmount", r.refund_amount AS "refundAmount", r.is_remote AS "isRemote",
      r.first_name AS "firstName", r.last_name AS "lastName", x.id AS "viewerId", x.device, x.muted_at AS "mutedAt"
    FROM events e LEFT JOIN webinars w ON w.event_id = e.id
      LEFT JOIN LATERAL (
        SELECT r.id, r.status, r.price, r.billed_amount, r.refund_amount, r.is_remote, v.first_name, v.last_name
        FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
        WHERE r.event_id = e.id AND (r.token = ${token}::uuid OR lower(v.email_address) = lower(${email})
          OR r.id = (SELECT p.registration_id FROM webinar_viewers p WHERE p.id = ${viewerId}::int AND p.event_id = e.id))
        ORDER BY r.token = ${token}::uuid DESC NULLS LAST, lower(v.email_address) = lower(${email}) IS NOT TRUE, r.id LIMIT 1) r ON true
      LEFT JOIN webinar_viewers x ON x.event_id = e.id AND x.registration_id = r.id
    WHERE e.id = ${eventId} AND e.has_webinar`;
  return row ? visitOf(row, account) : null;
}

function visitOf(row: VisitRow, account: CurrentAccount | null): Visit {
  const { eventId, title, startAt, endAt, timeZone, organizerId, eventStatus, isCoHost, isGroupMember, isRemoved, registrationId } = row;
  const isOnline = row.format === 'online' || row.isRemote === true;
  const fullName = [row.firstName ?? account?.firstName, row.lastName ?? account?.lastName].filter(Boolean).join(' ');
  const name = fullName.slice(0, LONGEST_NAME).trimEnd();
  return {
    ...{ eventId, title, startAt, endAt, timeZone, organizerId, eventStatus, isCoHost, isGroupMember, isRemoved, registrationId, name },
    ...{ viewerId: row.viewerId, device: row.device, mutedAt: row.mutedAt },
    state: row.state ?? 'waiting',
    rewatch: row.rewatch ?? 'registered',
    registration:
      registrationId === null
        ? null
        : { status: row.status!, price: row.price!, billedAmount: row.billedAmount!, refundAmount: row.refundAmount!, isOnline },
  };
}

/** Who watches, and by which device: what the signed pass of a browser says. */
export interface Pass {
  viewerId: number;
  device: string;
  isHost: boolean;
}

/** Nobody in particular: who watches a recording that is for everybody. */
export const ANYBODY: Pass = { viewerId: 0, device: '00000000-0000-4000-8000-000000000000', isHost: false };

/**
 * Lets somebody into a room: the browser that enters last is the one that watches. One that was in already, by its pass, stays as it is.
 */
export async function enterRoom(
  visit: Visit,
  accountId: number | null,
  entry: Exclude<Entry, 'unpaid' | null>,
  known: Pass | null,
): Promise<Pass> {
  if (entry === 'rewatch' && visit.rewatch === 'everyone') return ANYBODY;
  const isHost = entry === 'host';
  const registrationId = entry === 'viewer' ? visit.registrationId : null;
  const device = known && known.viewerId !== ANYBODY.viewerId ? known.device : randomUUID();
  const [viewer] = await db.$queryRaw<{ id: number }[]>`
    SELECT enter_webinar(${visit.eventId}::integer, ${registrationId}::integer, ${registrationId === null ? accountId : null}::integer,
      ${visit.name}, ${device}::uuid) AS id`;
  return { viewerId: viewer!.id, device, isHost };
}
