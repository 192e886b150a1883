import { featuresOf, measureText, printable } from './pdf-fonts.ts';
import type { TextStyle } from './pdf-fonts.ts';
import { fitLine, wrapText } from './pdf-wrap.ts';

/** The colours of the design's paper sheet. */
export const colours = {
  ink: '#18211c',
  soft: '#56605a',
  line: '#e0ddd3',
  bar: '#d5d2c7',
  head: '#7a837d',
  brand: '#0b6b4b',
  dot: '#f7b267',
  white: '#ffffff',
} as const;

export type Align = 'left' | 'right';

/** The height of a line in points. */
export const lineHeight = (style: TextStyle): number => style.size * 1.35;

/** The lines of a text in a box of that width (points), with only what the font can show. */
export const linesOf = (text: string, width: number, style: TextStyle): string[] =>
  wrapText(printable(text), width, (part) => measureText(part, style));

/** The text in one line of that width, shortened with … when it must be. */
export const oneLineOf = (text: string, width: number, style: TextStyle): string =>
  fitLine(printable(text), width, (part) => measureText(part, style));

/** Draws lines into a box whose upper left corner is given, and returns the y below them. */
export function drawLines(
  doc: PDFKit.PDFDocument,
  lines: readonly string[],
  box: { x: number; y: number; width: number },
  style: TextStyle,
  align: Align = 'left',
): number {
  const features = featuresOf(style);
  const step = lineHeight(style);
  // the middle of Onest's letters is 0.33 em above the baseline
  let baseline = box.y + step / 2 + style.size * 0.33;
  doc.font(style.face, style.size).fillColor(style.colour);
  for (const line of lines) {
    const x = align === 'left' ? box.x : box.x + box.width - measureText(line, style);
    doc.text(line, x, baseline, { lineBreak: false, baseline: 'alphabetic', features });
    baseline += step;
  }
  return box.y + lines.length * step;
}

/** Draws a straight line of that thickness in points. */
export function drawRule(doc: PDFKit.PDFDocument, from: [number, number], to: [number, number], thickness: number, colour: string): void {
  doc
    .moveTo(...from)
    .lineTo(...to)
    .lineWidth(thickness)
    .strokeColor(colour)
    .stroke();
}

/** Draws the mark: four arrows that come to one dot. */
export function drawMark(doc: PDFKit.PDFDocument, x: number, y: number, side: number): void {
  doc
    .save()
    .translate(x, y)
    .scale(side / 32);
  doc.roundedRect(0, 0, 32, 32, 9).fill(colours.brand);
  doc.lineWidth(2.3).lineCap('round').lineJoin('round').strokeColor(colours.white);
  for (const arrow of [
    'm6.2 6.2 5 5m0-4.1v4.1H7.1',
    'm25.8 6.2-5 5m0-4.1v4.1h4.1',
    'm6.2 25.8 5-5m0 4.1v-4.1H7.1',
    'm25.8 25.8-5-5m0 4.1v-4.1h4.1',
  ])
    doc.path(arrow).stroke();
  doc.circle(16, 16, 2.9).fill(colours.dot);
  doc.restore();
}
