import type { Motif } from '../motif.ts';
import { cycle } from '../random.ts';
import { HEIGHT, WIDTH, circle, rect, repeat, ring } from '../shapes.ts';

/** A record and an equalizer. */
export const vinyl: Motif = {
  palette: ['#1d2b45', '#f2b04c', '#e2603a', '#f6ead6', '#54799f'],
  swapsColours: true,
  draw(random, [ground, bar, label, light, disc]) {
    const x = 830 + random() * 160;
    const y = 330 + random() * 80;
    const groove = (i: number) => ring(x, y, 370 - i * 26, i % 3 ? ground : light, i % 3 ? 5 : 2);
    const column = (i: number) => {
      const height = 90 + random() * 330 * Math.sin(((i + 1) / 14) * Math.PI);
      return rect(60 + i * 46, HEIGHT - 70 - height, 28, height, i % 4 === 2 ? label : bar, 14);
    };
    return circle(x, y, 390, disc) + repeat(9, groove) + circle(x, y, 128, label) + circle(x, y, 22, light) + repeat(13, column);
  },
};

/** Keys and sound waves. */
export const piano: Motif = {
  palette: ['#f4e6cf', '#b8423f', '#22405c', '#1c2530', '#e3a24a'],
  draw(random, [ground, first, second, black, third]) {
    const x = 240 + random() * 700;
    const waves = [first, ground, third, ground, second];
    return (
      repeat(9, (i) => circle(x, 420, 560 - i * 62, cycle(waves, i))) +
      rect(0, 440, WIDTH, 300, black) +
      repeat(12, (i) => rect(i * 100 + 2, 440, 96, 300, '#fffaf0', 6)) +
      repeat(12, (i) => ([2, 6, 9].includes(i) ? '' : rect(i * 100 + 68, 430, 58, 150, black, 6))) +
      rect(0, 424, WIDTH, 20, black)
    );
  },
};

/** Strings over a sound hole. */
export const strings: Motif = {
  palette: ['#7b3b24', '#e8b063', '#2b1a16', '#f6e3c4', '#b8652f'],
  draw(random, [, brass, dark, string, wood]) {
    const x = 720 + random() * 120;
    const y = 337;
    return (
      circle(x, y, 470, wood) +
      circle(x, y, 236, brass) +
      ring(x, y, 214, dark, 10) +
      circle(x, y, 190, dark) +
      rect(-20, y - 96, x - 300, 192, dark, 12) +
      repeat(5, (i) => rect(40 + (i * (x - 380)) / 5, y - 96, 8, 192, brass)) +
      rect(x + 300, y - 130, 70, 260, dark, 16) +
      repeat(6, (i) => rect(-20, y - 76 + i * 30, x + 360, 3 + i * 0.8, string))
    );
  },
};
