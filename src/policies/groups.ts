import { canOrganize, isAdmin } from './accounts.ts';
import type { CurrentAccount } from './accounts.ts';

export const groupRoles = ['leader', 'moderator', 'member'] as const;
export type GroupRole = (typeof groupRoles)[number];

export const joinPolicies = ['open', 'request'] as const;
export type JoinPolicy = (typeof joinPolicies)[number];

/** Who does something: as much of an account as its rights follow from. */
export type Actor = Pick<CurrentAccount, 'id' | 'role'>;

/** Groups are founded by those who run events. */
export const canFoundGroup = canOrganize;

/** Settings, roles, closing the group. */
export const canManageGroup = (account: Actor | null, role: GroupRole | null): boolean => role === 'leader' || isAdmin(account);

/** Requests, bans, other people's posts. */
export const canModerateGroup = (account: Actor | null, role: GroupRole | null): boolean =>
  role === 'moderator' || canManageGroup(account, role);

/** Leaders have a say over all but other leaders, moderators over plain members; nobody over themselves. */
export function canActOnMember(account: Actor | null, role: GroupRole | null, other: { personId: number; role: GroupRole | null }) {
  if (account === null || account.id === other.personId) return false;
  if (isAdmin(account)) return true;
  if (role === 'leader') return other.role !== 'leader';
  return role === 'moderator' && (other.role === 'member' || other.role === null);
}

export const canReadDiscussion = (account: Actor | null, role: GroupRole | null, group: { isDiscussionPublic: boolean }): boolean =>
  group.isDiscussionPublic || role !== null || isAdmin(account);

export const isMuted = ({ mutedUntil }: { mutedUntil: Date | null }, now = new Date()): boolean => mutedUntil !== null && mutedUntil > now;

/** Leaders and moderators put events on in the group, if they run events at all. */
export const isOrganizerOf = (account: CurrentAccount | null, role: GroupRole | null): boolean =>
  canOrganize(account) && (role === 'leader' || role === 'moderator');
