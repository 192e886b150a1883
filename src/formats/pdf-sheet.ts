import PDFDocument from 'pdfkit';
import { measureText, registerFaces } from './pdf-fonts.ts';
import type { TextStyle } from './pdf-fonts.ts';
import { colours, drawLines, drawMark, drawRule, lineHeight, oneLineOf } from './pdf-ink.ts';

export interface SheetTexts {
  title: string;
  lang: string;
  brand: string;
  landscape: boolean;
  generatedAtText: string;
  footerText: string;
  pageLabel: (page: number, total: number) => string;
}

/** A4 pages with the same foot, filled from top to bottom. All measures are points. */
export interface Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left: number;
  readonly right: number;
  readonly width: number;
  /** Where the room for content ends. */
  readonly bottom: number;
  /** How high content on a page of its own may be. */
  readonly room: number;
  /** Where the next thing goes. */
  y: number;
  nextPage(): void;
  /** Writes the page numbers and ends the document. */
  end(): void;
}

const margin = 42.5;
const footHeight = 30;
const runningHeight = 26;
const small: TextStyle = { face: 'regular', size: 8.5, colour: colours.soft };

/** Opens a document with its first, still empty page. */
export function openSheet(texts: SheetTexts): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    layout: texts.landscape ? 'landscape' : 'portrait',
    margin: 0,
    pdfVersion: '1.7',
    lang: texts.lang,
    displayTitle: true,
    info: { Title: texts.title, Author: texts.brand, Creator: texts.brand },
  });
  registerFaces(doc);
  const labels: PageLabel[] = [];
  const { width, height } = doc.page;
  const bottom = height - margin - footHeight;
  const sheet: Sheet = {
    doc,
    left: margin,
    right: width - margin,
    width: width - 2 * margin,
    bottom,
    room: bottom - margin - runningHeight,
    y: margin,
    nextPage() {
      doc.addPage();
      drawRunningHead(sheet, texts);
      drawFoot(sheet, texts);
      labels.push(reserveLabel(doc));
    },
    end() {
      labels.forEach((label, index) => writeLabel(sheet, label, texts.pageLabel(index + 1, labels.length)));
      doc.end();
    },
  };
  drawFoot(sheet, texts);
  labels.push(reserveLabel(doc));
  return sheet;
}

function drawRunningHead(sheet: Sheet, texts: SheetTexts): void {
  const { doc, left } = sheet;
  drawMark(doc, left, margin, 12);
  const box = { x: left + 18, y: margin + 6 - lineHeight(small) / 2, width: sheet.width - 18 };
  drawLines(doc, [oneLineOf(texts.title, box.width, small)], box, small);
  sheet.y = margin + runningHeight;
}

const footLine = (sheet: Sheet): number => sheet.bottom + 16;

function drawFoot(sheet: Sheet, texts: SheetTexts): void {
  const { doc, left, right, width } = sheet;
  const y = footLine(sheet);
  drawRule(doc, [left, y - 8], [right, y - 8], 0.75, colours.bar);
  const label = measureText(texts.pageLabel(9999, 9999), small);
  const made = oneLineOf(texts.generatedAtText, (width - label) * 0.6, small);
  drawLines(doc, [made], { x: left, y, width }, small);
  const free = width - label - measureText(made, small) - 24;
  const foot = oneLineOf(texts.footerText, free, small);
  drawLines(doc, [foot], { x: right - label - 12 - (free + measureText(foot, small)) / 2, y, width: free }, small);
}

/** A place on a page for its number. The number of pages is known last, so each place is a small form that is written at the end. */
interface PageLabel {
  form: PDFKit.PDFKitReference;
  fonts: object;
}

function reserveLabel(doc: PDFKit.PDFDocument): PageLabel {
  const { width, height } = doc.page;
  const fonts = {};
  const form = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: { Font: fonts } });
  (doc.page.xobjects as Record<string, PDFKit.PDFKitReference>)['PageLabel'] = form;
  doc.addContent('/PageLabel Do');
  return { form, fonts };
}

function writeLabel(sheet: Sheet, { form, fonts }: PageLabel, text: string): void {
  const { doc, left, width } = sheet;
  const page = doc.page;
  // pdfkit draws on doc.page: for a moment that is the form, which the page shows in its own coordinates
  doc.page = { fonts, height: page.height, write: (chunk: unknown) => form.write(chunk) } as unknown as PDFKit.PDFPage;
  drawLines(doc, [text], { x: left, y: footLine(sheet), width }, small, 'right');
  doc.page = page;
  form.end(null);
}
