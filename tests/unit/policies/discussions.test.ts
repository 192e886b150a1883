import { expect, test } from 'vitest';
import { writingRefusal } from '../../../src/policies/discussions.ts';

test('members write until they are muted and until the group or the discussion is closed', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const member = { mutedUntil: null };
  const open = { membership: member, archivedAt: null, closedAt: null };
  expect(writingRefusal(open, now)).toBe(null);
  expect(writingRefusal({ ...open, membership: { mutedUntil: new Date('2026-11-22T12:00:00Z') } }, now)).toBe(null);
  expect(writingRefusal({ ...open, membership: { mutedUntil: new Date('2026-11-22T12:00:01Z') } }, now)).toBe('muted');
  expect(writingRefusal({ ...open, closedAt: now }, now)).toBe('closed');
  expect(writingRefusal({ ...open, membership: null }, now)).toBe('members');
  expect(writingRefusal({ ...open, archivedAt: now }, now)).toBe('archived');
});
