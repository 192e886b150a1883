import { chartKinds, columnsFor, ownFormats, ownGroupings, ownPeriods, ownTypes, schedules } from '../../policies/own-reports.ts';
import type { OwnChoices } from '../../policies/own-reports.ts';
import { registrationStatuses } from '../../policies/registrations.ts';
import type { Form } from '../../schemas/form.ts';
import type { Words } from '../formatter.ts';
import { columnLabel } from './columns.ts';

interface EventOption {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
}

interface Shown {
  form: Form;
  choices: OwnChoices;
  /** The latest events, and whether there are older ones. */
  events: readonly EventOption[];
  hasMoreEvents: boolean;
  /** Those that were chosen already. */
  chosen: readonly EventOption[];
}

const chartIcons = { bars: 'bar-chart-steps', columns: 'bar-chart', line: 'graph-up', none: '' };

/** The form that makes a report: the values of views/own-reports/_choices.ejs and _save.ejs. */
export function ownReportForm({ form, choices, events, hasMoreEvents, chosen }: Shown, words: Words) {
  const { t, fmt } = words;
  const options = <T extends string>(group: string, values: readonly T[]) =>
    values.map((value) => ({ value, label: t(`own-reports:${group}.${value}`) }));
  const { columns } = choices;
  const others = columnsFor(choices).filter((column) => !columns.includes(column));
  const all = [...chosen.filter(({ id }) => !events.some((event) => event.id === id)), ...events];
  return {
    form,
    isOfPeople: choices.type === 'visitors',
    isOfMoney: choices.type === 'finance',
    types: options('type', ownTypes),
    periods: options('period', ownPeriods),
    groupings: options('by', ownGroupings),
    charts: chartKinds.map((value) => ({ value, label: t(`own-reports:chart.${value}`), icon: chartIcons[value] })),
    columns: [...columns, ...others].map((value) => ({ value, label: columnLabel(value, words) })),
    order: columns.map((value, index) => ({
      value,
      label: columnLabel(value, words),
      isFirst: index === 0,
      isLast: index === columns.length - 1,
    })),
    statuses: registrationStatuses.map((value) => ({ value, label: t(`shared:status.${value}`) })),
    events: all.map(({ id, title, startAt, timeZone }) => ({
      value: id,
      label: title,
      hint: fmt.day(startAt, timeZone),
      isChosen: choices.eventIds.includes(id),
    })),
    hasMoreEvents,
    schedules: options('schedule', schedules),
    formats: options('format', ownFormats),
  };
}

/** What the form shows of choices. */
export const typedChoices = ({ type, period, from, to, statuses, groupBy, columns, chart }: OwnChoices): Record<string, string> => ({
  ...{ type, period, group_by: groupBy, chart },
  from: from ?? '',
  to: to ?? '',
  status: statuses.join(', '),
  columns: columns.join(', '),
});
