import { DateTime } from 'luxon';
import type { Locale } from '../i18n.ts';
import { isValidZone, zoneWords } from './time-zones.ts';

export { isValidZone, timeZoneOptions } from './time-zones.ts';

const typedLocal = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;
const inputFormat = "yyyy-MM-dd'T'HH:mm";

/**
 * The instant of a datetime-local value in a zone, to the minute. Null for what is no such value, for years outside 1970–9999
 * and for times that the zone skips in spring. Of an hour that autumn repeats the earlier one is taken.
 */
export function zonedToUtc(local: string, zone: string): Date | null {
  if (!typedLocal.test(local) || !isValidZone(zone)) return null;
  const minute = local.slice(0, 16);
  const time = DateTime.fromISO(minute, { zone });
  if (!time.isValid || time.toFormat(inputFormat) !== minute) return null;
  const earliest = time.getPossibleOffsets()[0] ?? time;
  return isStorable(time.year) && isStorable(earliest.toUTC().year) ? earliest.toJSDate() : null;
}

const isStorable = (year: number): boolean => year >= 1970 && year <= 9999;

/** The value of a datetime-local field for an instant: 2026-11-28T19:00. */
export const toLocalInput = (date: Date, zone: string): string => inZone(date, zone).toFormat(inputFormat);

/** «28 ноября», with the year when it is not this one. */
export const formatDate = (date: Date, zone: string, locale: Locale, now: Date = new Date()): string =>
  dayAndMonth(inZone(date, zone), locale, now);

/** «Сб, 28 ноября», with the year when it is not this one. */
export function formatDay(date: Date, zone: string, locale: Locale, now: Date = new Date()): string {
  const day = inZone(date, zone);
  return `${weekday(day, locale, 'ccc')}, ${dayAndMonth(day, locale, now)}`;
}

/** «Суббота, 28 ноября», with the year when it is not this one. */
export function formatDayLong(date: Date, zone: string, locale: Locale, now: Date = new Date()): string {
  const day = inZone(date, zone);
  return `${weekday(day, locale, 'cccc')}, ${dayAndMonth(day, locale, now)}`;
}

/** 19:00 */
export const formatTime = (date: Date, zone: string): string => inZone(date, zone).toFormat('HH:mm');

/** «Сб, 28 ноября · 19:00» */
export function formatWhen(date: Date, zone: string, locale: Locale, now: Date = new Date()): string {
  return `${formatDay(date, zone, locale, now)} · ${formatTime(date, zone)}`;
}

/** «19:00–22:00 по Москве (UTC+3)»; an event that ends on another day shows both days. */
export function formatSpan(start: Date, end: Date, zone: string, locale: Locale, now: Date = new Date()): string {
  const [from, to] = [inZone(start, zone), inZone(end, zone)];
  const words = zoneWords(start, zone, locale);
  // midnight still belongs to the evening that it ends
  if (from.hasSame(to.minus(1), 'day')) return `${formatTime(start, zone)}–${formatTime(end, zone)} ${words}`;
  const year = from.year === to.year ? now : null;
  const moment = (time: DateTime): string => `${dayAndMonth(time, locale, year)}, ${time.toFormat('HH:mm')}`;
  return `${moment(from)} – ${moment(to)} ${words}`;
}

/** «12 ноя, 10:24», with the year when it is not this one. */
export function formatShort(date: Date, zone: string, locale: Locale, now: Date = new Date()): string {
  const { month, day } = dateTileParts(date, zone, locale);
  return `${day} ${month}${otherYear(inZone(date, zone), now)}, ${formatTime(date, zone)}`;
}

/** The two words of a date tile: { month: 'ноя', day: '28' }. */
export function dateTileParts(date: Date, zone: string, locale: Locale): { month: string; day: string } {
  const time = inZone(date, zone);
  // three letters of the long name: the short ones of CLDR are «нояб.» and “Sept”
  return { month: monthName(time, locale).slice(0, 3), day: String(time.day) };
}

/** 2026-11-28 19:00, for CSV. */
export const isoInZone = (date: Date, zone: string): string => inZone(date, zone).toFormat('yyyy-MM-dd HH:mm');

const inZone = (date: Date, zone: string): DateTime => DateTime.fromJSDate(date, { zone });
const monthName = (time: DateTime, locale: Locale): string => time.toFormat('MMMM', { locale });

function weekday(time: DateTime, locale: Locale, format: 'ccc' | 'cccc'): string {
  const name = time.toFormat(format, { locale });
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const dayAndMonth = (time: DateTime, locale: Locale, now: Date | null): string =>
  `${time.day} ${monthName(time, locale)}${otherYear(time, now)}`;

function otherYear(time: DateTime, now: Date | null): string {
  return now && inZone(now, time.zoneName ?? 'UTC').year === time.year ? '' : ` ${time.year}`;
}
