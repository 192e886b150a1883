import { db } from '../../db.ts';
import { notify } from '../notifications/notify.ts';
import { takeBackReply } from './take-back.ts';

interface Decision {
  moderatorId: number;
  reason: string;
}

/** Hides a post from all but its author and the moderators, settles the complaints of it, and tells the author why. Once hidden, it stays as it is. */
export async function hidePost(id: number, { moderatorId, reason }: Decision, now = new Date()): Promise<void> {
  await db.$transaction(async (tx) => {
    const [hidden] = await tx.$queryRaw<{ authorId: number; title: string }[]>`
      UPDATE posts x SET hidden_at = ${now}::timestamptz, hidden_by_id = ${moderatorId}, hidden_reason = ${reason} FROM discussions d
      WHERE x.id = ${id} AND d.id = x.discussion_id AND x.hidden_at IS NULL AND x.deleted_at IS NULL
      RETURNING x.author_id AS "authorId", d.title`;
    if (!hidden) return;
    await tx.complaint.updateMany({
      where: { postId: id, resolution: null },
      data: { resolution: 'hidden', resolvedById: moderatorId, resolvedAt: now },
    });
    await takeBackReply(tx, id);
    const payload = { title: hidden.title, reason };
    await notify(tx, { accountIds: [hidden.authorId], kind: 'post-hidden', payload, link: `/posts/${id}` });
  });
}

/** Shows a hidden post to everybody again. */
export async function showPost(id: number): Promise<void> {
  await db.post.updateMany({ where: { id }, data: { hiddenAt: null, hiddenById: null, hiddenReason: '' } });
}

/** Keeps a discussion at the top of the list, or no longer. */
export async function pinDiscussion(id: number, isPinned: boolean, now = new Date()): Promise<void> {
  await db.discussion.updateMany({ where: { id, pinnedAt: isPinned ? null : { not: null } }, data: { pinnedAt: isPinned ? now : null } });
}

/** Lets nobody write in a discussion, or everybody again. */
export async function closeDiscussion(id: number, isClosed: boolean, now = new Date()): Promise<void> {
  await db.discussion.updateMany({ where: { id, closedAt: isClosed ? null : { not: null } }, data: { closedAt: isClosed ? now : null } });
}
