import type { Motif } from '../motif.ts';
import { cycle, pick, type Random } from '../random.ts';
import { WIDTH, group, path, rect, round } from '../shapes.ts';

type Outline = (w: number, h: number) => string;

const jug: Outline = (w, h) => {
  const x = (part: number) => round(w * part);
  const y = (part: number) => round(-h * part);
  return (
    `M${x(-0.28)} ${y(1)}H${x(0.28)}Q${x(0.18)} ${y(0.78)} ${x(0.36)} ${y(0.6)}Q${x(0.62)} ${y(0.3)} ${x(0.28)} 0` +
    `H${x(-0.28)}Q${x(-0.62)} ${y(0.3)} ${x(-0.36)} ${y(0.6)}Q${x(-0.18)} ${y(0.78)} ${x(-0.28)} ${y(1)}z`
  );
};
const bowl: Outline = (w, h) => {
  const [x, y] = [(part: number) => round(w * part), round(-h * 0.62)];
  return `M${x(-0.5)} ${y}H${x(0.5)}Q${x(0.46)} 0 ${x(0.16)} 0H${x(-0.16)}Q${x(-0.46)} 0 ${x(-0.5)} ${y}z`;
};
const mug: Outline = (w, h) => {
  const [x, top, foot] = [(part: number) => round(w * part), round(-h * 0.8), round(-h * 0.1)];
  return `M${x(-0.34)} ${top}H${x(0.34)}V${foot}Q${x(0.34)} 0 ${x(0.22)} 0H${x(-0.22)}Q${x(-0.34)} 0 ${x(-0.34)} ${foot}z`;
};
const bottle: Outline = (w, h) => {
  const x = (part: number) => round(w * part);
  const y = (part: number) => round(-h * part);
  return `M${x(-0.13)} ${y(1)}H${x(0.13)}V${y(0.68)}Q${x(0.5)} ${y(0.5)} ${x(0.36)} 0H${x(-0.36)}Q${x(-0.5)} ${y(0.5)} ${x(-0.13)} ${y(0.68)}z`;
};
const OUTLINES = [jug, bowl, mug, bottle];

function mugHandle(w: number, h: number, stroke: string): string {
  const bend = round(h * 0.2);
  return `<path d="M${round(w * 0.32)} ${round(-h * 0.66)}a${bend} ${bend} 0 0 1 0 ${round(h * 0.4)}" fill="none" stroke="${stroke}" stroke-width="20"/>`;
}

interface Pot {
  shape: number;
  width: number;
  height: number;
  colour: string;
  band: string;
}

function pot({ shape, width, height, colour, band }: Pot): string {
  const outline = cycle(OUTLINES, shape);
  const handle = outline === mug ? mugHandle(width, height, colour) : '';
  const bandY = round(-height * (outline === bowl ? 0.36 : 0.3));
  const stripe = `<path d="M${round(-width * 0.27)} ${bandY}H${round(width * 0.27)}" fill="none" stroke="${band}" stroke-width="9"/>`;
  return handle + path(outline(width, height), colour) + stripe;
}

function potShelf(random: Random, y: number, glazes: readonly [string, string, string]): string {
  const [clay, white, slate] = glazes;
  let picture = '';
  let x = 90 + random() * 40;
  let last = -1;
  while (x < WIDTH - 40) {
    const choice = Math.floor(random() * 4);
    const shape = choice === last ? (choice + 1) % 4 : choice;
    const width = 130 + random() * 70;
    const height = 190 + random() * 60;
    const colour = pick(random, [clay, white, slate, clay]);
    const band = colour === white ? clay : white;
    picture += group(`transform="translate(${round(x)} ${y})"`, pot({ shape, width, height, colour, band }));
    x += width + 44 + random() * 20;
    last = shape;
  }
  return picture;
}

/** Jugs and bowls on two shelves. */
export const pottery: Motif = {
  palette: ['#e8cdb4', '#a9542f', '#f3e6d3', '#3e5a60', '#6f3420'],
  draw(random, [, clay, white, slate, wood]) {
    const shelf = (y: number) => rect(0, y, WIDTH, 26, wood) + potShelf(random, y, [clay, white, slate]);
    return shelf(310) + shelf(640);
  },
};
