import { seededRandom } from '../../../formats/covers/random.ts';
import type { Random } from '../../../formats/covers/random.ts';
import { takesSeat } from '../../../policies/registrations.ts';
import type { RegistrationStatus } from '../../../policies/registrations.ts';
import type { LargeEvent } from './events.ts';
import { DAY_MS, TODAY, registrationMoment } from './times.ts';

/** A registration as it will be loaded. Moments are in milliseconds, amounts in minor units. */
export interface LargeRegistration {
  event: LargeEvent;
  /** Which visitor, counted from 0. */
  visitor: number;
  status: RegistrationStatus;
  price: number;
  billed: number;
  billedAt: number | null;
  refunded: number;
  refundedAt: number | null;
  cancelledAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** All registrations of an event in the order of their coming: always the same ones. */
export function registrationsOf(event: LargeEvent, visitors: number, now: number): LargeRegistration[] {
  const random = seededRandom(`registrations ${event.number}`);
  const moments = Float64Array.from({ length: event.wanted }, () => registrationMoment(event, random)).sort();
  let freeSeats = event.seatLimit;
  return visitorsOf(event, visitors, random).map((visitor, index) => {
    const hasSeat = freeSeats > 0;
    const status = statusOf(event, random(), hasSeat, now);
    if (takesSeat(status)) freeSeats -= 1;
    const price = index < event.wanted / 3 ? event.firstPrice : event.price;
    const createdAt = moments[index]!;
    return { event, visitor, status, price, createdAt, ...courseOf({ event, status, price, createdAt, hasSeat }, random, now) };
  });
}

/** At any time only a part of all visitors comes: newer ones follow as years go by. */
const GENERATION = 0.2;
/** Every so many visitors there is one who comes again and again. */
const REGULARS = 16;

function visitorsOf({ wanted, position }: LargeEvent, visitors: number, random: Random): number[] {
  const chosen = new Set<number>();
  const oldest = Math.min(position / TODAY, 1) * (1 - GENERATION) * visitors;
  while (chosen.size < wanted) {
    let visitor = Math.floor(oldest + random() * GENERATION * visitors);
    if (random() < 0.3) visitor -= visitor % REGULARS;
    while (chosen.has(visitor)) visitor = (visitor + 1) % visitors;
    chosen.add(visitor);
  }
  return [...chosen];
}

/** What an event is like at the door, by its number: from 4 % who stay away to 28 %. */
const noShowRate = ({ number }: LargeEvent): number => 0.04 + (number % 9) * 0.03;

function statusOf(event: LargeEvent, luck: number, hasSeat: boolean, now: number): RegistrationStatus {
  const hasBegun = event.startAt <= now;
  if (event.cancelledAt !== null || luck < 0.08) return 'cancelled';
  if (!hasSeat) return hasBegun ? 'cancelled' : 'waitlisted';
  if (!hasBegun) return 'registered';
  return luck > 1 - noShowRate(event) ? 'no_show' : 'attended';
}

const paysWith: Readonly<Record<RegistrationStatus, number>> = {
  attended: 0.98,
  no_show: 0.85,
  registered: 0.75,
  cancelled: 0.45,
  waitlisted: 0,
};

type Bargain = Pick<LargeRegistration, 'event' | 'status' | 'price' | 'createdAt'> & { hasSeat: boolean };
type Payment = Pick<LargeRegistration, 'billed' | 'billedAt'>;
type Refund = Pick<LargeRegistration, 'refunded' | 'refundedAt'>;

/** What follows from a registration: payment, cancellation, refund, and when the last of them was. */
function courseOf(bargain: Bargain, random: Random, now: number): Payment & Refund & Pick<LargeRegistration, 'cancelledAt' | 'updatedAt'> {
  const { event, status, createdAt } = bargain;
  const cancelledAt = status === 'cancelled' ? cancellationOf(bargain, random) : null;
  const payment = paymentOf(bargain, Math.min(createdAt + 2 * DAY_MS, cancelledAt ?? event.closesAt), random);
  const refund = cancelledAt === null ? noRefund : refundOf(payment.billed, cancelledAt, random, now);
  const seenAt = status === 'attended' || status === 'no_show' ? Math.min(event.endAt, now) : null;
  return { ...payment, ...refund, cancelledAt, updatedAt: refund.refundedAt ?? cancelledAt ?? seenAt ?? payment.billedAt ?? createdAt };
}

const cancellationOf = ({ event, createdAt }: Bargain, random: Random): number =>
  event.cancelledAt ?? Math.floor(createdAt + random() * (event.closesAt - createdAt));

function paymentOf({ status, price, createdAt, hasSeat }: Bargain, until: number, random: Random): Payment {
  if (price === 0 || !hasSeat || random() > paysWith[status]) return { billed: 0, billedAt: null };
  return { billed: part(price, random() < 0.06), billedAt: Math.floor(createdAt + random() ** 3 * (until - createdAt)) };
}

const noRefund: Refund = { refunded: 0, refundedAt: null };

/** Most get their money back within days; of the newest cancellations that is still to come. */
function refundOf(billed: number, cancelledAt: number, random: Random, now: number): Refund {
  const refundedAt = Math.floor(cancelledAt + random() * 5 * DAY_MS);
  if (billed === 0 || refundedAt > now || random() > 0.93) return noRefund;
  return { refunded: part(billed, random() < 0.12), refundedAt };
}

/** The whole amount or half of it. */
const part = (amount: number, isHalf: boolean): number => (isHalf ? Math.ceil(amount / 2) : amount);
