import { config } from '../../config.ts';
import type { ReportPdf } from '../../formats/pdf.ts';
import { formatMoment } from '../../formats/periods.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';
import { paperCells } from '../reports/sheet.ts';
import type { SheetColumn } from '../reports/sheet.ts';
import type { OwnAbout } from './about.ts';
import type { OwnChart } from './chart.ts';
import { sumCells } from './columns.ts';

interface Content<Row, Totals> {
  about: OwnAbout;
  columns: SheetColumn<Row, Totals>[];
  chart: OwnChart | null;
  totals: Totals;
  /** Null leaves them out: only the sums. */
  rows: AsyncIterable<Row> | Iterable<Row> | null;
  rowCount: number;
}

/** A report of one's own on paper. */
export function ownPaper<Row, Totals>(content: Content<Row, Totals>, words: Words, now = new Date()): ReportPdf {
  const { t, fmt, locale } = words;
  const { about, columns, chart, totals, rows, rowCount } = content;
  const sums = rowCount > 0 ? sumCells(columns, totals, words) : [];
  return {
    ...about,
    locale,
    brand: t('layout:site'),
    summary: [],
    charts: chart ? [chart] : [],
    columns,
    rows: rows ? paperRows(columns, rows) : [],
    ...(sums.length > 0 ? { totals: sums } : {}),
    emptyText: rows ? t('own-reports:empty') : t('downloads:too_long.only_totals', { rows: fmt.number(rowCount) }),
    generatedAtText: t('reports:made_at', { when: formatMoment(now, SITE_ZONE, locale) }),
    footerText: `${new URL(config.baseUrl).host}/reports`,
    pageLabel: (page, total) => t('reports:page', { page, total }),
  };
}

async function* paperRows<Row, Totals>(
  columns: SheetColumn<Row, Totals>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string[]> {
  for await (const row of rows) yield paperCells(columns, row);
}
