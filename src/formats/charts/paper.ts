import { measureText, printable } from '../pdf-fonts.ts';
import type { TextStyle } from '../pdf-fonts.ts';
import { colours } from '../pdf-ink.ts';
import { letterSize } from './scene.ts';
import type { Paint, Scene, Shape, Words } from './scene.ts';

/** Letters of pictures on paper are 8.5 points high. */
const letterPoints = 8.5;
export const unitsPerPoint = letterSize / letterPoints;

/** The light side of the design's colours for charts. */
export const inks: Record<Paint, string> = {
  c1: '#0b6b4b',
  c2: '#cb6d1e',
  c3: '#34527d',
  c4: '#a2588f',
  c5: '#878f88',
  before: '#7a837d',
  track: '#eeece4',
};

export const plain: TextStyle = { face: 'regular', size: letterSize, colour: colours.soft };
export const bold: TextStyle = { face: 'semibold', size: letterSize, colour: colours.ink };

/** Draws a scene whose upper left corner is given in points. */
export function drawScene(doc: PDFKit.PDFDocument, scene: Scene, x: number, y: number): void {
  doc
    .save()
    .translate(x, y)
    .scale(1 / unitsPerPoint);
  for (const item of scene.items) {
    const shapes = item.kind === 'mark' ? item.shapes : [item];
    for (const shape of shapes) drawShape(doc, shape);
  }
  doc.restore();
}

function drawShape(doc: PDFKit.PDFDocument, shape: Shape): void {
  switch (shape.kind) {
    case 'rect':
      doc.roundedRect(shape.x, shape.y, shape.width, shape.height, shape.radius).fill(inks[shape.paint]);
      break;
    case 'rule':
      doc
        .moveTo(...shape.from)
        .lineTo(...shape.to)
        .lineWidth(1)
        .strokeColor(shape.paint === 'grid' ? colours.line : colours.head)
        .stroke();
      break;
    case 'dot':
      doc.circle(shape.x, shape.y, 3).fill(inks[shape.paint]);
      break;
    case 'area':
      doc.save().fillOpacity(0.12).path(shape.d).fill(inks[shape.paint]).restore();
      break;
    case 'line':
      drawLine(doc, shape.d, shape.paint);
      break;
    default:
      drawWords(doc, shape);
  }
}

function drawLine(doc: PDFKit.PDFDocument, d: string, paint: Paint): void {
  doc.save().lineJoin('round').lineCap('round');
  if (paint === 'before') doc.dash(4, { space: 4 });
  doc
    .path(d)
    .lineWidth(paint === 'before' ? 2 : 2.5)
    .strokeColor(inks[paint])
    .stroke()
    .restore();
}

function drawWords(doc: PDFKit.PDFDocument, words: Words): void {
  const style = words.isBold ? bold : plain;
  const text = printable(words.text);
  const before = { start: 0, middle: measureText(text, style) / 2, end: measureText(text, style) }[words.anchor];
  doc
    .font(style.face, style.size)
    .fillColor(style.colour)
    .text(text, words.x - before, words.y, { lineBreak: false, baseline: 'alphabetic', features: [] });
}
