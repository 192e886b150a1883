import { db } from '../../db.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';

/** What the reader of an event's page has to do with its ratings. */
export interface RatingReader {
  registrationId: number;
  status: RegistrationStatus;
  /** Of the organizer themselves. */
  isOwnEvent: boolean;
  /** What they said themselves; null before. */
  own: { stars: number; words: string; createdAt: Date; publishedAt: Date | null; hiddenAt: Date | null; hiddenReason: string } | null;
}

/** The registration and the rating of whoever owns this (confirmed) address, or null. */
export async function findRatingReader(eventId: number, email: string): Promise<RatingReader | null> {
  const [registration] = await db.$queryRaw<{ id: number; status: RegistrationStatus; isOwnEvent: boolean }[]>`
    SELECT r.id, r.status, lower(v.email_address) = lower(a.email) AS "isOwnEvent"
    FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN accounts a ON a.id = r.organizer_id
    WHERE lower(v.email_address) = lower(${email}) AND r.event_id = ${eventId}`;
  if (!registration) return null;
  const { id, status, isOwnEvent } = registration;
  return { registrationId: id, status, isOwnEvent, own: await db.eventRating.findUnique({ where: { registrationId: id } }) };
}
