import type { Motif, Palette } from '../motif.ts';
import { cycle, pick, type Random } from '../random.ts';
import { circle, line, path, rect, repeat, round } from '../shapes.ts';

interface Pane {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
}

function codeLine(random: Random, pane: Pane, row: number, colours: readonly string[]): string {
  const indent = cycle([0, 1, 2, 2, 1, 1, 0], row) * 44;
  let x = pane.x + 34 + indent;
  let picture = '';
  for (let word = 0; word < 3; word++) {
    const length = 40 + random() * 120;
    if (x + length > pane.x + pane.width - 30) break;
    picture += rect(x, pane.y + 82 + row * 46, length, 18, pick(random, colours), 9);
    x += length + 16;
  }
  return picture;
}

function codePane(random: Random, pane: Pane, [ground, , , shade, accent]: Palette): string {
  const { x, y, width, height, fill } = pane;
  const lights = [accent, shade, ground];
  return (
    rect(x + 12, y + 14, width, height, shade, 20) +
    rect(x, y, width, height, fill, 20) +
    repeat(3, (i) => circle(x + 36 + i * 30, y + 34, 9, cycle(lights, i))) +
    repeat(7, (row) => codeLine(random, pane, row, [ground, accent, shade]))
  );
}

/** Windows of code. */
export const codeWindows: Motif = {
  palette: ['#e9e4d4', '#255e86', '#20303f', '#a9c3cf', '#e2733f'],
  keepsDirection: true,
  draw(random, palette) {
    const [, behind, before] = palette;
    const back = { x: 90 + random() * 40, y: 70, width: 520, height: 420, fill: behind };
    const picture = codePane(random, back, palette);
    const front = { x: 430 + random() * 40, y: 190, width: 640, height: 430, fill: before };
    return picture + codePane(random, front, palette);
  },
};

const TILE = 150;

function quarterArcs(x: number, y: number, isTurned: boolean): string {
  const r = TILE / 2;
  const arc = (from: string, to: string, sweep: number) => `M${from}A${r} ${r} 0 0 ${sweep} ${to}`;
  const top = `${x + r} ${y}`;
  const left = `${x} ${y + r}`;
  const right = `${x + TILE} ${y + r}`;
  const bottom = `${x + r} ${y + TILE}`;
  const pair = isTurned ? [arc(top, left, 1), arc(right, bottom, 0)] : [arc(top, right, 0), arc(left, bottom, 1)];
  return pair.join('');
}

/** Truchet tiles that join into a circuit. */
export const circuit: Motif = {
  palette: ['#0f3a38', '#7ad0b0', '#f6ead6', '#2a6b64', '#f2b04c'],
  swapsColours: true,
  draw(random, [, bright, light, dim, lamp]) {
    const tile = (i: number) => {
      const x = (i % 8) * TILE;
      const y = Math.floor(i / 8) * TILE;
      const colour = random() > 0.62 ? bright : dim;
      const wire = line(quarterArcs(x, y, random() > 0.5), colour, 26);
      if (random() <= 0.82) return wire;
      return wire + circle(x + TILE / 2, y, 27, random() > 0.5 ? lamp : light);
    };
    return repeat(40, tile);
  },
};

const SIDE = 78;
const SLOPE = SIDE * 0.577;

function cube(x: number, y: number, top: string): string {
  const slope = round(SLOPE);
  const wall = round(SIDE * 1.5);
  const [left, right] = [round(x), round(x + SIDE)];
  const [back, front] = [round(y), round(y + SLOPE)];
  return (
    path(`M${left} ${back}l${SIDE} ${slope}v${wall}l${-SIDE} ${-slope}z`, '#16203a') +
    path(`M${right} ${front}l${SIDE} ${-slope}v${wall}l${-SIDE} ${slope}z`, '#2b4274') +
    path(`M${left} ${back}l${SIDE} ${-slope}l${SIDE} ${slope}l${-SIDE} ${slope}z`, top)
  );
}

/** A stack of cubes. */
export const cubes: Motif = {
  palette: ['#1e2a4a', '#f2b04c', '#4f7cc4', '#a9c3ef', '#e2733f'],
  keepsDirection: true,
  draw(random, [, lamp, blue, pale, accent]) {
    const place = (i: number) => {
      const depth = Math.floor(i / 17);
      const x = (i % 17) * SIDE * 2 - (depth % 2) * SIDE - 60;
      const lift = Math.floor(random() * 3) * SIDE * 0.62;
      const isGap = random() > 0.72 && depth > 0;
      if (isGap) return '';
      return cube(x, depth * SLOPE * 1.5 + 60 - lift, pick(random, [blue, blue, pale, lamp, accent]));
    };
    return repeat(13 * 17, place);
  },
};
