import { create, toBuffer } from 'qrcode';

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

/** The same QR code as a PNG of 8 pixels a module, for mails. */
export function qrPng(text: string): Promise<Buffer> {
  return toBuffer(text, { type: 'png', errorCorrectionLevel, margin: quietZone, scale: 8, color: { dark, light } });
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
