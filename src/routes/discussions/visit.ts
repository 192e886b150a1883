import type { Request, Response } from 'express';
import { Forbidden } from '../../errors.ts';
import { writingRefusal } from '../../policies/discussions.ts';
import type { WritingRefusal } from '../../policies/discussions.ts';
import { canModerateGroup, canReadDiscussion } from '../../policies/groups.ts';
import { idOf } from '../../schemas/form.ts';
import { getDiscussion, getPost } from '../../services/discussions/read.ts';
import type { Discussion, Post } from '../../services/discussions/read.ts';
import { findStanding } from '../../services/groups/membership.ts';
import { getGroup } from '../../services/groups/read.ts';
import type { Visit } from '../groups/visit.ts';

/** A discussion, its group and what the one who looks is to it. */
export interface DiscussionVisit extends Visit {
  discussion: Discussion;
}

export interface PostVisit extends DiscussionVisit {
  post: Post;
}

/** Thrown when a discussion is for the members of its group, and the reader is none. */
export class MembersDiscussion extends Forbidden {
  readonly visit: Visit;

  constructor(visit: Visit) {
    super('discussion_members');
    this.visit = visit;
  }
}

/** @throws MembersDiscussion */
export function assertCanRead(visit: Visit, { locals }: Response): void {
  if (!canReadDiscussion(locals.account, visit.role, visit.group)) throw new MembersDiscussion(visit);
}

/**
 * The discussion of an address that begins with /discussions/:id, for whoever may read it.
 * @throws NotFound if there is none
 * @throws MembersDiscussion if the reader is no member where it takes one
 */
export const visitDiscussion = (req: Request, res: Response): Promise<DiscussionVisit> => openDiscussion(idOf(req.params['id']), res);

async function openDiscussion(id: number, res: Response): Promise<DiscussionVisit> {
  const discussion = await getDiscussion(id);
  const group = await getGroup(discussion.groupSlug);
  const standing = await findStanding(group.id, res.locals.account?.id ?? null);
  const visit = { group, standing, role: standing.membership?.role ?? null, discussion };
  assertCanRead(visit, res);
  return visit;
}

/** The same for an address that begins with /posts/:id. */
export async function visitPost(req: Request, res: Response): Promise<PostVisit> {
  const post = await getPost(idOf(req.params['id']));
  return { ...(await openDiscussion(post.discussionId, res)), post };
}

/** Why the reader cannot write in the group, or in the discussion if there is one. */
export const refusalOf = ({ group, standing, discussion }: Visit & { discussion?: Discussion }): WritingRefusal | null =>
  writingRefusal({ archivedAt: group.archivedAt, membership: standing.membership, closedAt: discussion?.closedAt ?? null });

/** Whoever opens a hidden discussion finds no title there but for its author and the moderators. */
export const titleOf = ({ discussion, role }: DiscussionVisit, { locals }: Response): string =>
  discussion.isOpeningHidden && locals.account?.id !== discussion.authorId && !canModerateGroup(locals.account, role)
    ? locals.t('discussions:hidden_title')
    : discussion.title;
