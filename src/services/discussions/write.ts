import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { DomainError } from '../../errors.ts';
import { excerptOf } from '../../formats/markdown.ts';
import { writingRefusal } from '../../policies/discussions.ts';
import type { WritingRefusal } from '../../policies/discussions.ts';
import { notify } from '../notifications/notify.ts';
import { takeBackReply } from './take-back.ts';
import { shownColumns, shownTables } from '../people/shown.ts';

/** Thrown when somebody cannot write in a group or a discussion at the moment. */
export class WritingRefused extends DomainError {
  constructor(reason: WritingRefusal) {
    super(403, `writing_${reason}`);
  }
}

interface Author {
  accountId: number;
  groupId: number;
}

/** @throws WritingRefused */
async function assertCanWrite(tx: Transaction, { accountId, groupId }: Author, discussionId: number | null, now: Date): Promise<void> {
  const [place] = await tx.$queryRaw<{ archivedAt: Date | null; closedAt: Date | null; mutedUntil: Date | null; isMember: boolean }[]>`
    SELECT g.archived_at AS "archivedAt", d.closed_at AS "closedAt", m.muted_until AS "mutedUntil", m.account_id IS NOT NULL AS "isMember"
    FROM groups g LEFT JOIN group_members m ON m.group_id = g.id AND m.account_id = ${accountId}
      LEFT JOIN discussions d ON d.group_id = g.id AND d.id = ${discussionId}::int
    WHERE g.id = ${groupId}`;
  const { archivedAt, closedAt, mutedUntil, isMember } = place!;
  const refusal = writingRefusal({ archivedAt, closedAt, membership: isMember ? { mutedUntil } : null }, now);
  if (refusal) throw new WritingRefused(refusal);
}

/**
 * Begins a discussion with its first post; the answer is its id.
 * @throws WritingRefused if the author may not write in the group
 */
export const startDiscussion = (author: Author, opening: { title: string; body: string }, now = new Date()): Promise<number> =>
  db.$transaction((tx) => beginDiscussion(tx, author, opening, now));

/** The same within the caller's transaction. */
export async function beginDiscussion(
  tx: Transaction,
  author: Author,
  { title, body }: { title: string; body: string },
  now: Date,
): Promise<number> {
  await assertCanWrite(tx, author, null, now);
  const { accountId: authorId, groupId } = author;
  const begun = { createdAt: now, lastPostAt: now };
  const { id } = await tx.discussion.create({ data: { groupId, authorId, title, ...begun }, select: { id: true } });
  await tx.post.create({ data: { discussionId: id, authorId, body, createdAt: now }, select: { id: true } });
  return id;
}

interface Reply {
  discussionId: number;
  body: string;
  /** The post that is answered; one that is not there for everybody in this discussion is left out. */
  replyToId: number | null;
}

/**
 * Adds a post and tells the author of the one that it answers; the answer is its id.
 * @throws WritingRefused if the author may not write there
 */
export function addPost(author: Author, { discussionId, body, replyToId }: Reply, now = new Date()): Promise<number> {
  return db.$transaction(async (tx) => {
    await assertCanWrite(tx, author, discussionId, now);
    const authorId = author.accountId;
    const answered = replyToId === null ? null : await findAnswerable(tx, discussionId, replyToId);
    const data = { discussionId, authorId, body, replyToId: answered?.id ?? null, createdAt: now };
    const { id } = await tx.post.create({ data, select: { id: true } });
    if (answered && answered.authorId !== authorId) await tellOfReply(tx, answered.authorId, { id, authorId, body });
    return id;
  });
}

const findAnswerable = (tx: Transaction, discussionId: number, id: number) =>
  tx.post.findFirst({ where: { id, discussionId, deletedAt: null, hiddenAt: null }, select: { id: true, authorId: true } });

/** Who has left and could not read the answer is not told of it. */
async function tellOfReply(tx: Transaction, accountId: number, post: { id: number; authorId: number; body: string }): Promise<void> {
  const [facts] = await tx.$queryRaw<{ title: string; name: string }[]>`
    SELECT d.title, wrote.name FROM posts x JOIN discussions d ON d.id = x.discussion_id JOIN groups g ON g.id = d.group_id
      CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = x.author_id) wrote
    WHERE x.id = ${post.id}
      AND (g.is_discussion_public OR EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.account_id = ${accountId}))`;
  if (!facts) return;
  const payload = { ...facts, excerpt: excerptOf(post.body, 100) };
  await notify(tx, { accountIds: [accountId], kind: 'reply', payload, link: `/posts/${post.id}` });
}

/**
 * Changes a post of one's own, and the title of the discussion if it is given; says so at the post only if its words are others now.
 * @throws WritingRefused if the author may not write there any more
 */
export async function editPost(
  author: Author,
  post: { id: number; discussionId: number },
  { title, body }: { title?: string | undefined; body: string },
  now = new Date(),
): Promise<void> {
  await db.$transaction(async (tx) => {
    await assertCanWrite(tx, author, post.discussionId, now);
    const own = { id: post.id, authorId: author.accountId, deletedAt: null, hiddenAt: null };
    await tx.post.updateMany({ where: { ...own, NOT: { body } }, data: { body, editedAt: now } });
    if (title === undefined) return;
    await tx.discussion.updateMany({ where: { id: post.discussionId, posts: { some: own } }, data: { title } });
  });
}

/** Takes the words out of a post of one's own; its place in the discussion stays. */
export async function deletePost(accountId: number, id: number, now = new Date()): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.post.updateMany({ where: { id, authorId: accountId, deletedAt: null }, data: { body: '', deletedAt: now } });
    if (count > 0) await takeBackReply(tx, id);
  });
}
