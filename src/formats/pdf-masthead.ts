import { measureText, printable } from './pdf-fonts.ts';
import type { TextStyle } from './pdf-fonts.ts';
import { colours, drawLines, drawMark, drawRule, lineHeight, linesOf } from './pdf-ink.ts';
import type { Sheet } from './pdf-sheet.ts';

export interface SummaryItem {
  label: string;
  value: string;
  /** A line of small print under the value. */
  note?: string;
}

const soft: TextStyle = { face: 'regular', size: 11, colour: colours.soft };
const title: TextStyle = { face: 'semibold', size: 20, colour: colours.ink };
const brand: TextStyle = { face: 'semibold', size: 14, colour: colours.ink };
const statLabel: TextStyle = { face: 'regular', size: 9.5, colour: colours.soft };
const statValue: TextStyle = { face: 'semibold', size: 15, colour: colours.ink };
const statNote: TextStyle = { face: 'regular', size: 9, colour: colours.soft };
const caption: TextStyle = { face: 'semibold', size: 12, colour: colours.ink };
const side = 25.5;
const longTitle = 80;

/** Draws what the report is and whose site made it, with a green rule below. */
export function drawMasthead(sheet: Sheet, texts: { kicker?: string; title: string; subtitle: string; brand: string }): void {
  const { doc, left, right, width } = sheet;
  const brandWidth = side + 8 + measureText(texts.brand, brand);
  const box = { x: left, y: sheet.y, width: width - brandWidth - 24 };
  for (const [text, style] of [
    [texts.kicker, soft],
    [texts.title, texts.title.length > longTitle ? { ...title, size: 14 } : title],
    [texts.subtitle, soft],
  ] as const)
    if (text) box.y = drawLines(doc, linesOf(text, box.width, style), box, style);

  const top = Math.max(sheet.y, box.y - side);
  drawMark(doc, right - brandWidth, top, side);
  drawLines(doc, [texts.brand], { x: left, y: top + (side - lineHeight(brand)) / 2, width }, brand, 'right');
  sheet.y = Math.max(box.y, top + side) + 11;
  drawRule(doc, [left, sheet.y], [right, sheet.y], 1.5, colours.brand);
  sheet.y += 18;
}

/** Draws the most important numbers, four in a row. */
export function drawSummary(sheet: Sheet, items: readonly SummaryItem[]): void {
  const perRow = Math.min(4, items.length);
  for (let start = 0; start < items.length; start += perRow) drawStats(sheet, items.slice(start, start + perRow), sheet.width / perRow);
  if (items.length > 0) sheet.y += 6;
}

function drawStats(sheet: Sheet, items: readonly SummaryItem[], width: number): void {
  const { doc, left, y } = sheet;
  const ends = items.map((item, index) => drawStat(sheet, item, { x: left + index * width + 11.5, y: y - 2, width: width - 20 }));
  const end = Math.max(...ends);
  items.forEach((_, index) => drawRule(doc, [left + index * width + 0.75, y], [left + index * width + 0.75, end], 1.5, colours.bar));
  sheet.y = end + 14;
}

function drawStat(sheet: Sheet, item: SummaryItem, box: { x: number; y: number; width: number }): number {
  let { y } = box;
  for (const [text, style] of [
    [item.label, statLabel],
    [item.value, sizedToFit(item.value, box.width, statValue)],
    [item.note, statNote],
  ] as const)
    if (text) y = drawLines(sheet.doc, linesOf(text, box.width, style), { ...box, y }, style);
  return y;
}

// a sum of millions is better smaller than broken
function sizedToFit(text: string, width: number, style: TextStyle): TextStyle {
  const fitting = (style.size * (width - 0.5)) / measureText(printable(text), style);
  return { ...style, size: Math.min(style.size, Math.max(9, fitting)) };
}

/** Draws the table's heading and, at the right, what its sums are in. */
export function drawCaption(sheet: Sheet, text: string | undefined, note: string | undefined): void {
  const { doc, left, y, width } = sheet;
  if (!text && !note) return;
  const end = drawLines(doc, linesOf(text ?? '', width * 0.65, caption), { x: left, y, width }, caption);
  const noteY = y + (lineHeight(caption) - lineHeight(statLabel)) / 2;
  const noteEnd = drawLines(doc, linesOf(note ?? '', width * 0.33, statLabel), { x: left, y: noteY, width }, statLabel, 'right');
  sheet.y = Math.max(end, noteEnd) + 5;
}
