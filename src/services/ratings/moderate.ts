import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { notify } from '../notifications/notify.ts';
import { forgetAverages } from './averages.ts';

interface Decision {
  adminId: number;
  /** Told to the author. */
  reason: string;
  now?: Date;
}

/**
 * Hides a review from everybody with a reason: it leaves the averages too, and its author is told. Complaints about it are settled.
 * @throws NotFound if there is no such rating
 */
export async function hideReview(id: number, { adminId, reason, now = new Date() }: Decision): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.eventRating.updateMany({
      where: { id, hiddenAt: null },
      data: { hiddenAt: now, hiddenById: adminId, hiddenReason: reason },
    });
    await settle(tx, id, { resolution: 'hidden', adminId, now });
    if (count > 0) await tellAuthor(tx, id, reason);
    else if ((await tx.eventRating.count({ where: { id } })) === 0) throw new NotFound();
  });
  forgetAverages();
}

/**
 * Leaves a review as it is, or shows one again that was hidden; complaints about it are settled.
 * @throws NotFound if there is no such rating
 */
export async function keepReview(id: number, { adminId, now = new Date() }: Omit<Decision, 'reason'>): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.eventRating.updateMany({ where: { id }, data: { hiddenAt: null, hiddenById: null, hiddenReason: '' } });
    if (count === 0) throw new NotFound();
    await settle(tx, id, { resolution: 'kept', adminId, now });
  });
  forgetAverages();
}

async function settle(tx: Transaction, id: number, { resolution, adminId, now }: { resolution: string; adminId: number; now: Date }) {
  await tx.complaint.updateMany({
    where: { eventRatingId: id, resolution: null },
    data: { resolution, resolvedById: adminId, resolvedAt: now },
  });
}

async function tellAuthor(tx: Transaction, id: number, reason: string): Promise<void> {
  const [author] = await tx.$queryRaw<{ accountId: number; registrationId: number; title: string }[]>`
    SELECT a.id AS "accountId", r.id AS "registrationId", e.title
    FROM event_ratings o JOIN reg_for_the_event r ON r.id = o.registration_id JOIN visitors v ON v.id = r.visitor_id JOIN events e ON e.id = o.event_id
      JOIN accounts a ON lower(a.email) = lower(v.email_address) AND a.email_confirmed_at IS NOT NULL WHERE o.id = ${id}`;
  if (!author) return;
  const { accountId, registrationId, title } = author;
  await notify(tx, {
    accountIds: [accountId],
    kind: 'review-hidden',
    payload: { title, reason },
    link: `/registrations/${registrationId}/rating`,
  });
}
