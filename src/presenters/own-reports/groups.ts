import { isoInZone } from '../../formats/dates.ts';
import { formatPeriod } from '../../formats/periods.ts';
import type { FigureColumn, OwnChoices, OwnGrouping } from '../../policies/own-reports.ts';
import type { Words } from '../formatter.ts';
import { unbroken } from '../reports/sheet.ts';
import { columnLabel, kindOf } from './columns.ts';
import type { OwnSheetColumn } from './columns.ts';

export type ShownFigures = Record<FigureColumn, number | null>;

/** As much of a group of events as a report shows. */
export interface ShownGroup extends ShownFigures {
  key: string | null;
  title: string | null;
  startAt: Date | null;
  timeZone: string | null;
  nameRu: string | null;
  nameEn: string | null;
}

type Column = OwnSheetColumn<ShownGroup, ShownFigures>;

/** The columns of a report on groups of events: what the group is, then what was chosen. */
export const groupColumns = (choices: Pick<OwnChoices, 'groupBy' | 'columns'>, words: Words): Column[] => [
  ...names(choices.groupBy, words),
  ...(choices.columns as readonly FigureColumn[]).map((column): Column => {
    const value = (row: ShownFigures) => row[column];
    return { label: columnLabel(column, words), kind: kindOf(column), value, total: value };
  }),
];

function names(groupBy: OwnGrouping, words: Words): Column[] {
  const { t, fmt } = words;
  const name = { label: t(`own-reports:group.${groupBy}`), value: (row: ShownGroup) => groupName(row, groupBy, words) };
  if (groupBy !== 'event') return [name];
  const cell = ({ key, title, startAt, timeZone }: ShownGroup) => ({
    text: title!,
    note: unbroken(fmt.date(startAt!, timeZone!)),
    href: `/events/${key}`,
  });
  const start = ({ startAt, timeZone }: ShownGroup) => isoInZone(startAt!, timeZone!);
  return [
    { ...name, cell },
    { label: t('reports:column.start'), kind: 'time', value: start, isOfFiles: true },
  ];
}

/** What a group is called. */
export function groupName({ key, title, nameRu, nameEn }: ShownGroup, groupBy: OwnGrouping, { t, locale }: Words): string {
  switch (groupBy) {
    case 'event':
      return title!;
    case 'month':
      return monthName(key!, locale);
    case 'topic':
      return (locale === 'ru' ? nameRu : nameEn) ?? t('own-reports:no_topic');
    case 'status':
      return t(`shared:status.${key}`);
    case 'none':
      return t('own-reports:all_together');
  }
}

/** «Ноябрь 2026» for 2026-11. */
export function monthName(month: string, locale: Words['locale']): string {
  const [year, number] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year!, number, 0)).toISOString().slice(0, 10);
  const name = formatPeriod({ from: `${month}-01`, to: last }, locale);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
