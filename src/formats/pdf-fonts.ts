import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

export type Face = 'regular' | 'semibold';
export interface TextStyle {
  face: Face;
  /** In points. */
  size: number;
  colour: string;
  /** Figures of equal width, for columns of numbers. */
  figures?: boolean;
}

interface Glyph {
  advanceWidth: number;
}
interface Position {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
}
interface Run {
  glyphs: Glyph[];
  positions: Position[];
  advanceWidth: number;
}
/** What we use of the font that fontkit opens for pdfkit. */
interface Font {
  unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(text: string, features?: string[]): Run;
}
interface Placed {
  glyph: Glyph;
  advance: number;
}
type Place = (left: number, right: number, figures: boolean) => Placed;

const require = createRequire(import.meta.url);
const fonts: Record<Face, Font> = {
  regular: openFont('@expo-google-fonts/onest/400Regular/Onest_400Regular.ttf'),
  semibold: openFont('@expo-google-fonts/onest/600SemiBold/Onest_600SemiBold.ttf'),
};
const places: Record<Face, Place> = { regular: rememberPairs(fonts.regular), semibold: rememberPairs(fonts.semibold) };

/** Makes the faces known to a document under their names. */
export function registerFaces(doc: PDFKit.PDFDocument): void {
  for (const face of ['regular', 'semibold'] as const) doc.registerFont(face, fonts[face] as unknown as Buffer);
}

/** The OpenType features of a style; always given, so that pdfkit lays a text out in one piece. */
export const featuresOf = (style: TextStyle): PDFKit.Mixins.OpenTypeFeatures[] => (style.figures ? ['tnum'] : []);

/** The width of a line of text in points. */
export function measureText(text: string, style: TextStyle): number {
  let units = 0;
  for (const { advance } of placedGlyphs(text, places[style.face], style.figures === true)) units += advance;
  return (units / fonts[style.face].unitsPerEm) * style.size;
}

/** Text that the font can show: composed letters, no control signs, no pictures; a letter of another script becomes a question mark. */
export function printable(text: string): string {
  if (everyday.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[‐‑]/g, '-')
    .replace(/./gsu, (sign) => (hasGlyph(sign) ? sign : unprinted.test(sign) ? '' : '?'))
    .replace(/ {2,}/g, ' ')
    .trim();
}

const everyday = /^[ -~а-яёА-ЯЁ«»–—№…₽\u00a0]*$/;
const unprinted = /^[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]$/u;
const hasGlyph = (sign: string): boolean => fonts.regular.hasGlyphForCodePoint(sign.codePointAt(0)!);

// pdfkit parses fonts with its own fontkit; taking the parsed one from it saves parsing for every report
function openFont(file: string): Font {
  const doc = new PDFDocument({ font: require.resolve(file), autoFirstPage: false });
  return (doc as unknown as { _font: { font: Font } })._font.font;
}

// Shaping a word takes 50 µs and a long report has 100,000 different ones. Kerning looks at two letters only, so pairs are shaped
// once and remembered: the result is the same, and there are only a few thousand of them.
function rememberPairs(font: Font): Place {
  const shape = font.layout.bind(font);
  const known = new Map<number, Placed>();
  const place: Place = (left, right, figures) => {
    const key = (left * 0x110000 + right) * 2 + Number(figures);
    const found = known.get(key);
    if (found) return found;
    const run = shape(String.fromCodePoint(...(right ? [left, right] : [left])), figures ? ['tnum'] : []);
    const placed = { glyph: run.glyphs[0]!, advance: run.positions[0]!.xAdvance };
    known.set(key, placed);
    return placed;
  };
  font.layout = (text, features) => layOut(text, place, features?.includes('tnum') === true);
  return place;
}

function layOut(text: string, place: Place, figures: boolean): Run {
  const run: Run = { glyphs: [], positions: [], advanceWidth: 0 };
  for (const { glyph, advance } of placedGlyphs(text, place, figures)) {
    run.glyphs.push(glyph);
    run.positions.push({ xAdvance: advance, yAdvance: 0, xOffset: 0, yOffset: 0 });
    run.advanceWidth += advance;
  }
  return run;
}

function placedGlyphs(text: string, place: Place, figures: boolean): Placed[] {
  const placed: Placed[] = [];
  let left = text.codePointAt(0);
  for (let index = 0; left !== undefined;) {
    index += left > 0xffff ? 2 : 1;
    const right = text.codePointAt(index);
    placed.push(place(left, right ?? 0, figures));
    left = right;
  }
  return placed;
}
