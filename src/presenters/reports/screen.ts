import { PDF_ROW_LIMIT } from '../../schemas/reports.ts';
import type { ReportQuery, ReportType } from '../../schemas/reports.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';
import type { ReportChart } from '../report-chart.ts';
import type { About } from './about.ts';
import { fileHref, screenHref } from './links.ts';
import { totalCells } from './sheet.ts';
import type { Before, Sheet } from './sheet.ts';

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
  /** The sums of the period before, where there is one to compare with. */
  before: Before<Totals> | null;
  charts: readonly ReportChart[];
}

export type ScreenReport = ReturnType<typeof screenReport>;

/** A report on the page: the values of views/reports/_report.ejs. */
export function screenReport<Row, Totals>(content: Content<Row, Totals>, words: Words, now = new Date()) {
  const { t, fmt } = words;
  const { type, query, about, sheet, totals, rows, next, rowCount, before, charts } = content;
  return {
    ...about,
    asOf: t('reports:as_of', { when: `${fmt.date(now, SITE_ZONE)}, ${fmt.time(now, SITE_ZONE)}` }),
    stats: sheet.stats(totals, before),
    charts: sheet.isEmpty(totals) ? [] : inColumns(charts),
    caption: t(`reports:type.${type}.caption`),
    columns: sheet.columns.map(({ label, align }) => ({ label, isNumber: align === 'right' })),
    rows: rows.map((row) => sheet.columns.map(({ cell }) => cell(row))),
    totals: totalCells(sheet.columns, totals, words),
    emptyText: sheet.isEmpty(totals) ? t(`reports:type.${type}.empty`) : '',
    csv: fileHref(type, 'csv', query),
    pdf: fileHref(type, 'pdf', query),
    xlsx: fileHref(type, 'xlsx', query),
    isPdfTooLong: rowCount > PDF_ROW_LIMIT,
    nextPage: next === null ? '' : screenHref(type, query, next),
    firstPage: query.after === null ? '' : screenHref(type, query),
  };
}

/** About a column of the page, in points. */
const COLUMN_WIDTH = 400;

/** The pictures in two columns, each under what is lower so far; an only one has the whole width. */
function inColumns(charts: readonly ReportChart[]): ReportChart[][] {
  const columns = charts.length > 1 ? [column(), column()] : [column()];
  for (const one of charts) {
    const lowest = columns.reduce((low, next) => (next.height < low.height ? next : low));
    lowest.charts.push(one);
    lowest.height += one.chart.onPaper(COLUMN_WIDTH).height;
  }
  return columns.map((each) => each.charts).filter((each) => each.length > 0);
}

const column = () => ({ charts: [] as ReportChart[], height: 0 });
