import { changeStatus, refuseIfAny } from './status.ts';
import type { Canceller } from './status.ts';
import type { Owner } from './lock.ts';

/**
 * Cancels a registration, frees its seat and gives it to the first in line; both are told by mail. Cancelling twice changes nothing.
 * `by`: the organizer, unless told otherwise.
 * @throws NotFound if there is no such registration, or it is somebody else's
 * @throws Conflict once the event is over or has been cancelled, or the visitor has been marked at the door
 */
export async function cancelRegistration(id: number, options: { owner?: Owner; by?: Canceller; now?: Date } = {}): Promise<void> {
  refuseIfAny(await changeStatus([id], 'cancelled', options));
}
