import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Locale } from '../i18n.ts';
import { drawCharts } from './pdf-charts.ts';
import type { ReportChart } from './pdf-charts.ts';
import { drawCaption, drawMasthead, drawSummary } from './pdf-masthead.ts';
import type { SummaryItem } from './pdf-masthead.ts';
import { openSheet } from './pdf-sheet.ts';
import type { Sheet } from './pdf-sheet.ts';
import { openTable } from './pdf-table.ts';
import type { Table, TableColumn } from './pdf-table.ts';

type Rows = AsyncIterable<readonly string[]> | Iterable<readonly string[]>;

export interface ReportPdf {
  /** The kind of report, above the title. */
  kicker?: string;
  title: string;
  subtitle: string;
  locale: Locale;
  brand: string;
  summary: readonly SummaryItem[];
  /** Up to four are looked at; they stand in two columns under the summary. */
  charts?: readonly ReportChart[];
  /** The table's heading. */
  caption?: string;
  /** What the sums are in, beside the table's heading. */
  currencyNote?: string;
  /** More than six turn the paper. */
  columns: readonly TableColumn[];
  rows: Rows;
  totals?: readonly string[];
  /** Stands in the table when there are no rows. */
  emptyText: string;
  /** The foot of each page: when it was made, from where, and which page it is. */
  generatedAtText: string;
  footerText: string;
  pageLabel: (page: number, total: number) => string;
}

const batchSize = 100;

/**
 * A report as a PDF of A4 pages, made while it is read: a slow reader slows the rows, a reader who leaves closes them, and rows that
 * fail make the stream fail.
 */
export function createReportPdf(report: ReportPdf): Readable {
  const stream: Readable = Readable.from(
    pdfBytes(report, () => stream.destroyed),
    { objectMode: false },
  );
  return stream;
}

async function* pdfBytes(report: ReportPdf, isLeft: () => boolean): AsyncGenerator<Buffer> {
  const sheet = openReportSheet(report);
  let table: Table | undefined;
  for await (const rows of inBatches(report.rows, isLeft)) {
    table ??= openTable(sheet, report.columns, report.totals, rows);
    for (const cells of rows) table.row(cells);
    yield* bytesOf(sheet);
    // laying out is work without waiting: let other requests have their turn
    await nextTurn();
  }
  table ??= openTable(sheet, report.columns, report.totals, []);
  table.close(report.emptyText);
  sheet.end();
  yield* bytesOf(sheet);
}

function openReportSheet(report: ReportPdf): Sheet {
  const lang = report.locale === 'ru' ? 'ru-RU' : 'en-GB';
  const title = [report.kicker, report.title].filter(Boolean).join(' — ');
  const sheet = openSheet({ ...report, title, lang, landscape: report.columns.length > 6 });
  drawMasthead(sheet, report);
  drawSummary(sheet, report.summary);
  drawCharts(sheet, report.charts ?? []);
  drawCaption(sheet, report.caption, report.currencyNote);
  return sheet;
}

async function* inBatches(rows: Rows, isLeft: () => boolean): AsyncGenerator<(readonly string[])[]> {
  let batch: (readonly string[])[] = [];
  for await (const row of rows) {
    if (isLeft()) return;
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function* bytesOf({ doc }: Sheet): Generator<Buffer> {
  const bytes = doc.read() as Buffer | null;
  if (bytes) yield bytes;
}
