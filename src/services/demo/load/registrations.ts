import { PRIVACY_VERSION } from '../../../policies/privacy.ts';
import type { DemoEvent } from '../events/event.ts';
import { seeded } from '../seeded.ts';
import { DAY_MS, HOUR_MS, before, earlier } from '../times.ts';

export interface DemoRegistration {
  person: number;
  status: 'registered' | 'waitlisted' | 'cancelled' | 'attended' | 'no_show';
  isRemote: boolean;
  price: number;
  billedAmount: number;
  refundAmount: number;
  billedAt: Date | null;
  refundedAt: Date | null;
  waitlistedAt: Date | null;
  cancelledAt: Date | null;
  cancelledBy: string | null;
  confirmedAt: Date | null;
  consentedAt: Date | null;
  consentVersion: string | null;
  createdAt: Date;
}

export interface Occasion {
  event: DemoEvent;
  announcedAt: Date;
  startAt: Date;
  cancelledAt: Date | null;
  /** People, those who are more likely to come first. */
  candidates: number[];
  /** Whose part is told in the data. */
  told: Map<number, DemoRegistration['status']>;
  seed: number;
}

/** One side of an event: the place, or the online side of a hybrid one. */
interface Side {
  isRemote: boolean;
  seats: number;
  wanted: number;
  price: number;
}

export const takesSeat = ({ status }: DemoRegistration): boolean => status !== 'cancelled' && status !== 'waitlisted';

/** Who wanted to come, who did and who paid, in the order of their registering; the overflow is on the waiting list. */
export function demoRegistrations(occasion: Occasion, now: Date): DemoRegistration[] {
  const { event, candidates, told } = occasion;
  if (event.state === 'draft') return [];
  const place: Side = { isRemote: false, seats: event.seats, wanted: event.wanted, price: event.price * 100 };
  const others = candidates.filter((person) => !told.has(person));
  const here = [...told.keys()].filter((person) => !isRemoteOf(event, person));
  const fromAfar = [...told.keys()].filter((person) => isRemoteOf(event, person));
  const guests = others.slice(0, place.wanted - here.length);
  const all = onSide(occasion, place, [...here, ...guests], now);
  if (!event.remote) return all;
  const afar = others.slice(guests.length, guests.length + event.remote.wanted - fromAfar.length);
  return [...all, ...onSide(occasion, { ...event.remote, price: event.remote.price * 100, isRemote: true }, [...fromAfar, ...afar], now)];
}

const isRemoteOf = (event: DemoEvent, person: number) => person === 0 && event.participant === 'remote';

function onSide(occasion: Occasion, side: Side, people: number[], now: Date): DemoRegistration[] {
  const random = seeded(occasion.seed + (side.isRemote ? 500 : 0));
  const until = earlier(occasion.cancelledAt ?? now, occasion.startAt).getTime();
  const span = Math.min(28 * DAY_MS, until - occasion.announcedAt.getTime() - 2 * HOUR_MS);
  // Whose part is told were quick: nobody of them stays on the waiting list.
  const lateness = people.map((person) => (occasion.told.has(person) ? 0.5 + random() / 2 : random() ** 1.5));
  const moments = people.map((person, n) => ({ person, createdAt: awake(until - HOUR_MS - lateness[n]! * span, until) }));
  let free = side.seats;
  return moments
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map(({ person, createdAt }) => {
      const status = occasion.told.get(person) ?? statusOf(person, random(), occasion, free > 0, now);
      if (status !== 'cancelled' && status !== 'waitlisted') free -= 1;
      return registration({ person, status, createdAt, side, occasion }, random, now);
    });
}

/** From midnight till seven by the clocks of Moscow most people sleep: what would have been then is later in the day. */
function awake(moment: number, until: number): Date {
  const isNight = (new Date(moment).getUTCHours() + 3) % 24 < 7;
  return new Date(isNight && moment + 9 * HOUR_MS < until ? moment + 9 * HOUR_MS : moment);
}

/** A few people often do not come, most nearly always do. */
function statusOf(person: number, luck: number, { startAt, event }: Occasion, hasSeat: boolean, now: Date): DemoRegistration['status'] {
  const isUnreliable = person % 13 === 7;
  if (event.state === 'cancelled' || luck < (isUnreliable ? 0.2 : 0.06)) return 'cancelled';
  if (!hasSeat) return 'waitlisted';
  if (startAt > now) return 'registered';
  return luck < (isUnreliable ? 0.6 : 0.13) ? 'no_show' : 'attended';
}

interface Part {
  person: number;
  status: DemoRegistration['status'];
  createdAt: Date;
  side: Side;
  occasion: Occasion;
}

function registration({ person, status, createdAt, side, occasion }: Part, random: () => number, now: Date): DemoRegistration {
  const { cancelledAt, cancelledBy } = status === 'cancelled' ? cancellationOf(createdAt, occasion, random, now) : notCancelled;
  const hasPaid = side.price > 0 && status !== 'waitlisted' && random() < (status === 'attended' ? 0.97 : 0.72);
  const refundedAt = hasPaid && cancelledAt && random() < 0.6 ? earlier(new Date(cancelledAt.getTime() + random() * DAY_MS), now) : null;
  const isByOrganizer = random() < 0.04;
  const reminded = before(occasion.startAt, 24 * HOUR_MS);
  const hasConfirmed = (status === 'registered' || status === 'attended') && random() < 0.6;
  const confirmedAt = new Date(reminded.getTime() + random() * 10 * HOUR_MS);
  return {
    person,
    status,
    isRemote: side.isRemote,
    price: side.price,
    billedAmount: hasPaid ? side.price : 0,
    refundAmount: refundedAt ? side.price : 0,
    billedAt: hasPaid ? createdAt : null,
    refundedAt,
    waitlistedAt: status === 'waitlisted' ? createdAt : null,
    cancelledAt,
    cancelledBy,
    confirmedAt: hasConfirmed && createdAt < reminded && confirmedAt < now ? confirmedAt : null,
    consentedAt: isByOrganizer ? null : createdAt,
    consentVersion: isByOrganizer ? null : PRIVACY_VERSION,
    createdAt,
  };
}

const notCancelled = { cancelledAt: null, cancelledBy: null };

/** Half of those who call off do so in the last hours. */
function cancellationOf(createdAt: Date, { startAt, cancelledAt }: Occasion, random: () => number, now: Date) {
  if (cancelledAt) return { cancelledAt, cancelledBy: 'event' };
  const latest = earlier(startAt, now);
  const isLate = startAt < now && random() < 0.5;
  const span = isLate ? Math.min(20 * HOUR_MS, latest.getTime() - createdAt.getTime()) : latest.getTime() - createdAt.getTime();
  const moment = isLate ? before(latest, random() * span) : new Date(createdAt.getTime() + random() * span);
  return { cancelledAt: moment, cancelledBy: random() < 0.9 ? 'visitor' : 'organizer' };
}
