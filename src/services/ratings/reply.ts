import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { notify } from '../notifications/notify.ts';

/**
 * Writes or changes the organizer's one reply to a published review, and tells its author.
 * @throws NotFound if there is no such review for everybody to read
 */
export function replyToReview(id: number, reply: string, now: Date = new Date()): Promise<void> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.eventRating.updateMany({
      where: { id, publishedAt: { not: null }, hiddenAt: null },
      data: { reply, repliedAt: now },
    });
    if (count === 0) throw new NotFound();
    const authors = await tx.$queryRaw<{ accountId: number; eventId: number; title: string }[]>`
      SELECT a.id AS "accountId", e.id AS "eventId", e.title
      FROM event_ratings o JOIN reg_for_the_event r ON r.id = o.registration_id JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = o.event_id
        JOIN accounts a ON lower(a.email) = lower(v.email_address) AND a.email_confirmed_at IS NOT NULL WHERE o.id = ${id}`;
    for (const { accountId, eventId, title } of authors) {
      const link = `/events/${eventId}/reviews#review-${id}`;
      const told = await tx.notification.count({ where: { accountId, kind: 'review-reply', link, readAt: null } });
      if (told === 0) await notify(tx, { accountIds: [accountId], kind: 'review-reply', payload: { title }, link });
    }
  });
}
