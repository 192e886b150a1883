import type { Motif } from '../motif.ts';
import { cycle, pick, type Random } from '../random.ts';
import { HEIGHT, WIDTH, circle, group, line, path, rect, repeat, round } from '../shapes.ts';

interface Book {
  x: number;
  width: number;
  height: number;
  colour: string;
  isTilted: boolean;
}

function drawBook(random: Random, book: Book, gilt: string): string {
  const { x, width, height, colour } = book;
  const top = HEIGHT - 60 - height;
  const spine =
    rect(x, top, width, height, colour, 5) +
    rect(x, top + 34, width, 12, gilt) +
    (random() > 0.5 ? rect(x, top + 56, width, 5, gilt) : '') +
    rect(x, HEIGHT - 130, width, 8, gilt);
  return book.isTilted ? group(`transform="rotate(7 ${round(x)} ${HEIGHT - 60})"`, spine) : spine;
}

/** A shelf of books. */
export const bookshelf: Motif = {
  palette: ['#f0dfbd', '#1f4f4c', '#cf6a3c', '#e6b44c', '#2d3436'],
  swapsColours: true,
  draw(random, palette) {
    const [ground, , , sun, wood] = palette;
    let picture = circle(960 + random() * 80, 190, 130, sun);
    let x = 40;
    while (x < WIDTH) {
      const width = 46 + random() * 62;
      const height = 230 + random() * 270;
      const colour = pick(random, palette.slice(1));
      const isTilted = random() > 0.86;
      picture += drawBook(random, { x, width, height, colour, isTilted }, ground);
      x += width + (isTilted ? 42 : 6);
    }
    return picture + rect(0, HEIGHT - 60, WIDTH, 60, wood);
  },
};

/** An amphitheatre round a speaker. */
export const amphitheatre: Motif = {
  palette: ['#23424f', '#e9c46a', '#d9744a', '#f6ead6', '#5d8a93'],
  draw(random, [ground, desk, warm, light, cool]) {
    const x = 560 + random() * 120;
    const y = 660;
    const seat = (radius: number, seats: number) => (i: number) => {
      const angle = Math.PI * (1 + (i + 0.5) / (seats + 1));
      const colour = random() > 0.2 ? pick(random, [cool, warm, light]) : '#2f5562';
      return circle(x + radius * Math.cos(angle), y + radius * Math.sin(angle), 27, colour);
    };
    const row = (i: number) => {
      const k = 5 - i;
      const radius = 130 + k * 100;
      const seats = 4 + k * 3;
      const step = circle(x, y, radius + 50, k % 2 ? ground : '#1b3540');
      return step + repeat(seats + 1, seat(radius, seats));
    };
    return repeat(5, row) + circle(x, y, 150, '#1b3540') + rect(x - 62, 590, 124, 120, desk, 10) + circle(x, 550, 42, light);
  },
};

function turningPage(x: number, y: number, i: number, angle: number): string {
  const across = Math.sin(angle) * 520;
  const up = Math.cos(angle) * 380 - 20;
  return `M${x} ${round(y)}q${-190 + i * 20} ${-120 - i * 12} ${round(across)} ${round(-up)}q${round(-Math.sin(angle) * 160 + 30)} 190 ${round(-across)} ${round(up)}`;
}

/** An open book, pages turning. */
export const openBook: Motif = {
  palette: ['#f6ead6', '#cf6a3c', '#1f4f4c', '#e6b44c', '#2d3436'],
  draw(random, [ground, first, second, sun, dark]) {
    const x = 600;
    const y = 520 + random() * 30;
    const disc = circle(x + (random() - 0.5) * 300, 200, 150, sun);
    const colours = [first, second, dark, sun, second, first, dark];
    const page = (i: number) => {
      const angle = (i - 3) * 0.3 + (random() - 0.5) * 0.06;
      return path(turningPage(x, y, i, angle), cycle(colours, i), 0.94);
    };
    const textLine = (i: number) => {
      const shift = (by: number) => round(y + by + i * 30);
      const left = `M110 ${shift(84)}Q340 ${shift(-14)} ${x - 30} ${shift(74)}`;
      const right = `M${x + 30} ${shift(74)}Q860 ${shift(-14)} 1090 ${shift(84)}`;
      return line(left + right, ground, 6);
    };
    const cover = `M60 ${round(y + 60)}Q330 ${round(y - 60)} ${x} ${round(y + 40)}Q870 ${round(y - 60)} 1140 ${round(y + 60)}V700H60z`;
    return disc + repeat(7, page) + path(cover, dark) + repeat(3, textLine);
  },
};
