import { zonedToUtc } from '../../../formats/dates.ts';
import { pick } from '../../../formats/covers/random.ts';
import type { Random } from '../../../formats/covers/random.ts';

/** The moments of an event, in milliseconds. */
export interface EventTimes {
  createdAt: number;
  startAt: number;
  endAt: number;
  cancelledAt: number | null;
  /** Nobody registers from here on: it has begun, it was cancelled, or there is no later yet. */
  closesAt: number;
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PAST_DAYS = 3 * 365;
const FUTURE_DAYS = 183;
/** Below 1: at first events are rarer than later. */
const GROWTH = 0.85;
/** The position of the events of today. */
export const TODAY = (PAST_DAYS / (PAST_DAYS + FUTURE_DAYS)) ** (1 / GROWTH);
const hours = ['10:00', '11:30', '12:00', '14:00', '17:30', '18:30', '19:00', '19:30', '20:00'] as const;

/** The times of an event at a position between 0 (three years ago) and 1 (in half a year); the later, the denser they stand. */
export function eventTimes(position: number, zone: string, random: Random, now: number): EventTimes {
  const day = Math.floor(position ** GROWTH * (PAST_DAYS + FUTURE_DAYS)) - PAST_DAYS;
  const date = new Date(now + day * DAY_MS).toISOString().slice(0, 10);
  const startAt = zonedToUtc(`${date}T${pick(random, hours)}`, zone)!.getTime();
  const announcedAt = startAt - Math.floor((21 + random() * 54) * DAY_MS);
  const createdAt = announcedAt < now ? announcedAt : now - Math.floor((1 + random() * 14) * DAY_MS);
  const endAt = startAt + Math.ceil(random() * 8) * (HOUR_MS / 2);
  return { createdAt, startAt, endAt, cancelledAt: null, closesAt: Math.min(startAt, now) };
}

/** The same event, cancelled when most of its time was over. */
export function cancelledTimes(times: EventTimes, random: Random): EventTimes {
  const cancelledAt = times.createdAt + Math.floor((0.6 + random() * 0.35) * (times.closesAt - times.createdAt));
  return { ...times, cancelledAt, closesAt: cancelledAt };
}

/** People register late: with 1 they would come evenly from the announcement to the start. */
const LATENESS = 1.7;

/** The share of all who would come that is missing because the event closed early or has not begun, between 0 and 1. */
const missing = ({ createdAt, startAt, closesAt }: EventTimes): number => ((startAt - closesAt) / (startAt - createdAt)) ** (1 / LATENESS);

/** The share of all who would come that registers until the event closes, between 0 and 1. */
export const shareOfComers = (times: EventTimes): number => 1 - missing(times);

/** When somebody registers: after the announcement, before the close. */
export function registrationMoment(times: EventTimes, random: Random): number {
  const after = missing(times);
  const left = (after + (1 - after) * (1 - random())) ** LATENESS;
  return Math.floor(times.startAt - left * (times.startAt - times.createdAt));
}
