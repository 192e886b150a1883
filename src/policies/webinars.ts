import type { CurrentAccount } from './accounts.ts';
import { canEditEvent } from './events.ts';

export const rewatchChoices = ['hosts', 'registered', 'group', 'everyone'] as const;
export type Rewatch = (typeof rewatchChoices)[number];

/** Signs that viewers send up: 👍 👏 😂 😮 ❤. */
export const reactionSigns = ['like', 'clap', 'laugh', 'wow', 'heart'] as const;
export type ReactionSign = (typeof reactionSigns)[number];

/** How long before the beginning the room is open. */
const OPENS_MS = 15 * 60_000;

export const opensAt = ({ startAt }: { startAt: Date }): Date => new Date(startAt.getTime() - OPENS_MS);

/** What decides who may watch: the event, the room, and what the asker is to them. Amounts are in minor units. */
export interface WebinarAccess {
  organizerId: number;
  eventStatus: string;
  state: 'waiting' | 'live' | 'ended';
  rewatch: Rewatch;
  isRemoved: boolean;
  isCoHost: boolean;
  isGroupMember: boolean;
  registration: { status: string; price: number; billedAmount: number; refundAmount: number; isOnline: boolean } | null;
}

export type Entry = 'host' | 'viewer' | 'rewatch' | 'unpaid' | null;

/** As whom an account (or a guest by the link of a registration) may enter a room; null: there is nothing for them here. */
export function entryOf(account: CurrentAccount | null, access: WebinarAccess): Entry {
  if (access.eventStatus === 'draft') return canEditEvent(account, access) ? 'host' : null;
  if (canEditEvent(account, access) || (account !== null && access.isCoHost)) return 'host';
  if (access.isRemoved) return null;
  const seat = seatOf(access.registration);
  if (access.state !== 'ended') return access.eventStatus === 'published' ? seat : null;
  return mayRewatch(access, seat) ? (seat === 'viewer' ? 'viewer' : 'rewatch') : access.rewatch === 'registered' ? seat : null;
}

/** Who had a seat at a webinar that is over is told so, whoever may watch it again. */
export const hadSeat = (access: WebinarAccess): boolean =>
  access.state === 'ended' && access.eventStatus === 'published' && !access.isRemoved && seatOf(access.registration) === 'viewer';

function seatOf(registration: WebinarAccess['registration']): 'viewer' | 'unpaid' | null {
  if (!registration?.isOnline || !['registered', 'attended', 'no_show'].includes(registration.status)) return null;
  return registration.billedAmount - registration.refundAmount >= registration.price ? 'viewer' : 'unpaid';
}

function mayRewatch({ rewatch, isGroupMember }: WebinarAccess, seat: 'viewer' | 'unpaid' | null): boolean {
  if (rewatch === 'everyone') return true;
  if (rewatch === 'group') return isGroupMember || seat === 'viewer';
  return rewatch === 'registered' && seat === 'viewer';
}
