import { measureText, printable } from '../pdf-fonts.ts';
import type { TextStyle } from '../pdf-fonts.ts';
import { colours, drawLines, lineHeight, oneLineOf } from '../pdf-ink.ts';
import { inks } from './paper.ts';
import type { Paint } from './scene.ts';

/** What a colour means; a share also says how much it is. */
export interface LegendItem {
  label: string;
  value?: string;
  paint: Paint;
  shape: 'box' | 'line';
}

interface Placed {
  item: LegendItem;
  text: string;
  x: number;
  row: number;
}

const style: TextStyle = { face: 'regular', size: 9, colour: colours.ink };
const box = 8;
const indent = box + 4.5;
const gap = 12;
const rowHeight = lineHeight(style) + 2;
const below = 5;

/** The legend in as many lines as a column of that width in points takes. */
export function legendOnPaper(items: readonly LegendItem[], width: number): LegendOnPaper {
  const placed = place(items, width);
  const rows = (placed.at(-1)?.row ?? -1) + 1;
  return {
    height: rows === 0 ? 0 : rows * rowHeight + below,
    draw(doc, x, y) {
      for (const one of placed) drawItem(doc, one, x + one.x, y + one.row * rowHeight);
    },
  };
}

export interface LegendOnPaper {
  /** In points. */
  height: number;
  draw: (doc: PDFKit.PDFDocument, x: number, y: number) => void;
}

function place(items: readonly LegendItem[], width: number): Placed[] {
  let [x, row] = [0, 0];
  return items.map((item) => {
    const text = oneLineOf(printable([item.label, item.value].filter(Boolean).join(' ')), width - indent, style);
    const needed = indent + measureText(text, style);
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const placed = { item, text, x, row };
    x += needed + gap;
    return placed;
  });
}

function drawItem(doc: PDFKit.PDFDocument, { item, text }: Placed, x: number, y: number): void {
  const middle = y + lineHeight(style) / 2;
  if (item.shape === 'box') doc.roundedRect(x, middle - box / 2, box, box, 2).fill(inks[item.paint]);
  else drawSample(doc, item.paint, x, middle);
  drawLines(doc, [text], { x: x + indent, y, width: 0 }, style);
}

function drawSample(doc: PDFKit.PDFDocument, paint: Paint, x: number, y: number): void {
  doc.save();
  if (paint === 'before') doc.dash(2.5, { space: 2.5 });
  doc
    .moveTo(x, y)
    .lineTo(x + box, y)
    .lineWidth(1.75)
    .strokeColor(inks[paint])
    .stroke()
    .restore();
}
