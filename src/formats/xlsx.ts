import { Readable } from 'node:stream';
import { writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from 'hucre/xlsx';
import type { CellValue, ColumnDef } from 'hucre/xlsx';
import { sheetName, xlsxText } from './xlsx-text.ts';

type Kind = 'text' | 'integer' | 'number' | 'percent' | 'money' | 'time';

export interface XlsxColumn {
  label: string;
  /** `money` takes minor units, `percent` a share of 1, `time` local time as isoInZone prints it; anything unknown is text. */
  kind?: Kind;
  /** In characters; without it, what such values usually need. */
  width?: number;
}
export type XlsxValue = string | number | null;

export interface XlsxFile {
  /** The sheet's title; what Excel forbids in one is left out. */
  sheet: string;
  columns: readonly XlsxColumn[];
  rows: Iterable<readonly XlsxValue[]> | AsyncIterable<readonly XlsxValue[]>;
  /** How many rows will come, where that is known. */
  rowCount?: number;
}

/** How many rows fit below the head of a sheet. */
export const xlsxRowLimit = XLSX_MAX_ROWS_PER_SHEET - 1;

const headFont = { name: 'Calibri', size: 11, bold: true };
const kinds: Record<Kind, { width: number; numFmt?: string }> = {
  text: { width: 24 },
  integer: { width: 10, numFmt: '0' },
  number: { width: 12 },
  percent: { width: 10, numFmt: '0.0%' },
  money: { width: 14, numFmt: '#,##0.00' },
  time: { width: 17, numFmt: 'yyyy-mm-dd hh:mm' },
};

/**
 * Rows as an Excel file with a bold head that stays in view. It is written while it is read: a slow reader slows the rows, a reader who
 * leaves closes them, and rows that fail make the stream fail. Text is never run as a formula. Rows beyond the limit, when nobody
 * counted them, go on in another sheet.
 * @throws RangeError if more rows are announced than a sheet can hold
 */
export function xlsxStream({ sheet, columns, rows, rowCount = 0 }: XlsxFile): Readable {
  if (rowCount > xlsxRowLimit) throw new RangeError(`A sheet holds ${xlsxRowLimit} rows, not ${rowCount}`);
  const heads = columns.map(head);
  const file = writeXlsxStream(body(columns, heads, rows), { name: sheetName(sheet), columns: heads, freezePane: { rows: 1 } });
  return Readable.fromWeb(file);
}

function head({ label, kind = 'text', width }: XlsxColumn): ColumnDef {
  return { header: xlsxText(label), width: width ?? Math.max(kinds[kind].width, label.length + 2), style: { font: headFont } };
}

async function* body(columns: readonly XlsxColumn[], heads: ColumnDef[], rows: XlsxFile['rows']): AsyncGenerator<CellValue[]> {
  // a style belongs to a whole column, and the head is a row of it; but rows are asked for only after the head is written
  columns.forEach(({ kind = 'text' }, index) => {
    heads[index]!.style = undefined;
    heads[index]!.numFmt = kinds[kind].numFmt;
  });
  for await (const row of rows) yield columns.map(({ kind = 'text' }, index) => cell(kind, row[index] ?? null));
}

function cell(kind: Kind, value: XlsxValue): CellValue {
  if (value === null || value === '') return null;
  if (kind === 'time') return timeOf(String(value)) ?? xlsxText(String(value));
  if (kind === 'money') return Number(value) / 100;
  return kind === 'text' ? xlsxText(String(value)) : Number(value);
}

const localTime = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/;

// a spreadsheet's time has no zone: the writer takes the clock of UTC, so local time is given to it as if it were that
function timeOf(local: string): Date | null {
  const time = localTime.test(local) ? new Date(`${local.replace(' ', 'T')}Z`) : null;
  return time && time.getUTCFullYear() >= 1900 ? time : null;
}
