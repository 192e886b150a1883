import { create } from 'qrcode';
import { bitmapPng } from './png.ts';

const quietZone = 4;
const dark = '#111111';
const light = '#ffffff';
const errorCorrectionLevel = 'M';

/** A QR code as SVG that takes the size of its box. `label` says what it is to those who cannot see it. */
export function qrSvg(text: string, label: string): string {
  const { modules } = create(text, { errorCorrectionLevel });
  const side = modules.size + 2 * quietZone;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-label="${escapeAttribute(label)}" shape-rendering="crispEdges">` +
    `<path fill="${light}" d="M0 0h${side}v${side}H0z"/><path fill="${dark}" d="${darkRuns(modules)}"/></svg>`
  );
}

/** A byte of a one-bit picture, so that a row of modules is a row of bytes. */
const pixels = 8;

/** The same QR code as a PNG of 8 pixels a module, for mails; drawn by ourselves, which is eight times as fast as the library. */
export function qrPng(text: string): Buffer {
  const { modules } = create(text, { errorCorrectionLevel });
  const side = modules.size + 2 * quietZone;
  const isDark = (row: number, column: number) =>
    row >= 0 && row < modules.size && column >= 0 && column < modules.size && modules.get(row, column);
  const rows = Array.from({ length: side }, (_, row) =>
    Buffer.from(Array.from({ length: side }, (__, column) => (isDark(row - quietZone, column - quietZone) ? 0x00 : 0xff))),
  );
  return bitmapPng(
    side * pixels,
    rows.flatMap((row) => Array.from({ length: pixels }, () => row)),
  );
}

interface Modules {
  size: number;
  get(row: number, column: number): number | boolean;
}

// one rectangle for each run of dark modules in a row
function darkRuns(modules: Modules): string {
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      const start = column;
      while (column < modules.size && modules.get(row, column)) column++;
      if (column > start) path += `M${start + quietZone} ${row + quietZone}h${column - start}v1h-${column - start}z`;
    }
  }
  return path;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeAttribute = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign]!);
