import type { CsvColumn, CsvValue } from '../../formats/csv.ts';
import type { TableColumn } from '../../formats/pdf-table.ts';
import type { PeriodWords } from '../comparison.ts';
import type { Words } from '../formatter.ts';

/** What stands in a cell: on the page its note is a line below, on paper it follows. A status is shown as a tag. */
export interface Cell {
  text: string;
  note?: string;
  href?: string;
  status?: string;
}

/** A column of a report on the page and on paper; `total` is its place in the row of sums. */
export interface SheetColumn<Row, Totals> extends TableColumn {
  cell: (row: Row) => Cell;
  total?: (totals: Totals) => string;
}

/** A column of a report's CSV file; money is in minor units. */
export interface CsvSheetColumn<Row, Totals> extends CsvColumn {
  value: (row: Row) => CsvValue;
  total?: (totals: Totals) => CsvValue;
}

/** One of the most important numbers. */
export interface Stat {
  label: string;
  value: string;
  note?: string;
  /** Whether it is good news. */
  trend?: 'up' | 'down';
}

/** The same numbers of the period before. */
export interface Before<Totals> {
  totals: Totals;
  period: PeriodWords;
}

/** How one kind of report is shown. */
export interface Sheet<Row, Totals> {
  stats: (totals: Totals, before: Before<Totals> | null) => Stat[];
  columns: SheetColumn<Row, Totals>[];
  isEmpty: (totals: Totals) => boolean;
}

/** Makes columns of money: the same name in the row, in the totals and in reports:column. */
export const moneyColumns =
  ({ t, fmt }: Words) =>
  <Name extends string>(...names: Name[]): SheetColumn<Record<Name, number>, Record<Name, number>>[] =>
    names.map((name) => ({
      label: t(`reports:column.${name}`),
      align: 'right',
      width: 1,
      cell: (row) => ({ text: fmt.money(row[name]) }),
      total: (totals) => fmt.money(totals[name]),
    }));

/** The same for CSV. */
export const csvMoneyColumns =
  ({ t }: Words) =>
  <Name extends string>(...names: Name[]): CsvSheetColumn<Record<Name, number>, Record<Name, number>>[] =>
    names.map((name) => ({
      label: t(`reports:column.${name}`),
      kind: 'money',
      value: (row) => row[name],
      total: (totals) => totals[name],
    }));

/** Dates, phones and the like stay in one line. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

/** The cells of a row on paper. */
export const paperCells = <Row, Totals>(columns: readonly SheetColumn<Row, Totals>[], row: Row): string[] =>
  columns.map((column) => {
    const { text, note } = column.cell(row);
    return note ? `${text}, ${note}` : text;
  });

/** The row of sums; the first cell says that it is one. */
export const totalCells = <Row, Totals>(columns: readonly SheetColumn<Row, Totals>[], totals: Totals, { t }: Words): string[] =>
  columns.map(({ total }, index) => (index === 0 ? t('reports:total') : (total?.(totals) ?? '')));
