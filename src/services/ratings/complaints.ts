import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import type { ComplaintReason } from '../../policies/complaints.ts';
import { notify } from '../notifications/notify.ts';

const DESK = '/admin/complaints';

/**
 * Tells the administrators what somebody finds wrong with a review.
 * @throws Conflict if they have said so before
 */
export function complainOfReview(
  reviewId: number,
  reporterId: number,
  { reason, note }: { reason: ComplaintReason; note: string },
): Promise<void> {
  return db.$transaction(async (tx) => {
    const made = await tx.$executeRaw`
      INSERT INTO complaints (reporter_id, event_rating_id, reason, note) VALUES (${reporterId}, ${reviewId}, ${reason}, ${note}) ON CONFLICT DO NOTHING`;
    if (made === 0) throw new Conflict('complained');
    const { event } = await tx.eventRating.findUniqueOrThrow({ where: { id: reviewId }, select: { event: { select: { title: true } } } });
    await notify(tx, { accountIds: await adminsToTell(tx), kind: 'complaint', payload: { title: event.title }, link: DESK });
  });
}

/** Administrators who have no unread notice of complaints yet: one is enough to open the list. */
async function adminsToTell(tx: Transaction): Promise<number[]> {
  const admins = await tx.$queryRaw<{ id: number }[]>`
    SELECT a.id FROM accounts a WHERE a.role = 'admin' AND a.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.account_id = a.id AND n.kind = 'complaint' AND n.link = ${DESK} AND n.read_at IS NULL)`;
  return admins.map(({ id }) => id);
}

/** A review that people complain of, with all that they say. */
export interface ReportedReview {
  id: number;
  eventId: number;
  title: string;
  stars: number;
  words: string;
  firstName: string;
  lastName: string;
  hiddenReason: string;
  complaints: { reason: ComplaintReason; note: string; reporter: string }[];
}

/** Reviews with complaints that nobody has looked at, those complained of first first; at most 50. */
export const listReportedReviews = (): Promise<ReportedReview[]> => db.$queryRaw<ReportedReview[]>`
  SELECT o.id, e.id AS "eventId", e.title, o.stars, o.words, v.first_name AS "firstName", v.last_name AS "lastName", o.hidden_reason AS "hiddenReason",
    json_agg(json_build_object('reason', c.reason, 'note', c.note, 'reporter', concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) ORDER BY c.id) AS complaints
  FROM complaints c JOIN event_ratings o ON o.id = c.event_rating_id JOIN reg_for_the_event r ON r.id = o.registration_id
    JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = o.event_id JOIN accounts a ON a.id = c.reporter_id
  WHERE c.resolution IS NULL GROUP BY o.id, e.id, v.id ORDER BY min(c.id) LIMIT 50`;
