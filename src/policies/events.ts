import { canOrganize, isAdmin } from './accounts.ts';
import type { CurrentAccount } from './accounts.ts';

interface Owned {
  organizerId: number;
}

/** The organizer of the event, as long as they organize, and admins. */
export const canEditEvent = (account: CurrentAccount | null, event: Owned): boolean =>
  canOrganize(account) && (isAdmin(account) || account.id === event.organizerId);

/** Everybody sees what is or was public; a draft is its owner's. */
export const canViewEvent = (account: CurrentAccount | null, event: Owned & { status: string }): boolean =>
  event.status !== 'draft' || canEditEvent(account, event);

/** No event lasts longer: a longer one is a slip in the year, and the catalogue need not look further back for running ones. */
export const LONGEST_EVENT_DAYS = 92;
