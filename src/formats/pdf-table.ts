import { columnWidths } from './pdf-columns.ts';
import type { TextStyle } from './pdf-fonts.ts';
import { colours, drawLines, lineHeight, linesOf } from './pdf-ink.ts';
import type { Align } from './pdf-ink.ts';
import { cellsOf, drawRow, drawRowRule, padding, putRow, rowHeight } from './pdf-rows.ts';
import type { Cells, Column, Grid } from './pdf-rows.ts';
import type { Sheet } from './pdf-sheet.ts';

export interface TableColumn {
  label: string;
  /** Right is for numbers: their figures get equal widths. */
  align: Align;
  /** The share of the free width, relative to the other columns. */
  width: number;
  /** `heading` names the row and is bold. */
  kind?: 'text' | 'heading';
}

/** A table that grows row by row over as many pages as it takes. */
export interface Table {
  row(cells: readonly string[]): void;
  /** Ends the table with the sums, if there are any. A table without rows says `emptyText`. */
  close(emptyText: string): void;
}

/** Draws the table's head where the sheet is. The columns are as wide as the labels, the sums and the first rows want them. */
export function openTable(
  sheet: Sheet,
  columns: readonly TableColumn[],
  totals: readonly string[] | undefined,
  firstRows: readonly (readonly string[])[],
): Table {
  const size = columns.length > 8 ? 8 : columns.length > 6 ? 8.5 : 9.5;
  const bold: TextStyle = { face: 'semibold', size, colour: colours.ink };
  const sums = placeColumns(sheet, columns, totals, firstRows, bold);
  const body = sums.map((column, index) => (columns[index]!.kind === 'heading' ? column : restyled(column, { face: 'regular' })));
  const grid = openGrid(
    sheet,
    sums,
    columns.map((column) => column.label),
  );
  const last = totals && cellsOf(sums, totals);

  // the newest row is held back, so that the sums never stand alone on a page
  let held: Cells | null = null;
  const release = (below: number): void => {
    if (!held) return;
    putRow(grid, body, held, below);
    drawRowRule(sheet, 0.5, colours.line);
  };
  return {
    row(cells) {
      release(0);
      held = cellsOf(body, cells);
    },
    close(emptyText) {
      release(last ? rowHeight(last, grid.lineHeight) : 0);
      if (!held) drawEmpty(sheet, emptyText, size);
      if (last) putTotals(grid, sums, last);
    },
  };
}

function placeColumns(
  sheet: Sheet,
  columns: readonly TableColumn[],
  totals: readonly string[] | undefined,
  firstRows: readonly (readonly string[])[],
  bold: TextStyle,
): Column[] {
  const texts = columns.map(({ label, width }, index) => ({
    weight: width,
    firm: [label, totals?.[index] ?? ''],
    usual: firstRows.map((row) => row[index] ?? ''),
  }));
  const widths = columnWidths(texts, sheet.width, { ...bold, figures: true }, 2 * padding.x + 0.5);
  return columns.map(({ align }, index) => {
    const x = sheet.left + padding.x + widths.slice(0, index).reduce((total, width) => total + width, 0);
    return { x, width: widths[index]! - 2 * padding.x, align, style: { ...bold, figures: align === 'right' } };
  });
}

function openGrid(sheet: Sheet, columns: readonly Column[], labels: readonly string[]): Grid {
  const heads = columns.map((column) => restyled(column, { colour: colours.soft }));
  const cells = cellsOf(heads, labels);
  const step = lineHeight(heads[0]!.style);
  const drawHead = (): void => {
    drawRow(sheet, heads, cells, step);
    drawRowRule(sheet, 0.75, colours.head);
  };
  drawHead();
  return { sheet, lineHeight: step, headHeight: rowHeight(cells, step), drawHead };
}

const restyled = (column: Column, style: Partial<TextStyle>): Column => ({ ...column, style: { ...column.style, ...style } });

function putTotals(grid: Grid, columns: readonly Column[], cells: Cells): void {
  drawRowRule(grid.sheet, 1.5, colours.ink);
  putRow(grid, columns, cells);
  drawRowRule(grid.sheet, 0.5, colours.line);
}

function drawEmpty(sheet: Sheet, text: string, size: number): void {
  const style: TextStyle = { face: 'regular', size, colour: colours.soft };
  const box = { x: sheet.left + padding.x, y: sheet.y + 12, width: sheet.width - 2 * padding.x };
  sheet.y = drawLines(sheet.doc, linesOf(text, box.width, style), box, style) + 12;
  drawRowRule(sheet, 0.5, colours.line);
}
