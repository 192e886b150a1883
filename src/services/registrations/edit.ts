import { db } from '../../db.ts';
import { Conflict, InvalidField } from '../../errors.ts';
import type { Money, RegistrationStatus } from '../../policies/registrations.ts';
import { lockRegistration } from './lock.ts';
import type { Owner } from './lock.ts';
import { saveMoney } from './money.ts';
import { applyStatus } from './status.ts';

export interface RegistrationEdit extends Money {
  /** The one it has, or one that it may change to. */
  status: RegistrationStatus;
  /** When the registration was last changed, as far as the editor knows. */
  version: Date;
}

/**
 * Saves what an organizer typed about a registration, all of it or nothing.
 * @throws NotFound
 * @throws Conflict (registration_changed, rated) if somebody changed it meanwhile
 * @throws InvalidField with the rule that forbids a value
 */
export function editRegistration(
  id: number,
  { status, version, ...money }: RegistrationEdit,
  { owner = null, now = new Date() }: { owner?: Owner; now?: Date } = {},
): Promise<void> {
  return db.$transaction(async (tx) => {
    const registration = await lockRegistration(tx, id, owner);
    if (registration.updatedAt.getTime() !== version.getTime()) throw new Conflict('registration_changed');
    await saveMoney(tx, registration, money, now);
    if (status === registration.status) return;
    const { refused } = await applyStatus(tx, [registration], { status, now });
    if (refused[0]) throw new InvalidField('status', refused[0].code, { from: refused[0].from });
  });
}
