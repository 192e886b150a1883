import type { Motif } from '../motif.ts';
import { cycle, pick } from '../random.ts';
import { WIDTH, circle, group, path, rect, repeat, round } from '../shapes.ts';

const TILE = 169;

function tileShapes(fill: string): string[] {
  const half = TILE / 2;
  return [
    path(`M0 0H${TILE}A${TILE} ${TILE} 0 0 1 0 ${TILE}z`, fill),
    circle(half, half, TILE * 0.34, fill),
    path(`M0 ${TILE}A${half} ${half} 0 0 1 ${TILE} ${TILE}z`, fill),
    path(`M0 0L${TILE} ${TILE}H0z`, fill),
    rect(0, 0, half, TILE, fill),
    circle(half, half, TILE * 0.18, fill),
  ];
}

/** Bauhaus tiles. */
export const bauhausTiles: Motif = {
  palette: ['#f6ead6', '#33509a', '#e2603a', '#f2b04c', '#20242a'],
  swapsColours: true,
  draw(random, [ground, ...colours]) {
    const tile = (i: number) => {
      const [x, y] = [(i % 8) * TILE - 76, Math.floor(i / 8) * TILE];
      const back = pick(random, colours);
      const other = pick(random, colours);
      const front = other === back ? ground : other;
      const shape = Math.floor(random() * 6);
      const turn = Math.floor(random() * 4) * 90;
      return group(
        `transform="translate(${x} ${y}) rotate(${turn} ${TILE / 2} ${TILE / 2})"`,
        rect(0, 0, TILE + 1, TILE + 1, shape === 5 ? ground : back) + cycle(tileShapes(front), shape),
      );
    };
    return repeat(32, tile);
  },
};

const PAPER = '#fbf3e4';
const FRAMES = [
  [70, 90, 250, 320],
  [380, 60, 420, 280],
  [380, 380, 190, 150],
  [610, 380, 190, 150],
  [860, 110, 270, 360],
] as const;

function paintings([x, y, w, h]: (typeof FRAMES)[number], fill: string): string[] {
  const at = (across: number, down: number) => `${round(x + w * across)} ${round(y + h * down)}`;
  const small = Math.min(w, h);
  const foot = y + h - 16;
  const land = `M${x + 16} ${foot}V${round(y + h * 0.62)}Q${at(0.4, 0.3)} ${x + w - 16} ${round(y + h * 0.55)}V${foot}z`;
  return [
    circle(x + w / 2, y + h / 2, small * 0.27, fill),
    path(land, fill) + circle(x + w * 0.68, y + h * 0.3, small * 0.1, PAPER),
    rect(x + w * 0.28, y + h * 0.2, w * 0.18, h * 0.6, fill) + rect(x + w * 0.54, y + h * 0.34, w * 0.18, h * 0.46, PAPER),
    path(`M${at(0.5, 0.2)}L${at(0.78, 0.78)}H${round(x + w * 0.22)}z`, fill),
  ];
}

/** Pictures on a gallery wall. */
export const gallery: Motif = {
  palette: ['#e9d9c4', '#33509a', '#e2603a', '#f2b04c', '#20242a'],
  draw(random, [, first, second, third, frame]) {
    const paints = [first, second, third];
    const hang = (i: number) => {
      const place = cycle(FRAMES, i);
      const [x, y, w, h] = place;
      const back = pick(random, paints);
      const colour = pick(random, paints);
      return (
        rect(x + 8, y + 12, w, h, '#cdb99f') +
        rect(x, y, w, h, frame) +
        rect(x + 16, y + 16, w - 32, h - 32, back) +
        pick(random, paintings(place, colour === back ? PAPER : colour))
      );
    };
    return rect(0, 585, WIDTH, 90, frame) + repeat(5, hang);
  },
};
