import { db } from '../../db.ts';
import type { GroupRole } from '../../policies/groups.ts';

export interface Membership {
  role: GroupRole;
  wantsEventMails: boolean;
  mutedUntil: Date | null;
  joinedAt: Date;
}

/** What a person is to a group: in it, waiting to be let in, kept out, or following it. */
export interface Standing {
  membership: Membership | null;
  hasRequested: boolean;
  isBanned: boolean;
  isFollowing: boolean;
}

const stranger: Standing = { membership: null, hasRequested: false, isBanned: false, isFollowing: false };

/** All that a group's pages need to know of who is looking; null is a guest. */
export async function findStanding(groupId: number, accountId: number | null): Promise<Standing> {
  if (accountId === null) return stranger;
  const [row] = await db.$queryRaw<(Partial<Membership> & Omit<Standing, 'membership'>)[]>`
    SELECT m.role, m.wants_event_mails AS "wantsEventMails", m.muted_until AS "mutedUntil", m.joined_at AS "joinedAt",
      EXISTS (SELECT 1 FROM group_requests WHERE group_id = ${groupId} AND account_id = a.id) AS "hasRequested",
      EXISTS (SELECT 1 FROM group_bans WHERE group_id = ${groupId} AND account_id = a.id) AS "isBanned",
      EXISTS (SELECT 1 FROM follows WHERE group_id = ${groupId} AND account_id = a.id) AS "isFollowing"
    FROM accounts a LEFT JOIN group_members m ON m.account_id = a.id AND m.group_id = ${groupId}
    WHERE a.id = ${accountId}`;
  if (!row) return stranger;
  const { hasRequested, isBanned, isFollowing, ...membership } = row;
  return { membership: membership.role ? (membership as Membership) : null, hasRequested, isBanned, isFollowing };
}
