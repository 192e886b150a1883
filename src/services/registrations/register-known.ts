import { db } from '../../db.ts';
import { InvalidField } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { isGone } from '../../policies/privacy.ts';
import { registerVisitor } from './register.ts';
import type { PersonDetails, Registering } from './register.ts';

/** An event that an organizer may still put people down for. */
export interface OpenEvent {
  id: number;
  organizerId: number;
  title: string;
  startAt: Date;
  timeZone: string;
  format: string;
  price: number;
  onlinePrice: number;
  /** Of both sides; the next two of the online one. */
  seatLimit: number;
  seatsTaken: number;
  onlineLimit: number;
  onlineTaken: number;
}

/** The published events of an organizer (of everybody for null) that are not over, the nearest first. */
export function listOpenEvents(owner: number | null, limit = 300): Promise<OpenEvent[]> {
  return db.$queryRaw<OpenEvent[]>`
    SELECT e.id, e.organizer_id AS "organizerId", e.title, e.start_at AS "startAt", e.time_zone AS "timeZone",
      e.format, e.price, e.online_price AS "onlinePrice", s.seat_limit + s.online_limit AS "seatLimit", s.seats_taken + s.online_taken AS "seatsTaken",
      s.online_limit AS "onlineLimit", s.online_taken AS "onlineTaken"
    FROM events e JOIN event_seats s ON s.event_id = e.id
    WHERE e.status = 'published' AND e.end_at > now() AND ${owner === null ? Prisma.sql`true` : Prisma.sql`e.organizer_id = ${owner}`}
    ORDER BY e.start_at, e.id LIMIT ${limit}`;
}

/** Somebody out of an organizer's list (of anybody's for null). */
export async function findKnownVisitor(id: number, owner: number | null) {
  const visitor = await db.visitor.findUnique({ where: { id, ...(owner === null ? {} : { organizerId: owner }) } });
  return (
    visitor && { id, firstName: visitor.firstName, lastName: visitor.lastName, email: visitor.emailAddress, phone: visitor.phoneNumber }
  );
}

export type KnownRegistering = Registering & { person: PersonDetails };

/**
 * Registers somebody out of an organizer's list for one of their events.
 * @throws InvalidField if the event or the visitor is not theirs, or the two belong to different organizers
 */
export async function registerKnownVisitor(
  eventId: number,
  visitorId: number,
  { owner, ...wish }: { owner: number | null; locale: string; acceptWaitlist: boolean; isRemote: boolean },
): Promise<KnownRegistering> {
  const [event, visitor] = await Promise.all([
    db.event.findUnique({ where: { id: eventId }, select: { organizerId: true } }),
    db.visitor.findUnique({ where: { id: visitorId } }),
  ]);
  const isTheirs = (thing: { organizerId: number } | null) => thing !== null && (owner === null || thing.organizerId === owner);
  if (!event || !isTheirs(event)) throw new InvalidField('event_id', 'event');
  if (!visitor || !isTheirs(visitor) || isGone(visitor.emailAddress)) throw new InvalidField('visitor_id', 'visitor');
  if (event.organizerId !== visitor.organizerId) throw new InvalidField('visitor_id', 'visitor_of_another');

  const { firstName, lastName, emailAddress: email, phoneNumber: phone } = visitor;
  const person = { firstName, lastName, email, phone };
  return { ...(await registerVisitor(eventId, person, { ...wish, by: 'organizer' })), person };
}
