import { canEditEvent } from './events.ts';
import type { CurrentAccount } from './accounts.ts';

export const registrationStatuses = ['registered', 'waitlisted', 'cancelled', 'attended', 'no_show'] as const;
export type RegistrationStatus = (typeof registrationStatuses)[number];

/** What an organizer may set by hand; the waiting list is joined by registering for a full event. */
export const settableStatuses = ['registered', 'attended', 'no_show', 'cancelled'] as const;
export type SettableStatus = (typeof settableStatuses)[number];

interface EventTimes {
  status: string;
  startAt: Date;
  endAt: Date;
}

export const takesSeat = (status: RegistrationStatus): boolean => status !== 'waitlisted' && status !== 'cancelled';

/** From which statuses a status can be reached. */
const reachable: Record<RegistrationStatus, RegistrationStatus[]> = {
  waitlisted: [],
  registered: ['waitlisted', 'cancelled', 'attended', 'no_show'],
  attended: ['registered', 'waitlisted', 'cancelled', 'no_show'],
  no_show: ['registered', 'attended'],
  cancelled: ['registered', 'waitlisted'],
};

/** Why a registration cannot change from one status to another, as a key of registrations:refused, or null if it can. Seats are another matter. */
export function statusRefusal(from: RegistrationStatus, to: RegistrationStatus, event: EventTimes, now: Date): string | null {
  if (from === to) return null;
  if (event.status === 'cancelled') return 'event_cancelled';
  if (to === 'cancelled' && (from === 'attended' || from === 'no_show')) return 'settled';
  if (!reachable[to].includes(from)) return 'transition';
  if (to === 'no_show' && now < event.startAt) return 'not_started';
  if (to === 'cancelled' && now >= event.endAt) return 'ended';
  if (to === 'registered' && !takesSeat(from) && now >= event.endAt) return 'ended';
  return null;
}

/** The two ways to take part in a hybrid event; elsewhere there is nothing to choose. */
export const sides = ['offline', 'online'] as const;
export type Side = (typeof sides)[number];

interface SidedEvent extends EventTimes {
  format: string;
  /** Of the place. */
  price: number;
  onlinePrice: number;
}

interface SidedRegistration {
  status: RegistrationStatus;
  isRemote: boolean;
  price: number;
  billedAmount: number;
}

/** Why a registration cannot change to the other side of its event, as a key of registrations:refused, or null if it can. Seats are another matter. */
export function sideRefusal({ status, isRemote, price, billedAmount }: SidedRegistration, event: SidedEvent, now: Date): string | null {
  if (event.format !== 'hybrid') return 'one_side';
  if (event.status === 'cancelled') return 'event_cancelled';
  if (status !== 'registered' && status !== 'waitlisted') return 'side_settled';
  if (now >= event.endAt) return 'ended';
  return billedAmount > 0 && otherPrice({ isRemote }, event) !== price ? 'side_paid' : null;
}

/** What the side costs that somebody does not take part on, in minor units. */
export const otherPrice = ({ isRemote }: { isRemote: boolean }, event: { price: number; onlinePrice: number }): number =>
  isRemote ? event.price : event.onlinePrice;

/** An event as one side of it has it: whoever comes needs no link, whoever watches no address. */
export function forSide<E extends { format: string; location: string; onlineUrl: string }>(event: E, isRemote: boolean): E {
  if (event.format !== 'hybrid') return event;
  return isRemote ? { ...event, format: 'online', location: '' } : { ...event, format: 'offline', onlineUrl: '' };
}

/** The organizer of the registration, as long as they organize, and admins. */
export const canEditRegistration = (account: CurrentAccount | null, registration: { organizerId: number }): boolean =>
  canEditEvent(account, registration);

/** A registration is one's own by its address, once that is proven to be one's own too. */
export const isOwnRegistration = (account: CurrentAccount | null, { visitor }: { visitor: { email: string } }): boolean =>
  account !== null && account.emailConfirmed && account.email.toLowerCase() === visitor.email.toLowerCase();

/** Money taken and given back, in minor units; the moments are null where there is no amount. */
export interface Money {
  billedAmount: number;
  billedAt: Date | null;
  refundAmount: number;
  refundedAt: Date | null;
}

const toMinute = (date: Date) => Math.floor(date.getTime() / 60_000);

/** What is wrong with the money of a registration, as a field and a key of registrations:refused, or null. Moments are typed to the minute. */
export function moneyRefusal(
  { billedAmount, billedAt, refundAmount, refundedAt }: Money,
  now: Date,
): { field: string; code: string } | null {
  if (refundAmount > billedAmount) return { field: 'refund_amount', code: 'refund_over_billed' };
  if (billedAt && toMinute(billedAt) > toMinute(now)) return { field: 'billed_at', code: 'future' };
  if (refundedAt && toMinute(refundedAt) > toMinute(now)) return { field: 'refunded_at', code: 'future' };
  if (billedAt && refundedAt && toMinute(refundedAt) < toMinute(billedAt)) return { field: 'refunded_at', code: 'refund_before_payment' };
  return null;
}
