import { expect, test } from 'vitest';
import { canOrganize, isAdmin, ownedBy } from '../../../src/policies/accounts.ts';
import type { CurrentAccount } from '../../../src/policies/accounts.ts';

const account = (role: CurrentAccount['role']): CurrentAccount => ({
  id: 7,
  email: 'anna@example.test',
  firstName: 'Анна',
  lastName: 'Орлова',
  role,
  locale: 'ru',
  emailConfirmed: true,
  avatarId: null,
  unread: 0,
});

test('organizers and admins organize, participants and guests do not', () => {
  expect([account('organizer'), account('admin'), account('participant'), null].map(canOrganize)).toEqual([true, true, false, false]);
});

test('only an admin is an admin', () => {
  expect([account('admin'), account('organizer'), account('participant'), null].map(isAdmin)).toEqual([true, false, false, false]);
});

test('an organizer works with what is their own, an admin with everything', () => {
  expect([ownedBy(account('organizer')), ownedBy(account('admin'))]).toEqual([7, null]);
});
