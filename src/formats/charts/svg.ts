import type { Mark, Scene, Shape, Words } from './scene.ts';

/** The scene as SVG that is coloured by classes alone, so that it follows the page into the dark and needs no inline style. */
export function toSvg(scene: Scene, description: string, className?: string): string {
  const { width, height } = scene;
  const classes = className ? ` class="${className}"` : '';
  const items = scene.items.map((item) => (item.kind === 'mark' ? markSvg(item) : shapeSvg(item)));
  return `<svg${classes} viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-label="${escapeXml(description)}">${items.join('')}</svg>`;
}

/** Text for XML, in an element or in an attribute with double quotes. */
export function escapeXml(text: string): string {
  return text.replace(unknown, '').replace(/[&<>"]/g, (sign) => entities[sign]!);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// what XML does not know: halves of letters and all control signs but tab and line feed
const unknown = /[\p{Cs}\ufffe\uffff]|(?![\t\n])\p{Cc}/gu;

/** A number with one decimal: a tenth of a unit is not seen. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);

function markSvg({ title, box, shapes }: Mark): string {
  const place = `<rect class="hit" x="${short(box.x)}" y="${short(box.y)}" width="${short(box.width)}" height="${short(box.height)}"/>`;
  return `<g class="mark">${titleSvg(title)}${place}${shapes.map(shapeSvg).join('')}</g>`;
}

const titleSvg = (title: string | undefined): string => (title ? `<title>${escapeXml(title)}</title>` : '');

function shapeSvg(shape: Shape): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, radius, paint } = shape;
      const corners = radius > 0 ? ` rx="${short(radius)}"` : '';
      return `<rect class="${paint}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${corners}/>`;
    }
    case 'rule': {
      const [[x1, y1], [x2, y2]] = [shape.from, shape.to];
      return `<line class="${shape.paint}" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"/>`;
    }
    case 'dot':
      return `<circle class="${shape.paint}" cx="${short(shape.x)}" cy="${short(shape.y)}" r="3"/>`;
    case 'words':
      return wordsSvg(shape);
    default:
      return `<path class="${shape.kind} ${shape.paint}" d="${shape.d}"/>`;
  }
}

function wordsSvg({ x, y, anchor, text, title, isBold, isAlternate }: Words): string {
  const classes = [isBold && 'bold', isAlternate && 'alt'].filter(Boolean).join(' ');
  const attributes = [
    classes && ` class="${classes}"`,
    ` x="${short(x)}" y="${short(y)}"`,
    anchor !== 'start' && ` text-anchor="${anchor}"`,
  ];
  return `<text${attributes.filter(Boolean).join('')}>${titleSvg(title)}${escapeXml(text)}</text>`;
}
