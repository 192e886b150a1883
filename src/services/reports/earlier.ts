import { periodBefore } from '../../formats/period-before.ts';
import type { PeriodBefore } from '../../formats/period-before.ts';
import type { ReportScope } from './scope.ts';

/** The same report on the period before. What happened there is compared with what happened so much later. */
export interface Earlier {
  scope: ReportScope;
  period: PeriodBefore;
}

/** No event of ours began before. */
const FIRST_YEAR = '1970';

/** The report to compare another one with; null if no period was chosen, or if it is about events that have only one. */
export function earlierThan(scope: ReportScope): Earlier | null {
  const { from, to, eventIds } = scope;
  if (from === null || to === null || eventIds.length > 0) return null;
  const period = periodBefore({ from, to });
  return period.from < FIRST_YEAR ? null : { scope: { ...scope, from: period.from, to: period.to }, period };
}
