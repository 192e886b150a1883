import { DateTime } from 'luxon';
import type { Period } from '../../formats/periods.ts';
import type { OwnChoices, Schedule } from '../../policies/own-reports.ts';
import type { Words } from '../formatter.ts';
import { SITE_ZONE } from '../../schemas/events.ts';

/** The days of a report, which for most choices depend on the day it is looked at. */
export function periodOf({ period, from, to }: Pick<OwnChoices, 'period' | 'from' | 'to'>, now: Date): Period {
  const today = DateTime.fromJSDate(now, { zone: SITE_ZONE });
  const whole = (unit: 'month' | 'year', day = today) => days(day.startOf(unit), day.endOf(unit));
  switch (period) {
    case 'this_month':
      return whole('month');
    case 'last_month':
      return whole('month', today.minus({ months: 1 }));
    case 'last_30_days':
      return days(today.minus({ days: 29 }), today);
    case 'this_year':
      return whole('year');
    case 'all':
      return { from: null, to: null };
    case 'dates':
      return { from, to };
  }
}

const days = (from: DateTime, to: DateTime): Period => ({ from: from.toFormat('yyyy-MM-dd'), to: to.toFormat('yyyy-MM-dd') });

/** «23 ноября» by the clock of the site. */
export const siteDate = (date: Date, { fmt }: Words): string => fmt.date(date, SITE_ZONE);

const MAIL_HOUR = 9;

/** When a report is mailed next: always later than now; null for one that is not. */
export function nextMailAt(schedule: Schedule, now: Date): Date | null {
  if (schedule === 'none') return null;
  const unit = schedule === 'weekly' ? 'week' : 'month';
  const today = DateTime.fromJSDate(now, { zone: SITE_ZONE });
  const inThis = today.startOf(unit).set({ hour: MAIL_HOUR });
  const next = inThis > today ? inThis : inThis.plus({ [`${unit}s`]: 1 });
  return next.toJSDate();
}
