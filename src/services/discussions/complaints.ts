import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { ComplaintReason } from '../../policies/complaints.ts';
import { notify } from '../notifications/notify.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';

interface NewComplaint {
  reporterId: number;
  reason: ComplaintReason;
  note: string;
}

/** Records a complaint of a post and tells the moderators; false if this person has complained of it before. */
export function reportPost(postId: number, { reporterId, reason, note }: NewComplaint): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const added = await tx.complaint.createMany({ data: [{ postId, reporterId, reason, note }], skipDuplicates: true });
    if (added.count === 0) return false;
    const { link, title, accountIds } = await whomToTell(tx, postId, reporterId);
    await notify(tx, { accountIds, kind: 'complaint', payload: { title }, link });
    return true;
  });
}

/** The moderators without the author and the reporter; where nobody else is left, the admins of the site. */
async function whomToTell(tx: Transaction, postId: number, reporterId: number) {
  const [found] = await tx.$queryRaw<{ slug: string; title: string; authorId: number; moderators: number[] }[]>`
    SELECT g.slug, d.title, x.author_id AS "authorId", ARRAY(SELECT m.account_id FROM group_members m
      WHERE m.group_id = g.id AND m.role IN ('leader', 'moderator') AND m.account_id NOT IN (x.author_id, ${reporterId}::int)) AS moderators
    FROM posts x JOIN discussions d ON d.id = x.discussion_id JOIN groups g ON g.id = d.group_id WHERE x.id = ${postId}`;
  const { slug, title, authorId, moderators } = found!;
  const accountIds = moderators.length > 0 ? moderators : await listAdmins(tx, authorId);
  return { link: `/groups/${slug}/complaints`, title, accountIds };
}

async function listAdmins(tx: Transaction, exceptId: number): Promise<number[]> {
  const admins = await tx.account.findMany({ where: { role: 'admin', deletedAt: null, NOT: { id: exceptId } }, select: { id: true } });
  return admins.map(({ id }) => id);
}

export const hasReported = async (postId: number, reporterId: number): Promise<boolean> =>
  (await db.complaint.count({ where: { postId, reporterId } })) > 0;

/** A complaint that nobody has decided on yet, with the post that it is about. */
export interface OpenComplaint extends ShownPerson {
  id: number;
  postId: number;
  reason: ComplaintReason;
  note: string;
  createdAt: Date;
  discussionId: number;
  title: string;
  body: string;
  authorName: string;
  postedAt: Date;
}

/** Of one's own posts others decide: who complained is not for their author to know. */
const isFor = (moderatorId: number) => Prisma.sql`c.resolution IS NULL AND x.deleted_at IS NULL AND x.author_id <> ${moderatorId}`;

const MOST_LISTED = 200;

/** The open complaints of a group for one of its moderators, those of one post together. */
export const listComplaints = (groupId: number, moderatorId: number): Promise<OpenComplaint[]> => db.$queryRaw<OpenComplaint[]>`
  SELECT c.id, c.post_id AS "postId", c.reason, c.note, c.created_at AS "createdAt", d.id AS "discussionId", d.title, x.body,
    x.created_at AS "postedAt", wrote.name AS "authorName", told.*
  FROM complaints c JOIN posts x ON x.id = c.post_id JOIN discussions d ON d.id = x.discussion_id
    CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = x.author_id) wrote
    CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = c.reporter_id) told
  WHERE d.group_id = ${groupId} AND ${isFor(moderatorId)}
  ORDER BY c.post_id, c.id LIMIT ${MOST_LISTED}`;

/** How many open complaints a moderator has to look at: in a group, or in one discussion of it. */
export async function countComplaints(where: { groupId: number } | { discussionId: number }, moderatorId: number): Promise<number> {
  const place = 'groupId' in where ? Prisma.sql`d.group_id = ${where.groupId}` : Prisma.sql`d.id = ${where.discussionId}`;
  const [found] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM complaints c JOIN posts x ON x.id = c.post_id JOIN discussions d ON d.id = x.discussion_id
    WHERE ${place} AND ${isFor(moderatorId)}`;
  return found!.count;
}

/** Leaves a post as it is and settles the complaints of it. */
export async function dismissComplaints(postId: number, moderatorId: number, now = new Date()): Promise<void> {
  await db.complaint.updateMany({
    where: { postId, resolution: null },
    data: { resolution: 'kept', resolvedById: moderatorId, resolvedAt: now },
  });
}
