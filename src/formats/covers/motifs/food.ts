import type { Motif } from '../motif.ts';
import { cycle, pick, type Random } from '../random.ts';
import { HEIGHT, WIDTH, circle, line, path, rect, repeat, ring, round } from '../shapes.ts';

const PLATES = [
  [230, 210, 165],
  [640, 420, 205],
  [1030, 190, 150],
  [1050, 560, 120],
  [180, 590, 120],
  [620, 80, 90],
] as const;

/** A laid table from above. */
export const laidTable: Motif = {
  palette: ['#f7d8b2', '#8c3122', '#3f6c50', '#e9983f', '#fff5e4'],
  swapsColours: true,
  draw(random, [, first, second, amber, china]) {
    const dish = (i: number) => {
      const [left, y, size] = cycle(PLATES, i);
      const x = left + random() * 40 - 20;
      const bite = (j: number) => {
        const angle = random() * 6.283;
        const away = random() * size * 0.42;
        const fill = cycle([amber, china, first], i + j);
        return circle(x + away * Math.cos(angle), y + away * Math.sin(angle), size * 0.09, fill);
      };
      return (
        circle(x, y, size, china) +
        ring(x, y, round(size * 0.8), amber, 4) +
        circle(x, y, size * 0.62, cycle([first, second, amber], i)) +
        repeat(6, bite)
      );
    };
    return (
      repeat(13, (i) => rect(i * 100 - 20, 0, 40, HEIGHT, amber, 0, 0.28)) +
      repeat(7, (i) => rect(0, i * 100 + 10, WIDTH, 40, amber, 0, 0.28)) +
      repeat(6, dish)
    );
  },
};

function slice(x: number, y: number, radius: number, from: number, fill: string): string {
  const edge = radius * 0.76;
  const at = (angle: number, distance: number) => `${round(x + distance * Math.cos(angle))} ${round(y + distance * Math.sin(angle))}`;
  const r = round(edge);
  return path(`M${at(from + 0.3, 9)}L${at(from, edge)}A${r} ${r} 0 0 1 ${at(from + 0.6, edge)}z`, fill);
}

/** Halves of citrus fruit. */
export const citrus: Motif = {
  palette: ['#f4e9c9', '#e9983f', '#d9542b', '#7fa65a', '#fff5e4'],
  draw(random, [, orange, red, lime, pith]) {
    const fruit = (i: number) => {
      const row = Math.floor(i / 6);
      const x = (i % 6) * 232 + (row % 2) * 116 - 20;
      const y = row * 232 + 100;
      const peel = pick(random, [orange, red, lime]);
      const radius = 92 + random() * 12;
      const turn = random();
      return (
        circle(x, y, radius, peel) + circle(x, y, radius * 0.86, pith) + repeat(8, (j) => slice(x, y, radius, (j / 8) * 6.283 + turn, peel))
      );
    };
    return repeat(18, fruit);
  },
};

function pan(x: number, [body, lid, handle]: [string, string, string]): string {
  const outline = `M${round(x - 270)} 300H${round(x + 270)}V470q0 100-100 100H${round(x - 170)}q-100 0-100-100z`;
  return (
    path(outline, body) +
    rect(x - 300, 280, 600, 40, lid, 20) +
    rect(x - 360, 350, 110, 36, handle, 18) +
    rect(x + 250, 350, 110, 36, handle, 18) +
    rect(x - 270, 400, 540, 22, handle)
  );
}

function vegetable(random: Random, x: number, fill: string): string {
  const size = 40 + random() * 18;
  return circle(x + random() * 20, 560 - size, size, fill);
}

/** A pot on the boil. */
export const pot: Motif = {
  palette: ['#3f6c50', '#e9983f', '#f7d8b2', '#8c3122', '#fff5e4'],
  draw(random, [, amber, cream, table, light]) {
    const x = 520 + random() * 160;
    const steam = (i: number) =>
      line(`M${round(x - 150 + i * 100)} 250q-50-60 0-110t0-110`, light, 16, 'stroke-linecap="round" opacity=".8"');
    return (
      rect(0, 560, WIDTH, 120, table) +
      repeat(4, steam) +
      pan(x, [amber, light, cream]) +
      repeat(4, (i) => vegetable(random, cycle([90, 190, 960, 1080], i), i % 2 ? amber : cream))
    );
  },
};
