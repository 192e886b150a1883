import { DateTime } from 'luxon';
import type { Locale } from '../i18n.ts';
import { formatPeriod } from './periods.ts';

export type SlotUnit = 'day' | 'week' | 'month' | 'year';

interface Slots {
  unit: SlotUnit;
  /** The first day of each, YYYY-MM-DD. */
  starts: readonly string[];
}

const at = (day: string, locale: Locale): DateTime => DateTime.fromISO(day, { zone: 'UTC', locale });

/** What stands below the slots of a chart, as short as can be: months and years are named where they begin. */
export function slotLabels({ unit, starts }: Slots, locale: Locale): string[] {
  const dates = starts.map((start) => at(start, locale));
  return dates.map((date, index) => shortLabel(date, dates[index - 1], unit));
}

function shortLabel(date: DateTime, before: DateTime | undefined, unit: SlotUnit): string {
  // three letters of the long name: the short ones of CLDR are «нояб.» and “Sept”
  const month = date.toFormat('MMMM').slice(0, 3);
  if (unit === 'year') return String(date.year);
  if (unit === 'month') return before && before.year === date.year ? month : `${month} ${date.year}`;
  return before && before.month === date.month && unit === 'day' ? String(date.day) : `${date.day} ${month}`;
}

/** A slot in words: «3 ноября 2026», «3–9 ноября 2026», «ноябрь 2026», «2026 год». */
export function slotPeriod(unit: SlotUnit, start: string, locale: Locale): string {
  const to = at(start, locale)
    .plus({ [unit]: 1 })
    .minus({ days: 1 });
  return formatPeriod({ from: start, to: to.toFormat('yyyy-MM-dd') }, locale);
}

/** All slots in words: «1–24 ноября 2026». */
export function slotsPeriod({ unit, starts }: Slots, locale: Locale): string {
  const [from, last] = [starts[0] ?? null, starts.at(-1)];
  const to = last
    ? at(last, locale)
        .plus({ [unit]: 1 })
        .minus({ days: 1 })
        .toFormat('yyyy-MM-dd')
    : null;
  return formatPeriod({ from, to }, locale);
}
