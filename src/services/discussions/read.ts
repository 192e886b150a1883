import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { isOpeningHidden } from './opening.ts';

export interface Discussion {
  id: number;
  groupId: number;
  groupSlug: string;
  authorId: number;
  title: string;
  postCount: number;
  pinnedAt: Date | null;
  closedAt: Date | null;
  openingId: number;
  isOpeningHidden: boolean;
  /** How many people have written in it. */
  people: number;
}

/**
 * One discussion by its id.
 * @throws NotFound if there is none
 */
export async function getDiscussion(id: number): Promise<Discussion> {
  const [discussion] = await db.$queryRaw<Discussion[]>`
    SELECT d.id, d.group_id AS "groupId", g.slug AS "groupSlug", d.author_id AS "authorId", d.title, d.post_count AS "postCount",
      d.pinned_at AS "pinnedAt", d.closed_at AS "closedAt", ${isOpeningHidden} AS "isOpeningHidden", x.opening AS "openingId", x.people
    FROM discussions d JOIN groups g ON g.id = d.group_id
      CROSS JOIN LATERAL (SELECT min(id) AS opening, count(DISTINCT author_id)::int AS people FROM posts WHERE discussion_id = d.id) x
    WHERE d.id = ${id}`;
  if (!discussion) throw new NotFound();
  return discussion;
}

export interface Post {
  id: number;
  discussionId: number;
  authorId: number;
  body: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  hiddenAt: Date | null;
  hiddenReason: string;
}

const columns = {
  id: true,
  discussionId: true,
  authorId: true,
  body: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
  hiddenAt: true,
  hiddenReason: true,
} as const;

/**
 * One post by its id.
 * @throws NotFound if there is none
 */
export async function getPost(id: number): Promise<Post> {
  const post = await db.post.findUnique({ where: { id }, select: columns });
  if (!post) throw new NotFound();
  return post;
}
