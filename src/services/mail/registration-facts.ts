import { db } from '../../db.ts';
import { forSide } from '../../policies/registrations.ts';
import type { RegistrationFacts } from '../../presenters/mails.ts';
import { onlineUrl } from '../registrations/online-url.ts';

/** The facts of a registration in one statement, those of its own side where an event has two, or null if it is gone. */
export async function findRegistrationFacts(id: number): Promise<RegistrationFacts | null> {
  const [facts] = await db.$queryRaw<(RegistrationFacts & { isRemote: boolean })[]>`
    SELECT r.id, r.status, r.price, r.billed_amount AS "billedAmount", r.refund_amount AS "refundAmount", r.token,
      r.is_remote AS "isRemote", CASE WHEN r.status = 'waitlisted' THEN coalesce(place_in_line(r.id), 0) ELSE 0 END AS position,
      v.first_name AS "firstName", v.last_name AS "lastName", e.id AS "eventId", e.title, e.status AS "eventStatus", e.description,
      e.start_at AS "startAt", e.end_at AS "endAt", e.time_zone AS "timeZone", e.format, e.location, ${onlineUrl} AS "onlineUrl",
      e.cancel_reason AS "cancelReason", e.updated_at AS "eventUpdatedAt", concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')) AS "organizerName",
      EXISTS (SELECT 1 FROM event_ratings o WHERE o.registration_id = r.id) AS "hasRated",
      (SELECT n.mail_token FROM accounts n WHERE lower(n.email) = lower(v.email_address) AND n.email_confirmed_at IS NOT NULL) AS "mailToken",
      e.format = 'hybrid' AS "isHybrid", e.prefers_reliable AS "prefersReliable",
      EXISTS (SELECT 1 FROM reg_for_the_event w
        WHERE w.event_id = r.event_id AND w.status = 'waitlisted' AND w.is_remote = r.is_remote) AS "hasWaitlist"
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = r.event_id JOIN accounts a ON a.id = e.organizer_id
    WHERE r.id = ${id}`;
  return facts ? forSide(facts, facts.isRemote) : null;
}
