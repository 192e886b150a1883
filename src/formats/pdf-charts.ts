import type { Chart, PaperChart } from './charts/index.ts';
import { colours, drawLines, lineHeight, linesOf } from './pdf-ink.ts';
import type { TextStyle } from './pdf-fonts.ts';
import type { Sheet } from './pdf-sheet.ts';

export interface ReportChart {
  /** The heading above the picture. */
  caption: string;
  chart: Chart;
}

interface Figure {
  caption: string[];
  chart: PaperChart;
}

const style: TextStyle = { face: 'semibold', size: 10.5, colour: colours.ink };
const belowCaption = 6;
const betweenColumns = 28;
const belowRow = 18;
/** The table's heading, its head and a row. */
const startOfTable = 90;

/** Draws charts in two columns; one that would stand alone in its row has the whole width. */
export function drawCharts(sheet: Sheet, charts: readonly ReportChart[]): void {
  for (let start = 0; start < charts.length; start += 2) drawRow(sheet, charts.slice(start, start + 2));
  if (charts.length > 0 && sheet.y + startOfTable > sheet.bottom) sheet.nextPage();
}

function drawRow(sheet: Sheet, charts: readonly ReportChart[]): void {
  const width = charts.length === 1 ? sheet.width : (sheet.width - betweenColumns) / 2;
  const figures = charts.map(({ caption, chart }): Figure => ({ caption: linesOf(caption, width, style), chart: chart.onPaper(width) }));
  const captionHeight = Math.max(...figures.map(({ caption }) => caption.length)) * lineHeight(style) + belowCaption;
  const height = captionHeight + Math.max(...figures.map(({ chart }) => chart.height));
  if (sheet.y + height > sheet.bottom) sheet.nextPage();
  figures.forEach(({ caption, chart }, index) => {
    const x = sheet.left + index * (width + betweenColumns);
    drawLines(sheet.doc, caption, { x, y: sheet.y, width }, style);
    chart.draw(sheet.doc, x, sheet.y + captionHeight);
  });
  sheet.y += height + belowRow;
}
