import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { unfinishedQuery } from '../events/search.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';
import { isOpeningHidden } from './opening.ts';

/** A discussion in the list of its group: who began it and who spoke last. */
export interface ListedDiscussion extends ShownPerson {
  id: number;
  title: string;
  postCount: number;
  lastPostAt: Date;
  lastName: string;
  pinnedAt: Date | null;
  closedAt: Date | null;
  isHidden: boolean;
}

/** Where a page begins: beside this discussion of the order. */
export interface DiscussionPosition {
  isPinned: boolean;
  lastPostAt: Date;
  id: number;
}

export interface DiscussionFilter {
  groupId: number;
  q?: string;
  after?: DiscussionPosition | null;
  before?: DiscussionPosition | null;
  /** Who sees what was hidden: everybody's for moderators, their own for others. */
  reader: { accountId: number | null; moderates: boolean };
}

export interface DiscussionsPage {
  discussions: ListedDiscussion[];
  hasPrevious: boolean;
  hasNext: boolean;
}

export const PAGE_SIZE = 20;

/** One page of a group's discussions: pinned ones first, then by the last post. */
export async function listDiscussions(filter: DiscussionFilter): Promise<DiscussionsPage> {
  const direction = filter.before ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const found = await db.$queryRaw<ListedDiscussion[]>`
    SELECT d.id, d.title, d.post_count AS "postCount", d.last_post_at AS "lastPostAt", d.pinned_at AS "pinnedAt", d.closed_at AS "closedAt",
      ${isOpeningHidden} AS "isHidden", began.*, coalesce(spoke.name, '') AS "lastName"
    FROM discussions d
      CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = d.author_id) began
      LEFT JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables}
        WHERE a.id = (SELECT x.author_id FROM posts x WHERE x.discussion_id = d.id ORDER BY x.id DESC LIMIT 1)) spoke ON true
    WHERE ${Prisma.join(conditions(filter), ' AND ')}
    ORDER BY (d.pinned_at IS NOT NULL) ${direction}, d.last_post_at ${direction}, d.id ${direction} LIMIT ${PAGE_SIZE + 1}`;
  const discussions = found.slice(0, PAGE_SIZE);
  const hasMore = found.length > PAGE_SIZE;
  return filter.before
    ? { discussions: discussions.reverse(), hasPrevious: hasMore, hasNext: true }
    : { discussions, hasPrevious: Boolean(filter.after), hasNext: hasMore };
}

function conditions({ groupId, q, after, before, reader }: DiscussionFilter): Prisma.Sql[] {
  const position = before ?? after;
  return [
    Prisma.sql`d.group_id = ${groupId}`,
    ...(reader.moderates ? [] : [Prisma.sql`(NOT ${isOpeningHidden} OR d.author_id = ${reader.accountId}::int)`]),
    ...(q ? [hasWords(q)] : []),
    ...(position ? [beside(position, before ? Prisma.sql`>` : Prisma.sql`<`)] : []),
  ];
}

const beside = ({ isPinned, lastPostAt, id }: DiscussionPosition, sign: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`((d.pinned_at IS NOT NULL), d.last_post_at, d.id) ${sign} (${isPinned}::boolean, ${lastPostAt}::timestamptz, ${id}::int)`;

function hasWords(q: string): Prisma.Sql {
  const unfinished = unfinishedQuery(q);
  const prefix = unfinished ? Prisma.sql` || to_tsquery('russian', ${unfinished})` : Prisma.empty;
  return Prisma.sql`to_tsvector('russian', d.title) @@ (websearch_to_tsquery('russian', ${q})${prefix})`;
}
