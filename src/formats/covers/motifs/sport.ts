import type { Motif } from '../motif.ts';
import type { Random } from '../random.ts';
import { HEIGHT, WIDTH, circle, group, line, path, rect, repeat, round } from '../shapes.ts';

/** Lanes of a running track. */
export const runningTrack: Motif = {
  palette: ['#ee7b4d', '#fff1dc', '#20385a', '#ffc56b', '#c9532b'],
  swapsColours: true,
  draw(random, [ground, marking, runner, sun, lane]) {
    const x = 300 + random() * 140;
    const lap = (i: number) => {
      const size = 640 - i * 84;
      const bend = round(size * 0.72);
      const d = `M${WIDTH + 40} ${700 - size}H${round(x)}a${bend} ${bend} 0 0 0 0 ${round(size * 1.44)}H${WIDTH + 40}`;
      return `<path d="${d}" fill="${i % 2 ? ground : lane}" stroke="${marking}" stroke-width="7"/>`;
    };
    const head = (i: number) => circle(620 + i * 150 + random() * 60, 352 + i * 80, 30, runner);
    return circle(940, 170, 105, sun) + repeat(7, lap) + repeat(3, head);
  },
};

function hill(random: Random, y: number, fill: string): string {
  const x = random() * 120;
  const d = `M-40 ${y + 60}Q${round(160 + x)} ${y - 190} ${round(440 + x)} ${y + 10}T${round(820 + x)} ${y - 40}T1260 ${y + 30}V700H-40z`;
  return path(d, fill);
}

function fir(random: Random, i: number, fill: string): string {
  const x = 60 + i * 140 + random() * 60;
  const y = 600 + random() * 50;
  const isOnPath = x > 440 && x < 740;
  return isOnPath ? '' : path(`M${round(x)} ${round(y)}l34-96 34 96z`, fill);
}

/** A path over the hills. */
export const hills: Motif = {
  palette: ['#fbe3c3', '#20385a', '#4d7a6d', '#ee7b4d', '#9dbfb0'],
  draw(random, [ground, near, middle, sun, far]) {
    const disc = circle(260 + random() * 500, 200, 104, sun);
    const slopes = hill(random, 330, far) + hill(random, 430, middle) + hill(random, 530, near);
    const trail = line('M560 690C640 620 420 590 560 540S720 500 660 462', ground, 22, 'stroke-linecap="round" stroke-dasharray="2 44"');
    return disc + slopes + trail + repeat(9, (i) => fir(random, i, middle));
  },
};

const COURT =
  'M70 60H1130V615H70zM600 60V615M70 200H260V475H70M1130 200H940V475H1130M260 260a110 110 0 0 1 0 155M940 260a110 110 0 0 0 0 155';

function ball(x: number, y: number, [fill, seam, shadow]: [string, string, string]): string {
  const cross = `M${round(x - 76)} ${round(y)}h152M${round(x)} ${round(y - 76)}v152`;
  const curves = `M${round(x - 52)} ${round(y - 54)}q52 54 0 108M${round(x + 52)} ${round(y - 54)}q-52 54 0 108`;
  return circle(x + 16, y + 20, 76, shadow) + circle(x, y, 76, fill) + line(cross + curves, seam, 7);
}

/** A court and a ball. */
export const court: Motif = {
  palette: ['#1f6b52', '#f6ead6', '#ffc56b', '#ee7b4d', '#174f3d'],
  draw(random, [, marking, fill, seam, shade]) {
    const stripe = (i: number) => rect(i * 160 - (random() > 0.5 ? 8 : 0), 0, 80, HEIGHT, shade, 0, 0.45);
    const floor = repeat(8, stripe);
    const marks = group(`fill="none" stroke="${marking}" stroke-width="9"`, `<path d="${COURT}"/><circle cx="600" cy="337" r="120"/>`);
    const x = 330 + random() * 560;
    const y = 180 + random() * 300;
    return floor + marks + ball(x, y, [fill, seam, shade]);
  },
};
