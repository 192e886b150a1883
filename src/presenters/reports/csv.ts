import type { CsvValue } from '../../formats/csv.ts';
import type { CsvSheetColumn } from './sheet.ts';

/** The lines of a CSV or Excel file, with the sums last unless they are null; without rows there is nothing to sum up. */
export async function* csvLines<Row, Totals>(
  columns: readonly CsvSheetColumn<Row, Totals>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
  totals: Totals | null,
): AsyncGenerator<CsvValue[]> {
  let isEmpty = true;
  for await (const row of rows) {
    isEmpty = false;
    yield columns.map(({ value }) => value(row));
  }
  if (!isEmpty && totals !== null) yield columns.map(({ total }) => total?.(totals) ?? null);
}
