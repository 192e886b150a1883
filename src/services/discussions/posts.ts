import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { GroupRole } from '../../policies/groups.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';
import type { Post } from './read.ts';

/** A post with who wrote it, and what it answers. */
export interface ListedPost extends Post, ShownPerson {
  role: GroupRole | null;
  answered: (Pick<Post, 'id' | 'authorId' | 'body' | 'deletedAt' | 'hiddenAt'> & { name: string }) | null;
  /** How many complaints nobody has looked at yet. */
  complaints: number;
}

type Row = Omit<ListedPost, 'answered'> & {
  toId: number | null;
  toAuthorId: number;
  toBody: string;
  toDeletedAt: Date | null;
  toHiddenAt: Date | null;
  toName: string | null;
};

export interface PostsPage {
  posts: ListedPost[];
  hasPrevious: boolean;
  hasNext: boolean;
}

export const PAGE_SIZE = 20;

/** One page of a discussion, the oldest first: what follows the post `after`, or what comes before the post `before`. */
export async function listPosts(
  discussionId: number,
  { after = null, before = null }: { after?: number | null; before?: number | null } = {},
): Promise<PostsPage> {
  const beside = before !== null ? Prisma.sql`AND x.id < ${before}` : after !== null ? Prisma.sql`AND x.id > ${after}` : Prisma.empty;
  const found = await db.$queryRaw<Row[]>`
    SELECT x.id, x.discussion_id AS "discussionId", x.author_id AS "authorId", x.body, x.created_at AS "createdAt", x.edited_at AS "editedAt",
      x.deleted_at AS "deletedAt", x.hidden_at AS "hiddenAt", x.hidden_reason AS "hiddenReason", wrote.*, m.role,
      q.id AS "toId", q.author_id AS "toAuthorId", q.body AS "toBody", q.deleted_at AS "toDeletedAt", q.hidden_at AS "toHiddenAt", asked.name AS "toName",
      (SELECT count(*)::int FROM complaints c WHERE c.post_id = x.id AND c.resolution IS NULL) AS complaints
    FROM posts x JOIN discussions d ON d.id = x.discussion_id
      CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = x.author_id) wrote
      LEFT JOIN group_members m ON m.group_id = d.group_id AND m.account_id = x.author_id
      LEFT JOIN posts q ON q.id = x.reply_to_id
      LEFT JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = q.author_id) asked ON true
    WHERE x.discussion_id = ${discussionId} ${beside}
    ORDER BY x.id ${before === null ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${PAGE_SIZE + 1}`;
  const posts = found.slice(0, PAGE_SIZE).map(listed);
  const hasMore = found.length > PAGE_SIZE;
  return before === null
    ? { posts, hasPrevious: after !== null, hasNext: hasMore }
    : { posts: posts.reverse(), hasPrevious: hasMore, hasNext: true };
}

function listed({ toId, toAuthorId, toBody, toDeletedAt, toHiddenAt, toName, ...post }: Row): ListedPost {
  const answered = toId && {
    id: toId,
    authorId: toAuthorId,
    body: toBody,
    deletedAt: toDeletedAt,
    hiddenAt: toHiddenAt,
    name: toName ?? '',
  };
  return { ...post, answered: answered || null };
}

/** The post after which the page with the given one begins; null for the first page. */
export async function findPageOf(post: { id: number; discussionId: number }): Promise<number | null> {
  const [page] = await db.$queryRaw<{ after: number | null }[]>`
    SELECT (SELECT x.id FROM posts x WHERE x.discussion_id = ${post.discussionId} AND n.earlier >= ${PAGE_SIZE} ORDER BY x.id
      LIMIT 1 OFFSET greatest(n.earlier / ${PAGE_SIZE} * ${PAGE_SIZE} - 1, 0)) AS after
    FROM (SELECT count(*) AS earlier FROM posts WHERE discussion_id = ${post.discussionId} AND id < ${post.id}) n`;
  return page!.after;
}

/** The newest post of a discussion. */
export const findLastPost = (discussionId: number): Promise<{ id: number; discussionId: number } | null> =>
  db.post.findFirst({ where: { discussionId }, orderBy: { id: 'desc' }, select: { id: true, discussionId: true } });

/** The post of a discussion that somebody is answering, with the name of who wrote it; null if there is none such. */
export async function findAnswered(discussionId: number, id: number): Promise<ListedPost['answered']> {
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647) return null;
  const [post] = await db.$queryRaw<NonNullable<ListedPost['answered']>[]>`
    SELECT x.id, x.author_id AS "authorId", x.body, x.deleted_at AS "deletedAt", x.hidden_at AS "hiddenAt", wrote.name
    FROM posts x CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = x.author_id) wrote
    WHERE x.id = ${id} AND x.discussion_id = ${discussionId}`;
  return post ?? null;
}
