import type { Motif } from '../motif.ts';
import { cycle } from '../random.ts';
import { HEIGHT, WIDTH, circle, ellipse, path, rect, repeat, ring, round } from '../shapes.ts';

/** Steps up to the sun. */
export const steps: Motif = {
  palette: ['#f3dccf', '#7b3040', '#d9744a', '#f2b27c', '#43303a'],
  swapsColours: true,
  keepsDirection: true,
  draw(random, [, first, second, third, fourth]) {
    const x = 330 + random() * 120;
    const width = WIDTH / 7;
    const step = (i: number) => {
      const height = 90 + i * 62 + random() * 16;
      const colour = cycle([first, fourth, second, third], i + (random() > 0.7 ? 1 : 0));
      const half = round(width / 2);
      const dome = `M${round(i * width)} ${round(HEIGHT - height)}a${half} ${half} 0 0 1 ${round(width)} 0z`;
      return rect(i * width, HEIGHT - height, width + 1, height, colour) + path(dome, i % 2 ? third : first, 0.35);
    };
    return circle(x, 215, 112, second) + ring(x, 215, 158, third, 14) + repeat(7, step);
  },
};

interface Bubble {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
}

function bubble({ x, y, width, height, fill }: Bubble, tailX: number, tailTurn: number): string {
  const tail = `M${round(tailX)} ${round(y + height - 4)}v92l${tailTurn}-92z`;
  return rect(x, y, width, height, fill, 60) + path(tail, fill);
}

/** A conversation. */
export const conversation: Motif = {
  palette: ['#dfe6d2', '#d9744a', '#3d5a4c', '#f6ead6', '#7b3040'],
  draw(random, [ground, first, second, light, sun]) {
    const shift = random() * 50;
    const asked = { x: 90, y: 70 + shift, width: 620, height: 260, fill: first };
    const answer = { x: 500, y: 300 - shift / 2, width: 600, height: 240, fill: second };
    const words = (i: number) => rect(150, 130 + shift + i * 54, cycle([480, 380, 250], i) - random() * 60, 22, light, 11);
    const dots = (i: number) => circle(700 + i * 100, 420 - shift / 2, 28, cycle([light, ground, light], i));
    return (
      bubble(asked, asked.x + 90, 110) +
      bubble(answer, answer.x + answer.width - 90, -110) +
      repeat(3, words) +
      repeat(3, dots) +
      circle(980, 150, 84, sun) +
      ring(980, 150, 116, sun, 6)
    );
  },
};

/** Balanced stones. */
export const stones: Motif = {
  palette: ['#cfe1ea', '#43303a', '#d9744a', '#f2b27c', '#7fa393'],
  draw(random, [ground, first, second, sun, water]) {
    const x = 420 + random() * 360;
    let y = 600;
    const stone = (i: number) => {
      const width = cycle([300, 235, 190, 130, 84], i);
      const height = width * 0.42;
      y -= height;
      const fill = cycle([first, second, water, first, second], i);
      const sway = (random() - 0.5) * 50;
      return ellipse(x + sway, y + height / 2, width, height / 2 + 4, `fill="${fill}"`);
    };
    const ripple = (i: number) => ellipse(x, 640, 420 + i * 150, 26 + i * 16, `fill="none" stroke="${ground}" stroke-width="4"`);
    return circle(x + 250, 190, 110, sun) + rect(0, 590, WIDTH, 100, water) + repeat(5, stone) + repeat(4, ripple);
  },
};
