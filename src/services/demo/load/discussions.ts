import { demoDiscussions } from '../discussions/index.ts';
import type { DemoPost } from '../discussions/discussion.ts';
import { HOUR_MS, ago } from '../times.ts';
import { insertWithIds } from './insert.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

type Base = Pick<World, 'tx' | 'now' | 'accounts' | 'groups'>;

/** Writes what the groups talk about, post after post in the order of time, with replies and complaints. */
export async function loadDiscussions(world: Base): Promise<void> {
  const { tx, now } = world;
  const opened = demoDiscussions.map((one) => ({ ...one, createdAt: ago(now, one.posts[0]!.at) }));
  const discussions = await tx.discussion.createManyAndReturn({
    data: opened.map(({ group, title, posts, createdAt, ...one }) => ({
      groupId: known(world.groups, group),
      authorId: known(world.accounts, posts[0]!.by),
      title,
      createdAt,
      lastPostAt: createdAt,
      pinnedAt: one.isPinned ? createdAt : null,
      closedAt: one.isClosed ? new Date(ago(now, posts.at(-1)!.at).getTime() + HOUR_MS / 2) : null,
    })),
    select: { id: true },
  });
  const posts = demoDiscussions
    .flatMap(({ posts: all }, n) => all.map((post, place) => ({ post, n, place, createdAt: ago(now, post.at) })))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const rows = posts.map(({ post, n, createdAt }) => ({ discussionId: discussions[n]!.id, createdAt, ...postRow(post, createdAt, world) }));
  const postIds = await insertWithIds(tx, 'posts', rows);
  const ids = new Map(posts.map(({ n, place }, index) => [`${n} ${place}`, postIds[index]!]));
  await loadReplies(tx, ids);
  await tx.complaint.createMany({ data: complaintRows(world, ids) });
}

function postRow({ by, text, isEdited, hidden }: DemoPost, createdAt: Date, { accounts }: Base) {
  return {
    authorId: known(accounts, by),
    body: text,
    editedAt: isEdited ? new Date(createdAt.getTime() + HOUR_MS / 4) : null,
    hiddenAt: hidden ? new Date(createdAt.getTime() + HOUR_MS) : null,
    hiddenById: hidden ? known(accounts, hidden.by) : null,
    hiddenReason: hidden?.reason ?? '',
  };
}

async function loadReplies(tx: Base['tx'], ids: Map<string, number>): Promise<void> {
  const replies = demoDiscussions.flatMap(({ posts }, n) =>
    posts.flatMap(({ to }, place) => (to === undefined ? [] : [{ id: known(ids, `${n} ${place}`), to: known(ids, `${n} ${to}`) }])),
  );
  await tx.$executeRaw`
    UPDATE posts SET reply_to_id = r."to" FROM jsonb_to_recordset(${JSON.stringify(replies)}::jsonb) AS r (id int, "to" int) WHERE posts.id = r.id`;
}

const complaintRows = ({ accounts, now }: Base, ids: Map<string, number>) =>
  demoDiscussions.flatMap(({ posts }, n) =>
    posts.flatMap(({ complaint }, place) =>
      complaint
        ? [
            {
              postId: known(ids, `${n} ${place}`),
              reporterId: known(accounts, complaint.by),
              reason: complaint.reason,
              note: complaint.note,
              createdAt: ago(now, complaint.at),
            },
          ]
        : [],
    ),
  );
