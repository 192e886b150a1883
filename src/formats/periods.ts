import { DateTime } from 'luxon';
import type { Locale } from '../i18n.ts';
import { formatTime } from './dates.ts';
import { zoneWords } from './time-zones.ts';

/** Two days, YYYY-MM-DD, that both belong to the period; null where it is open. */
export interface Period {
  from: string | null;
  to: string | null;
}

/** «ноябрь 2026», «1–24 ноября 2026», «с 1 ноября 2026»; always with the year, empty for a period open on both sides. */
export function formatPeriod({ from, to }: Period, locale: Locale): string {
  const [start, end] = [from, to].map((day) => (day ? DateTime.fromISO(day, { zone: 'UTC', locale }) : null));
  if (start && end) return formatDays(start, end, locale);
  const open = { ru: { from: 'с', to: 'по' }, en: { from: 'from', to: 'until' } }[locale];
  if (start) return `${open.from} ${start.toFormat('d MMMM y')}`;
  return end ? `${open.to} ${end.toFormat('d MMMM y')}` : '';
}

function formatDays(start: DateTime, end: DateTime, locale: Locale): string {
  const last = end.toFormat('d MMMM y');
  if (start.hasSame(end, 'day')) return last;
  if (isWhole('year', start, end)) return start.toFormat(locale === 'ru' ? "y 'год'" : 'y');
  if (isWhole('month', start, end)) return start.toFormat('LLLL y');
  if (start.hasSame(end, 'month')) return `${start.day}–${last}`;
  return `${start.toFormat(start.hasSame(end, 'year') ? 'd MMMM' : 'd MMMM y')} – ${last}`;
}

const isWhole = (unit: 'year' | 'month', start: DateTime, end: DateTime): boolean =>
  start.hasSame(end, unit) && start.hasSame(start.startOf(unit), 'day') && end.hasSame(end.endOf(unit), 'day');

/** «24 ноября 2026, 14:05 по Москве (UTC+3)», for what is kept for years. */
export function formatMoment(date: Date, zone: string, locale: Locale): string {
  const day = DateTime.fromJSDate(date, { zone }).toFormat('d MMMM y', { locale });
  return `${day}, ${formatTime(date, zone)} ${zoneWords(date, zone, locale)}`;
}
