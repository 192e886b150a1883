import { Prisma } from '../../generated/client.ts';

/** An event as a card shows it. Prices are in minor units; seats are those of both sides of a hybrid event. */
export interface ListedEvent {
  id: number;
  title: string;
  status: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  price: number;
  onlinePrice: number;
  membersOnly: boolean;
  coverMotif: string;
  coverId: string | null;
  seatLimit: number;
  seatsTaken: number;
}

/** The columns of a listed event, out of events `e` and event_seats `s`. */
export const listedColumns = Prisma.sql`
  e.id, e.title, e.status, e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format, e.location,
  e.price, e.online_price AS "onlinePrice", e.members_only AS "membersOnly", e.cover_motif AS "coverMotif", e.cover_id AS "coverId",
  s.seat_limit + s.online_limit AS "seatLimit", s.seats_taken + s.online_taken AS "seatsTaken"`;
