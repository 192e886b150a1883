import { describe, expect, test } from 'vitest';
import { canActOnMember, canManageGroup, canModerateGroup, canReadDiscussion } from '../../../src/policies/groups.ts';
import type { GroupRole } from '../../../src/policies/groups.ts';

const person = { id: 7, role: 'participant' as const };
const admin = { id: 8, role: 'admin' as const };
const ranks: (GroupRole | null)[] = ['leader', 'moderator', 'member', null];

test('leaders manage, moderators moderate besides, admins do both without being in the group', () => {
  expect(ranks.map((role) => canManageGroup(person, role))).toEqual([true, false, false, false]);
  expect(ranks.map((role) => canModerateGroup(person, role))).toEqual([true, true, false, false]);
  expect([canManageGroup(admin, null), canModerateGroup(admin, null), canManageGroup(null, null)]).toEqual([true, true, false]);
});

describe('a say over others', () => {
  const say = (own: GroupRole | null, actor = person) => ranks.map((role) => canActOnMember(actor, own, { personId: 9, role }));

  test('is had over who stands lower; by leaders not over leaders', () => {
    expect(say('leader')).toEqual([false, true, true, true]);
    expect(say('moderator')).toEqual([false, false, true, true]);
    expect(say('member')).toEqual([false, false, false, false]);
    expect(say(null)).toEqual([false, false, false, false]);
    expect(ranks.map((role) => canActOnMember(admin, null, { personId: 9, role }))).toEqual([true, true, true, true]);
  });

  test('is had by nobody over themselves', () => {
    expect(canActOnMember(admin, 'leader', { personId: 8, role: 'leader' })).toBe(false);
    expect(canActOnMember(person, 'moderator', { personId: 7, role: 'moderator' })).toBe(false);
  });
});

test('a discussion that is not public is read by members and admins', () => {
  const group = { isDiscussionPublic: false };
  expect(ranks.map((role) => canReadDiscussion(person, role, group))).toEqual([true, true, true, false]);
  expect([canReadDiscussion(null, null, group), canReadDiscussion(admin, null, group)]).toEqual([false, true]);
  expect(canReadDiscussion(null, null, { isDiscussionPublic: true })).toBe(true);
});
