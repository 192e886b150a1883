import { config } from '../../config.ts';
import type { ReportPdf } from '../../formats/pdf.ts';
import { formatMoment } from '../../formats/periods.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';
import type { ReportChart } from '../report-chart.ts';
import type { About } from './about.ts';
import { paperCells, totalCells } from './sheet.ts';
import type { Before, Sheet } from './sheet.ts';

interface Content<Row, Totals> {
  type: string;
  about: About;
  sheet: Sheet<Row, Totals>;
  totals: Totals;
  /** Null leaves them out: only the sums. */
  rows: AsyncIterable<Row> | null;
  rowCount: number;
  /** The sums of the period before, where there is one to compare with. */
  before: Before<Totals> | null;
  charts: readonly ReportChart[];
}

/** A report on paper. */
export function paperReport<Row, Totals>(content: Content<Row, Totals>, words: Words, now = new Date()): ReportPdf {
  const { t, fmt, locale } = words;
  const { type, about, sheet, totals, rows, rowCount, before, charts } = content;
  return {
    ...about,
    locale,
    brand: t('layout:site'),
    summary: sheet.stats(totals, before),
    charts: sheet.isEmpty(totals) ? [] : inPairs(charts),
    caption: t(`reports:type.${type}.caption`),
    columns: sheet.columns,
    rows: rows ? eachPaperRow(sheet, rows) : [],
    ...(sheet.isEmpty(totals) ? {} : { totals: totalCells(sheet.columns, totals, words) }),
    emptyText: rows ? t(`reports:type.${type}.empty`) : t('downloads:too_long.only_totals', { rows: fmt.number(rowCount) }),
    generatedAtText: t('reports:made_at', { when: formatMoment(now, SITE_ZONE, locale) }),
    footerText: `${new URL(config.baseUrl).host}/reports`,
    pageLabel: (page, total) => t('reports:page', { page, total }),
  };
}

async function* eachPaperRow<Row, Totals>({ columns }: Sheet<Row, Totals>, rows: AsyncIterable<Row>): AsyncGenerator<string[]> {
  for await (const row of rows) yield paperCells(columns, row);
}

/** About a column of the sheet, in points. */
const COLUMN_WIDTH = 300;

/** The sheet has two pictures in a row: of three, the one whose height is most unlike the others stands by itself. */
function inPairs(charts: readonly ReportChart[]) {
  const shown = charts.map((one) => (one.onPaper === undefined ? one : one.onPaper)).filter((one) => one !== null);
  if (shown.length !== 3) return shown;
  const heights = new Map(shown.map((one) => [one, one.chart.onPaper(COLUMN_WIDTH).height]));
  const [low, middle, high] = shown.toSorted((a, b) => heights.get(a)! - heights.get(b)!);
  const alone = heights.get(high!)! - heights.get(middle!)! < heights.get(middle!)! - heights.get(low!)! ? low! : high!;
  return [...shown.filter((one) => one !== alone), alone];
}
