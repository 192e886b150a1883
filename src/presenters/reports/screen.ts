import { PDF_ROW_LIMIT } from '../../schemas/reports.ts';
import type { ReportQuery, ReportType } from '../../schemas/reports.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';
import type { About } from './about.ts';
import { fileHref, screenHref } from './links.ts';
import { totalCells } from './sheet.ts';
import type { Sheet } from './sheet.ts';

interface Content<Row, Totals> {
  type: ReportType;
  query: ReportQuery;
  about: About;
  sheet: Sheet<Row, Totals>;
  totals: Totals;
  /** One page of rows. */
  rows: readonly Row[];
  next: number | null;
  /** How many rows there are in all. */
  rowCount: number;
}

export type ScreenReport = ReturnType<typeof screenReport>;

/** A report on the page: the values of views/reports/_report.ejs. */
export function screenReport<Row, Totals>(content: Content<Row, Totals>, words: Words, now = new Date()) {
  const { t, fmt } = words;
  const { type, query, about, sheet, totals, rows, next, rowCount } = content;
  return {
    ...about,
    asOf: t('reports:as_of', { when: `${fmt.date(now, SITE_ZONE)}, ${fmt.time(now, SITE_ZONE)}` }),
    stats: sheet.stats(totals),
    caption: t(`reports:type.${type}.caption`),
    columns: sheet.columns.map(({ label, align }) => ({ label, isNumber: align === 'right' })),
    rows: rows.map((row) => sheet.columns.map(({ cell }) => cell(row))),
    totals: totalCells(sheet.columns, totals, words),
    emptyText: sheet.isEmpty(totals) ? t(`reports:type.${type}.empty`) : '',
    csv: fileHref(type, 'csv', query),
    pdf: fileHref(type, 'pdf', query),
    isPdfTooLong: rowCount > PDF_ROW_LIMIT,
    nextPage: next === null ? '' : screenHref(type, query, next),
    firstPage: query.after === null ? '' : screenHref(type, query),
  };
}
