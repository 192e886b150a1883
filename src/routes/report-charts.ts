import { formatPeriod } from '../formats/periods.ts';
import type { Words } from '../presenters/formatter.ts';
import type { ReportChart } from '../presenters/report-chart.ts';
import { financeCharts, registrationCharts } from '../presenters/report-charts.ts';
import type { Earlier } from '../services/reports/earlier.ts';
import type { Ask } from '../services/reports/query.ts';
import type { RegistrationTotals } from '../services/reports/registrations.ts';
import type { ReportScope } from '../services/reports/scope.ts';
import { attendanceOverTime, moneyOverTime, registrationsOverTime, topEvents } from '../services/reports/trends.ts';

/** Reads what the pictures of a report show; they are drawn when its totals are there too. */
export type ReadCharts<Totals> = (
  scope: ReportScope,
  earlier: Earlier | null,
  run?: Ask,
) => Promise<(totals: Totals, words: Words) => ReportChart[]>;

export const chartsOfRegistrations: ReadCharts<RegistrationTotals> = async (scope, earlier, run) => {
  const isOfAll = scope.statuses.length === 0;
  const [overTime, attendance] = await Promise.all([
    registrationsOverTime(scope, earlier, run),
    isOfAll ? attendanceOverTime(scope, run) : null,
  ]);
  return (totals, words) => {
    const periods = earlier && { now: formatPeriod(scope, words.locale), before: formatPeriod(earlier.period, words.locale) };
    return registrationCharts({ totals, overTime, attendance, periods }, words);
  };
};

export const chartsOfMoney: ReadCharts<unknown> = async (scope, _earlier, run) => {
  const [overTime, events] = await Promise.all([moneyOverTime(scope, run), topEvents(scope, run)]);
  return (_totals, words) => financeCharts({ overTime, events }, words);
};

/** One person's few events are read faster than any picture of them. */
export const noCharts: ReadCharts<unknown> = async () => () => [];
