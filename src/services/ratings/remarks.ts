import { db } from '../../db.ts';
import type { Presence } from '../../policies/ratings.ts';

/** What an organizer said of a person for the eyes of organizers. */
export interface Remark {
  stars: number;
  presence: Presence;
  words: string;
  createdAt: Date;
  title: string;
  timeZone: string;
  organizerName: string;
}

/**
 * What organizers said in words of the owner of an address, the newest first, as one of them may read it: their own, and the published
 * ones of others under the rule of reliability (an account, and a registration made by the person themselves).
 */
export const remarksOf = (email: string, organizerId: number): Promise<Remark[]> => db.$queryRaw<Remark[]>`
  SELECT o.stars, o.presence, o.words, o.created_at AS "createdAt", e.title, e.time_zone AS "timeZone", concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')) AS "organizerName"
  FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN participant_ratings o ON o.registration_id = r.id
    JOIN events e ON e.id = r.event_id JOIN accounts a ON a.id = r.organizer_id
  WHERE lower(v.email_address) = lower(${email}) AND o.words <> ''
    AND (r.organizer_id = ${organizerId} OR o.published_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM accounts p WHERE lower(p.email) = lower(${email}) AND p.email_confirmed_at IS NOT NULL)
      AND EXISTS (SELECT 1 FROM visitors w JOIN reg_for_the_event c ON c.visitor_id = w.id
        WHERE w.organizer_id = ${organizerId} AND lower(w.email_address) = lower(${email}) AND c.consented_at > coalesce(w.email_changed_at, '-infinity')))
  ORDER BY o.id DESC LIMIT 20`;
