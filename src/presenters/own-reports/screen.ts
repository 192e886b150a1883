import type { OwnChoices } from '../../policies/own-reports.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';
import type { SheetColumn } from '../reports/sheet.ts';
import type { OwnAbout } from './about.ts';
import type { OwnChart } from './chart.ts';
import { sumCells } from './columns.ts';
import { builderHref, formatIcons, ownFileHref } from './links.ts';

interface Content<Row, Totals> {
  choices: OwnChoices;
  saved: number | null;
  about: OwnAbout;
  columns: SheetColumn<Row, Totals>[];
  chart: OwnChart | null;
  totals: Totals;
  /** One page of rows. */
  rows: readonly Row[];
  /** What the next page comes after, and what this one does; null at the ends. */
  next: number | null;
  after: number | null;
  rowCount: number;
  /** More rows than paper takes. */
  isPdfTooLong: boolean;
}

export type OwnScreen = ReturnType<typeof ownScreen>;

/** A report of one's own on the page: the values of views/own-reports/_report.ejs. */
export function ownScreen<Row, Totals>(content: Content<Row, Totals>, words: Words, now = new Date()) {
  const { t, fmt } = words;
  const { choices, saved, about, columns, totals, rows, next, after, rowCount } = content;
  return {
    ...about,
    asOf: t('reports:as_of', { when: `${fmt.date(now, SITE_ZONE)}, ${fmt.time(now, SITE_ZONE)}` }),
    chart: after === null ? content.chart : null,
    caption: about.title,
    columns: columns.map(({ label, align }) => ({ label, isNumber: align === 'right' })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
    totals: sumCells(columns, totals, words),
    emptyText: rowCount === 0 ? t('own-reports:empty') : '',
    files: (['csv', 'pdf', 'xlsx'] as const).map((format) => ({
      label: t('reports:download', { format: t(`own-reports:format.${format}`) }),
      icon: formatIcons[format],
      href: ownFileHref(choices, format),
      isFile: format !== 'pdf' || !content.isPdfTooLong,
    })),
    nextPage: next === null ? '' : `${builderHref(choices, { saved, after: next })}#report`,
    firstPage: after === null ? '' : `${builderHref(choices, { saved })}#report`,
  };
}
