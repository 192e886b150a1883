import type { TextStyle } from './pdf-fonts.ts';
import { drawLines, drawRule, linesOf } from './pdf-ink.ts';
import type { Align } from './pdf-ink.ts';
import type { Sheet } from './pdf-sheet.ts';

export interface Column {
  x: number;
  width: number;
  align: Align;
  style: TextStyle;
}
/** The wrapped lines of each cell of a row. */
export type Cells = readonly (readonly string[])[];

/** What the rows of a table have in common. `drawHead` is called on the first page and on each new one. */
export interface Grid {
  sheet: Sheet;
  lineHeight: number;
  headHeight: number;
  drawHead(): void;
}

/** The room around a cell's text in points. */
export const padding = { x: 5.5, y: 4 };

export const cellsOf = (columns: readonly Column[], texts: readonly string[]): Cells =>
  columns.map((column, index) => linesOf(texts[index] ?? '', column.width, column.style));

export const rowHeight = (cells: Cells, lineHeight: number): number =>
  Math.max(...cells.map((lines) => lines.length)) * lineHeight + 2 * padding.y;

/** Draws a row where the sheet is and moves the sheet below it. */
export function drawRow(sheet: Sheet, columns: readonly Column[], cells: Cells, lineHeight: number): void {
  columns.forEach((column, index) => {
    const box = { x: column.x, y: sheet.y + padding.y, width: column.width };
    drawLines(sheet.doc, cells[index]!, box, column.style, column.align);
  });
  sheet.y += rowHeight(cells, lineHeight);
}

export const drawRowRule = (sheet: Sheet, thickness: number, colour: string): void =>
  drawRule(sheet.doc, [sheet.left, sheet.y], [sheet.right, sheet.y], thickness, colour);

/** Puts a row on the page where it fits whole with `below` free points under it; a row higher than a page is cut over several. */
export function putRow(grid: Grid, columns: readonly Column[], cells: Cells, below = 0): void {
  const { sheet, lineHeight } = grid;
  const height = rowHeight(cells, lineHeight) + below;
  const roomForRows = sheet.room - grid.headHeight;
  if (height > sheet.bottom - sheet.y && height <= roomForRows) turnPage(grid);

  let rest = cells;
  while (rowHeight(rest, lineHeight) > sheet.bottom - sheet.y) {
    const lines = Math.floor((sheet.bottom - sheet.y - 2 * padding.y) / lineHeight);
    if (lines > 0) {
      drawRow(sheet, columns, firstLines(rest, lines), lineHeight);
      rest = rest.map((cell) => cell.slice(lines));
    }
    turnPage(grid);
  }
  drawRow(sheet, columns, rest, lineHeight);
}

const firstLines = (cells: Cells, count: number): Cells => cells.map((cell) => cell.slice(0, count));

function turnPage({ sheet, drawHead }: Grid): void {
  sheet.nextPage();
  drawHead();
}
