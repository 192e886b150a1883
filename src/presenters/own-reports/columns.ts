import type { CsvColumn, CsvValue } from '../../formats/csv.ts';
import type { FigureColumn, OwnColumn } from '../../policies/own-reports.ts';
import { registrationStatuses } from '../../policies/registrations.ts';
import type { Words } from '../formatter.ts';
import { totalCells, unbroken } from '../reports/sheet.ts';
import type { Cell, CsvSheetColumn, SheetColumn } from '../reports/sheet.ts';

/** A column of a report of one's own, for the page, paper and every kind of file. */
export interface OwnSheetColumn<Row, Totals> extends CsvColumn {
  /** As files hold it. */
  value: (row: Row) => CsvValue;
  total?: (totals: Totals) => CsvValue;
  /** On the page and on paper, where that says more than the value. */
  cell?: (row: Row) => Cell;
  /** On paper, relative to the other columns. */
  width?: number;
  /** In files only. */
  isOfFiles?: boolean;
}

type Kind = NonNullable<CsvColumn['kind']>;

const kinds: Partial<Record<OwnColumn, Kind>> = {
  ...Object.fromEntries(['attendance', 'fill'].map((name) => [name, 'percent'])),
  ...Object.fromEntries(['expected', 'billed', 'refunded', 'expenses', 'profit', 'price'].map((name) => [name, 'money'])),
};

/** What figures are measured in. */
export const kindOf = (column: FigureColumn): Kind => kinds[column] ?? 'integer';

export const columnLabel = (column: OwnColumn, { t }: Words): string =>
  t(isStatus(column) ? `shared:status.${column}` : `own-reports:column.${column}`);

const isStatus = (column: string): boolean => (registrationStatuses as readonly string[]).includes(column);

/** A value as people read it. */
export function spoken(kind: Kind, value: CsvValue, { t, fmt }: Words): string {
  if (value === null) return '–';
  if (kind === 'money') return fmt.money(Number(value));
  if (kind === 'percent') return t('own-reports:percent', { number: fmt.number(Math.round(Number(value) * 1000) / 10) });
  return kind === 'integer' ? fmt.number(Number(value)) : String(value);
}

const numbers = new Set<Kind>(['integer', 'money', 'percent']);

/** The columns as the page and paper have them; the first one names the row. */
export function sheetColumns<Row, Totals>(columns: readonly OwnSheetColumn<Row, Totals>[], words: Words): SheetColumn<Row, Totals>[] {
  return columns
    .filter(({ isOfFiles }) => !isOfFiles)
    .map(({ label, kind = 'text', value, total, cell, width }, index) => ({
      label,
      align: numbers.has(kind) ? 'right' : 'left',
      width: width ?? (numbers.has(kind) || kind === 'time' ? 1 : 2),
      ...(index === 0 ? { kind: 'heading' as const } : {}),
      cell: (row) => cell?.(row) ?? { text: kind === 'text' ? String(value(row) ?? '–') : unbroken(spoken(kind, value(row), words)) },
      ...(total ? { total: (totals: Totals) => unbroken(spoken(kind, total(totals), words)) } : {}),
    }));
}

/** The row of sums, empty where there is nothing to sum up. */
export function sumCells<Row, Totals>(columns: readonly SheetColumn<Row, Totals>[], totals: Totals, words: Words): string[] {
  const cells = totalCells(columns, totals, words);
  return cells.slice(1).some(Boolean) ? cells : [];
}

/** The columns as files have them; the first one says which row is the sum, if there is one. */
export const fileColumns = <Row, Totals>(columns: readonly OwnSheetColumn<Row, Totals>[], { t }: Words): CsvSheetColumn<Row, Totals>[] =>
  columns.map(({ label, kind = 'text', value, total }, index) => {
    const sum = index === 0 ? () => t('reports:total') : total;
    return { label, kind, value, ...(sum ? { total: sum } : {}) };
  });
