import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';
import { onlineUrl } from './online-url.ts';

/** What a registration's pages show of its event. */
export interface RegisteredEvent {
  id: number;
  organizerId: number;
  title: string;
  status: string;
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  /** Of the organizer's own meeting, or of the webinar for this registration alone. */
  onlineUrl: string;
  hasWebinar: boolean;
  price: number;
  onlinePrice: number;
  coverMotif: string;
  coverId: string | null;
  cancelReason: string;
  organizerName: string;
  /** Of both sides of a hybrid event; the next two of its online side alone. */
  seatLimit: number;
  seatsTaken: number;
  onlineLimit: number;
  onlineTaken: number;
  prefersReliable: boolean;
  /** Of the event. */
  changedAt: Date;
}

/** A registration with its event and its visitor. Amounts are in minor units. */
export interface RegistrationDetails {
  id: number;
  organizerId: number;
  token: string;
  status: RegistrationStatus;
  /** Takes part online in an event that is both; false for all others. */
  isRemote: boolean;
  price: number;
  billedAmount: number;
  refundAmount: number;
  billedAt: Date | null;
  refundedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** What the visitor agreed to, and when; null if the organizer put them down. */
  consentVersion: string | null;
  consentedAt: Date | null;
  /** The visitor has rated the event. */
  hasRated: boolean;
  /** The visitor is the organizer of the event. */
  isOwnEvent: boolean;
  /** The place in the waiting list of the side, from 1; null for whoever does not wait. */
  position: number | null;
  visitor: { id: number; firstName: string; lastName: string; email: string; phone: string | null };
  event: RegisteredEvent;
}

type Row = Omit<RegistrationDetails, 'visitor' | 'event'> &
  RegistrationDetails['visitor'] &
  RegisteredEvent & { visitorId: number; eventId: number; ownStatus: RegistrationStatus; ownPrice: number };

const columns = Prisma.sql`
  r.id, r.organizer_id AS "organizerId", r.token, r.status AS "ownStatus", r.price AS "ownPrice", r.billed_amount AS "billedAmount",
  r.refund_amount AS "refundAmount", r.billed_at AS "billedAt", r.refunded_at AS "refundedAt", r.created_at AS "createdAt", r.updated_at AS "updatedAt",
  r.is_remote AS "isRemote", r.consent_version AS "consentVersion", r.consented_at AS "consentedAt",
  EXISTS (SELECT 1 FROM event_ratings o WHERE o.registration_id = r.id) AS "hasRated", lower(v.email_address) = lower(a.email) AS "isOwnEvent",
  CASE WHEN r.status = 'waitlisted' THEN place_in_line(r.id) END AS position,
  v.id AS "visitorId", v.first_name AS "firstName", v.last_name AS "lastName", v.email_address AS email, v.phone_number AS phone,
  e.id AS "eventId", e.title, e.status, e.description, e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format,
  e.location, ${onlineUrl} AS "onlineUrl", e.has_webinar AS "hasWebinar", e.price, e.online_price AS "onlinePrice", e.cover_motif AS "coverMotif", e.cover_id AS "coverId", e.cancel_reason AS "cancelReason",
  concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')) AS "organizerName", s.seat_limit + s.online_limit AS "seatLimit", s.seats_taken + s.online_taken AS "seatsTaken",
  s.online_limit AS "onlineLimit", s.online_taken AS "onlineTaken", e.prefers_reliable AS "prefersReliable", e.updated_at AS "changedAt"`;

const tables = Prisma.sql`
  reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = r.event_id
  JOIN event_seats s ON s.event_id = e.id JOIN accounts a ON a.id = e.organizer_id`;

/**
 * One registration by its number.
 * @throws NotFound if there is none
 */
export async function getRegistration(id: number): Promise<RegistrationDetails> {
  const [row] = await db.$queryRaw<Row[]>`SELECT ${columns} FROM ${tables} WHERE r.id = ${id}`;
  return toDetails(row);
}

/**
 * One registration by the secret of its mail.
 * @throws NotFound if there is none
 */
export async function getRegistrationByToken(token: string): Promise<RegistrationDetails> {
  const [row] = await db.$queryRaw<Row[]>`SELECT ${columns} FROM ${tables} WHERE r.token = ${token}::uuid`;
  return toDetails(row);
}

/** All registrations of a person with any organizer, by address; the nearest event first. Whether the address is theirs is for the caller to know. */
export async function listRegistrationsOf(email: string): Promise<RegistrationDetails[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${columns} FROM ${tables} WHERE lower(v.email_address) = lower(${email}) ORDER BY e.start_at DESC, r.id DESC LIMIT 500`;
  return rows.map(toDetails);
}

function toDetails(row: Row | undefined): RegistrationDetails {
  if (!row) throw new NotFound();
  const { id, organizerId, token, isRemote, billedAmount, refundAmount, billedAt, refundedAt, createdAt, updatedAt } = row;
  const { consentVersion, consentedAt, hasRated, isOwnEvent, position } = row;
  const { visitorId, firstName, lastName, email, phone, eventId, ownStatus, ownPrice, ...event } = row;
  return {
    ...{ id, organizerId, token, isRemote, billedAmount, refundAmount, billedAt, refundedAt, createdAt, updatedAt },
    ...{ consentVersion, consentedAt, hasRated, isOwnEvent, position },
    status: ownStatus,
    price: ownPrice,
    visitor: { id: visitorId, firstName, lastName, email, phone },
    event: { ...event, id: eventId },
  };
}
