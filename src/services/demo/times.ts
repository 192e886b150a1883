import { zonedToUtc } from '../../formats/dates.ts';

export const ZONE = 'Europe/Moscow';
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const weekdays = { sun: 0, sat: 6 } as const;

/** A time of day by the clocks of Moscow, so many days from now; moved to the next `on`, away from today. */
export function onDay(now: Date, day: number, time: string, on?: keyof typeof weekdays): Date {
  const date = new Date(now.getTime() + day * DAY_MS);
  const ahead = on ? (weekdays[on] - date.getUTCDay() + 7) % 7 : 0;
  date.setUTCDate(date.getUTCDate() + (day < 0 && ahead > 0 ? ahead - 7 : ahead));
  return zonedToUtc(`${date.toISOString().slice(0, 10)}T${time}`, ZONE)!;
}

/** «6 18:04» was six days ago at four past six, «0 02:40» two hours and forty minutes ago. */
export function ago(now: Date, words: string): Date {
  const [days, time] = words.split(' ') as [string, string];
  const [hours, minutes] = time.split(':') as [string, string];
  return days === '0' ? new Date(now.getTime() - (Number(hours) + Number(minutes) / 60) * HOUR_MS) : onDay(now, -Number(days), time);
}

const MINUTE_MS = 60_000;

/** At least so many minutes from now, on a multiple of five. */
export const soon = (now: Date, minutes: number): Date => new Date(Math.ceil(now.getTime() / MINUTE_MS / 5 + minutes / 5) * 5 * MINUTE_MS);

export const before = (date: Date, ms: number): Date => new Date(date.getTime() - ms);
export const earlier = (date: Date, other: Date): Date => (date < other ? date : other);
