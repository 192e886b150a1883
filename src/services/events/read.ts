import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';

/**
 * An event with its seats, its topic, its group and who runs it. Prices are in minor units. `seatLimit` and `seatsTaken` count both
 * sides of a hybrid event, `onlineLimit` and `onlineTaken` its online side alone.
 */
export interface EventDetails {
  id: number;
  organizerId: number;
  organizer: ShownPerson;
  organizerName: string;
  title: string;
  status: 'draft' | 'published' | 'cancelled';
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: 'offline' | 'online' | 'hybrid';
  location: string;
  onlineUrl: string;
  /** The online side meets in a webinar here. */
  hasWebinar: boolean;
  visitorLimit: number;
  price: number;
  onlinePrice: number;
  topicId: number | null;
  topicSlug: string | null;
  topicRu: string | null;
  topicEn: string | null;
  tags: string[];
  groupId: number | null;
  groupSlug: string | null;
  groupName: string | null;
  joinPolicy: 'open' | 'request' | null;
  isGroupArchived: boolean;
  membersOnly: boolean;
  prefersReliable: boolean;
  coverMotif: string;
  coverId: string | null;
  cancelReason: string;
  cancelledAt: Date | null;
  seatLimit: number;
  seatsTaken: number;
  onlineLimit: number;
  onlineTaken: number;
  updatedAt: Date;
}

/**
 * One event by its id, in one statement.
 * @throws NotFound if there is none
 */
export async function getEvent(id: number): Promise<EventDetails> {
  const [row] = await db.$queryRaw<(Omit<EventDetails, 'organizer' | 'organizerName'> & ShownPerson)[]>`
    SELECT e.id, e.organizer_id AS "organizerId", ${shownColumns}, e.title, e.status, e.description,
      e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format, e.location, e.online_url AS "onlineUrl", e.has_webinar AS "hasWebinar",
      e.visitor_limit AS "visitorLimit", e.price, e.online_price AS "onlinePrice", e.tags, e.group_id AS "groupId", g.slug AS "groupSlug", g.name AS "groupName",
      g.join_policy AS "joinPolicy", g.archived_at IS NOT NULL AS "isGroupArchived", e.members_only AS "membersOnly", e.prefers_reliable AS "prefersReliable", e.topic_id AS "topicId", t.slug AS "topicSlug", t.name_ru AS "topicRu", t.name_en AS "topicEn",
      e.cover_motif AS "coverMotif", e.cover_id AS "coverId", e.cancel_reason AS "cancelReason", e.cancelled_at AS "cancelledAt",
      s.seat_limit + s.online_limit AS "seatLimit", s.seats_taken + s.online_taken AS "seatsTaken", s.online_limit AS "onlineLimit", s.online_taken AS "onlineTaken",
      e.updated_at AS "updatedAt"
    FROM events e JOIN event_seats s ON s.event_id = e.id JOIN (${shownTables}) ON a.id = e.organizer_id
      LEFT JOIN topics t ON t.id = e.topic_id LEFT JOIN groups g ON g.id = e.group_id
    WHERE e.id = ${id}`;
  if (!row) throw new NotFound();
  const { personId, name, avatarId, seenBy, ...event } = row;
  return { ...event, organizer: { personId, name, avatarId, seenBy }, organizerName: name };
}
