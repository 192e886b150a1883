import type { Transaction } from '../../db.ts';
import { notify } from '../notifications/notify.ts';

interface Published {
  eventId: number;
  title: string;
  organizerId: number;
  /** The accounts of those who were rated. */
  accountIds: number[];
}

/** Tells both sides of the ratings of these registrations that are published now; an organizer has one unread notice of an event at most. */
export async function announcePublished(tx: Transaction, registrationIds: number[]): Promise<void> {
  const published = await tx.$queryRaw<Published[]>`
    SELECT e.id AS "eventId", e.title, e.organizer_id AS "organizerId", array_remove(array_agg(DISTINCT a.id), NULL) AS "accountIds"
    FROM reg_for_the_event r JOIN events e ON e.id = r.event_id JOIN visitors v ON v.id = r.visitor_id
      LEFT JOIN accounts a ON lower(a.email) = lower(v.email_address) AND a.email_confirmed_at IS NOT NULL
    WHERE r.id = ANY(${registrationIds}::int[])
      AND (EXISTS (SELECT 1 FROM event_ratings o WHERE o.registration_id = r.id AND o.published_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM participant_ratings o WHERE o.registration_id = r.id AND o.published_at IS NOT NULL))
    GROUP BY e.id ORDER BY e.id`;
  for (const one of published) await tellBothSides(tx, one);
}

async function tellBothSides(tx: Transaction, { eventId, title, organizerId, accountIds }: Published): Promise<void> {
  const link = `/events/${eventId}#reviews`;
  const told = await tx.notification.count({ where: { accountId: organizerId, kind: 'rating-published', link, readAt: null } });
  const organizer = told > 0 ? [] : [organizerId];
  await notify(tx, { accountIds: [...new Set([...accountIds, ...organizer])], kind: 'rating-published', payload: { title }, link });
}
