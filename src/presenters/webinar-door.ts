import type { CurrentAccount } from '../policies/accounts.ts';
import type { Entry } from '../policies/webinars.ts';
import type { Words } from './formatter.ts';

interface Outsider {
  visit: { eventId: number; title: string; endAt: Date; eventStatus: string; isRemoved: boolean; registration: { status: string } | null };
  entry: Entry;
  account: CurrentAccount | null;
  /** Where to log in and come back. */
  login: string;
}

/** What those read who may not enter a room, and what they can do about it. */
export function doorPage({ visit, entry, account, login }: Outsider, { t }: Words, now = new Date()) {
  const reason = reasonOf(visit, entry, account);
  const mayRegister = ['stranger', 'guest', 'withdrawn'].includes(reason);
  const isOpen = visit.eventStatus === 'published' && visit.endAt > now;
  return {
    title: visit.title,
    heading: t(`webinars:door.${reason}.title`),
    text: t(`webinars:door.${reason}.text`),
    login: reason === 'guest' ? login : '',
    register: mayRegister && isOpen ? `/events/${visit.eventId}/register` : '',
    event: `/events/${visit.eventId}`,
  };
}

function reasonOf(visit: Outsider['visit'], entry: Entry, account: CurrentAccount | null): string {
  if (visit.eventStatus === 'cancelled') return 'cancelled';
  if (entry === 'unpaid') return 'unpaid';
  if (visit.registration) return visit.isRemoved ? 'removed' : visit.registration.status === 'cancelled' ? 'withdrawn' : 'no_seat';
  return account ? 'stranger' : 'guest';
}
