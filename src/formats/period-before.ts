import { DateTime } from 'luxon';
import type { DateTimeUnit } from 'luxon';

/** Two days, YYYY-MM-DD, that both belong to the period. */
export interface ClosedPeriod {
  from: string;
  to: string;
}

/** The period right before another one, as long as it, and in what its length is told. */
export interface PeriodBefore extends ClosedPeriod {
  unit: 'year' | 'month' | 'day';
  /** How many of these. */
  length: number;
}

/** Whole months are compared with as many whole months before, a whole year with the year before, other periods with as many days. */
export function periodBefore(period: ClosedPeriod): PeriodBefore {
  const [from, to] = [day(period.from), day(period.to)];
  const end = to.plus({ days: 1 });
  if (isStart(from, 'year') && isStart(end, 'year')) return before(from, 'year', end.year - from.year);
  if (isStart(from, 'month') && isStart(end, 'month')) return before(from, 'month', (end.year - from.year) * 12 + end.month - from.month);
  return before(from, 'day', end.diff(from, 'days').days);
}

const day = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'UTC' });
const isStart = (date: DateTime, unit: DateTimeUnit): boolean => date.equals(date.startOf(unit));

function before(from: DateTime, unit: PeriodBefore['unit'], length: number): PeriodBefore {
  return { from: isoDay(from.minus({ [unit]: length })), to: isoDay(from.minus({ days: 1 })), unit, length };
}

const isoDay = (date: DateTime): string => date.toFormat('yyyy-MM-dd');
