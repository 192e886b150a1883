import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';

/** An event with its seats, its topic and who runs it. `price` is in minor units. */
export interface EventDetails {
  id: number;
  organizerId: number;
  organizerName: string;
  title: string;
  status: 'draft' | 'published' | 'cancelled';
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: 'offline' | 'online';
  location: string;
  onlineUrl: string;
  visitorLimit: number;
  price: number;
  topicId: number | null;
  topicSlug: string | null;
  topicRu: string | null;
  topicEn: string | null;
  coverMotif: string;
  cancelReason: string;
  cancelledAt: Date | null;
  seatLimit: number;
  seatsTaken: number;
  updatedAt: Date;
}

/**
 * One event by its id, in one statement.
 * @throws NotFound if there is none
 */
export async function getEvent(id: number): Promise<EventDetails> {
  const [event] = await db.$queryRaw<EventDetails[]>`
    SELECT e.id, e.organizer_id AS "organizerId", concat_ws(' ', a.first_name, a.last_name) AS "organizerName", e.title, e.status, e.description,
      e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format, e.location, e.online_url AS "onlineUrl",
      e.visitor_limit AS "visitorLimit", e.price, e.topic_id AS "topicId", t.slug AS "topicSlug", t.name_ru AS "topicRu", t.name_en AS "topicEn",
      e.cover_motif AS "coverMotif", e.cancel_reason AS "cancelReason", e.cancelled_at AS "cancelledAt", s.seat_limit AS "seatLimit", s.seats_taken AS "seatsTaken",
      e.updated_at AS "updatedAt"
    FROM events e JOIN event_seats s ON s.event_id = e.id JOIN accounts a ON a.id = e.organizer_id LEFT JOIN topics t ON t.id = e.topic_id
    WHERE e.id = ${id}`;
  if (!event) throw new NotFound();
  return event;
}
