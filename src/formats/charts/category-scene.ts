import { letterSize } from './scene.ts';
import type { Paint, Scene, Shape } from './scene.ts';
import { fitted, widthOf } from './words.ts';

interface Extent {
  from: number;
  to: number;
}
/** A name with its bars; places are shares of a bar's whole length. */
export interface CategoryRow {
  label: string;
  bars: readonly { name?: string; text: string; paint: Paint; extent: Extent; zero: number }[];
}

const nameHeight = 20;
const barStep = 18;
const barHeight = 7;
const betweenRows = 9;
const beforeText = 14;

/** In units: what fits a page beside its heading. */
const tallest = 560;

const heightOf = ({ bars }: CategoryRow): number => nameHeight + bars.length * barStep + betweenRows;

/** As many rows as fit a page. */
export function rowsScene(rows: readonly CategoryRow[], width: number): Scene {
  const texts = Math.max(0, ...rows.flatMap(({ bars }) => bars.map(({ text }) => widthOf(text))));
  const track = width - texts - beforeText;
  let y = 0;
  const items = rows.flatMap((row) => {
    if (y + heightOf(row) > tallest) return [];
    const shapes = rowShapes(row, y, width, track);
    y += heightOf(row);
    return shapes;
  });
  return { width, height: Math.max(0, y - betweenRows), items };
}

function rowShapes({ label, bars }: CategoryRow, y: number, width: number, track: number): Shape[] {
  const name: Shape = { kind: 'words', x: 0, y: y + letterSize, anchor: 'start', isBold: true, ...fitted(label, width, true) };
  return [
    name,
    ...bars.flatMap(({ text, paint, extent: { from, to }, zero }, index): Shape[] => {
      const middle = y + nameHeight + (index + 0.5) * barStep;
      const bar = { kind: 'rect', y: middle - barHeight / 2, height: barHeight, radius: barHeight / 2 } as const;
      const ends = [middle - barHeight / 2 - 1, middle + barHeight / 2 + 1] as const;
      return [
        { ...bar, x: 0, width: track, paint: 'track' },
        ...(to > from ? [{ ...bar, x: from * track, width: (to - from) * track, paint }] : []),
        ...(zero > 0 ? [{ kind: 'rule', from: [zero * track, ends[0]], to: [zero * track, ends[1]], paint: 'axis' } as const] : []),
        { kind: 'words', x: width, y: middle + 4, anchor: 'end', text },
      ];
    }),
  ];
}
