import type { DemoEvent } from './events.ts';

const DAY_MS = 86_400_000;

export interface DemoRegistration {
  visitor: number;
  status: string;
  billed: number;
  refunded: number;
  refundedAt: Date | null;
  createdAt: Date;
  waitlistedAt: Date | null;
}

/** The same numbers at every loading: the demo site always tells the same story. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Who came and who paid: `event.wanted` registrations in the order of their coming, the overflow on the waiting list. */
export function demoRegistrations(event: DemoEvent, startAt: Date, crowd: number, seed: number, now: Date): DemoRegistration[] {
  const random = seeded(seed);
  const price = event.price * 100;
  const until = Math.min(now.getTime(), startAt.getTime());
  const isPast = startAt.getTime() < now.getTime();
  const visitors = withParticipant(pickDistinct(event.wanted, crowd, random), seed);
  const moments = visitors.map(() => until - random() ** 1.5 * 28 * DAY_MS).sort((a, b) => a - b);
  let seats = event.seats;
  return visitors.map((visitor, index) => {
    const status = statusOf(random(), isPast, event.state === 'cancelled', seats > 0);
    if (status !== 'cancelled' && status !== 'waitlisted') seats -= 1;
    const hasPaid = price > 0 && status !== 'waitlisted' && random() < (status === 'attended' ? 0.97 : 0.72);
    const isRefunded = hasPaid && status === 'cancelled' && random() < 0.6;
    const createdAt = new Date(moments[index]!);
    const waitlistedAt = status === 'waitlisted' ? createdAt : null;
    const refundedAt = isRefunded ? new Date(Math.min(createdAt.getTime() + DAY_MS, now.getTime())) : null;
    return { visitor, status, billed: hasPaid ? price : 0, refunded: isRefunded ? price : 0, refundedAt, createdAt, waitlistedAt };
  });
}

/** Every third event has the demo participant, the first of each list, among those who come. */
function withParticipant(visitors: number[], seed: number): number[] {
  return seed % 3 > 0 || visitors.includes(0) || visitors.length === 0 ? visitors : [0, ...visitors.slice(1)];
}

function statusOf(luck: number, isPast: boolean, isOff: boolean, hasSeat: boolean): string {
  if (isOff || luck < 0.06) return 'cancelled';
  if (!hasSeat) return 'waitlisted';
  if (!isPast) return 'registered';
  return luck < 0.16 ? 'no_show' : 'attended';
}

function pickDistinct(count: number, crowd: number, random: () => number): number[] {
  const all = Array.from({ length: crowd }, (_, index) => index);
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (crowd - index));
    [all[index], all[other]] = [all[other]!, all[index]!];
  }
  return all.slice(0, count);
}
