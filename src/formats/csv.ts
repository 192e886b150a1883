import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Options } from 'csv-stringify';
import type { Locale } from '../i18n.ts';
import { formatMoneyPlain } from './money.ts';

export interface CsvColumn {
  label: string;
  /** `money` takes minor units, `percent` a share of 1, `time` what isoInZone prints; anything else is text, and text is guarded. */
  kind?: 'text' | 'integer' | 'money' | 'percent' | 'time';
}
export type CsvValue = string | number | null;
type Rows = Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>;

const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const phone = /^\+[0-9]{7,15}$/;

/**
 * Text with an apostrophe before it when a spreadsheet would run it as a formula. A bare telephone number (+79162041833) stays:
 * a plus and digits alone compute to nothing but themselves, and an apostrophe would spoil every contact list.
 */
export function guardCell(text: string): string {
  return formulaStart.test(text) && !phone.test(text) ? `'${text}` : text;
}

export const csvDelimiter = (locale: Locale): ';' | ',' => (locale === 'ru' ? ';' : ',');

/** How csv-stringify is told to write for Excel: the quoting is the same as PostgreSQL's COPY. */
export const csvLayout = (locale: Locale): Options => ({
  bom: true,
  delimiter: csvDelimiter(locale),
  record_delimiter: 'windows',
  quote_record_delimiter: true,
});

/**
 * Rows as a CSV file that Excel opens right: BOM, CRLF, the separators of the language. A slow reader slows the rows; when the
 * reader leaves, the rows are closed; when the rows fail, the stream fails.
 */
export function csvStream(columns: readonly CsvColumn[], rows: Rows, locale: Locale): Readable {
  const csv = stringify({
    ...csvLayout(locale),
    header: true,
    columns: columns.map((column, index) => ({ key: String(index), header: guardCell(column.label) })),
  });
  // nothing to do at the end: pipeline has handed a failure of the rows to `csv`, where the reader meets it
  pipeline(Readable.from(cells(columns, rows, locale)), csv, () => {});
  return csv;
}

async function* cells(columns: readonly CsvColumn[], rows: Rows, locale: Locale): AsyncGenerator<string[]> {
  for await (const row of rows) yield columns.map((column, index) => cell(column, row[index] ?? null, locale));
}

function cell(column: CsvColumn, value: CsvValue, locale: Locale): string {
  if (value === null) return '';
  if (column.kind === 'money') return formatMoneyPlain(Number(value), locale);
  if (column.kind === 'percent') return plainPercent(Number(value), locale);
  return column.kind === 'integer' ? String(value) : guardCell(String(value));
}

/** Hundredths with one digit after the decimal sign of the language: 93,4 for 0.934. */
function plainPercent(share: number, locale: Locale): string {
  const number = (share * 100).toFixed(1);
  return locale === 'ru' ? number.replace('.', ',') : number;
}
