import type { CurrentAccount } from './accounts.ts';
import { canModerateGroup, isMuted } from './groups.ts';
import type { GroupRole } from './groups.ts';

export type WritingRefusal = 'archived' | 'members' | 'muted' | 'closed';

interface Place {
  membership: { mutedUntil: Date | null } | null;
  archivedAt: Date | null;
  /** Of the discussion; null for a new one. */
  closedAt: Date | null;
}

/** Why somebody cannot write there, or null if they can. */
export function writingRefusal({ membership, archivedAt, closedAt }: Place, now = new Date()): WritingRefusal | null {
  if (archivedAt) return 'archived';
  if (!membership) return 'members';
  if (isMuted(membership, now)) return 'muted';
  return closedAt ? 'closed' : null;
}

interface Judged {
  authorId: number;
  deletedAt: Date | null;
  hiddenAt: Date | null;
}

const isAuthor = (account: CurrentAccount | null, post: Judged) => account?.id === post.authorId;

/** What was hidden is there for its author and for moderators. */
export const canSeePost = (account: CurrentAccount | null, role: GroupRole | null, post: Judged): boolean =>
  post.deletedAt === null && (post.hiddenAt === null || isAuthor(account, post) || canModerateGroup(account, role));

export const canEditPost = (account: CurrentAccount | null, post: Judged): boolean =>
  isAuthor(account, post) && post.deletedAt === null && post.hiddenAt === null;

/** One's own words can always be taken back. */
export const canDeletePost = (account: CurrentAccount | null, post: Judged): boolean => isAuthor(account, post) && post.deletedAt === null;

/** Nobody judges their own words. */
export const canModeratePost = (account: CurrentAccount | null, role: GroupRole | null, post: Judged): boolean =>
  canModerateGroup(account, role) && !isAuthor(account, post) && post.deletedAt === null;

/** Members complain of what all of them see; who moderates decides instead. */
export const canReportPost = (account: CurrentAccount | null, role: GroupRole | null, post: Judged): boolean =>
  role !== null && !canModerateGroup(account, role) && !isAuthor(account, post) && post.deletedAt === null && post.hiddenAt === null;
