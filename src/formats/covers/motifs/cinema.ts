import type { Motif } from '../motif.ts';
import { cycle, pick, type Random } from '../random.ts';
import { HEIGHT, circle, group, path, rect, repeat, round } from '../shapes.ts';

function beam(x: number, y: number, angle: number, fill: string): string {
  const far = (a: number) => `L${round(x + 1500 * Math.cos(a))} ${round(y + 1500 * Math.sin(a))}`;
  return path(`M${x} ${round(y)}${far(angle)}${far(angle + 0.12)}z`, fill, 0.85);
}

function reel(random: Random, light: string, hole: string): string {
  const x = 860 + random() * 80;
  const turn = random();
  const spoke = (i: number) => {
    const angle = (i / 5) * 6.283 + turn;
    return circle(x + 98 * Math.cos(angle), 280 + 98 * Math.sin(angle), 36, hole);
  };
  return circle(x, 280, 165, light) + circle(x, 280, 30, hole) + repeat(5, spoke);
}

/** Projector beams and a reel. */
export const projector: Motif = {
  palette: ['#2c1d33', '#f2e3c2', '#bb4763', '#e8a645', '#5f4070'],
  swapsColours: true,
  draw(random, [ground, light, red, amber, violet]) {
    const x = 120;
    const y = 500 + random() * 60;
    const colours = [violet, red, amber, violet, red];
    return (
      repeat(5, (i) => beam(x, y, -0.72 + i * 0.2, cycle(colours, i))) +
      reel(random, light, ground) +
      circle(x, y, 76, light) +
      circle(x, y, 40, ground) +
      repeat(21, (i) => rect(12 + i * 58, HEIGHT - 46, 34, 28, violet, 6))
    );
  },
};

function scene(choice: number, red: string, moon: string): string {
  if (choice === 0) return circle(600, 196, 104, moon);
  if (choice === 1) return path('M330 346L520 150L640 270L740 190L900 346z', red);
  return circle(480, 346, 120, red) + circle(740, 346, 90, moon);
}

/** The hall and the screen. */
export const cinemaHall: Motif = {
  palette: ['#1d1626', '#f2e3c2', '#8f2f3f', '#bb4763', '#3a2a45'],
  draw(random, [ground, screen, dark, red, light]) {
    const seat = (i: number) => {
      const row = Math.floor(i / 13);
      const width = 96 + row * 14;
      const x = 600 + ((i % 13) - 6.5) * (width + 14) + (row % 2) * 50;
      const y = 440 + row * 92;
      const chair = rect(x, y, width, 150, row % 2 ? dark : red, 26);
      return random() > 0.55 ? chair + circle(x + width / 2, y - 12, 32, ground) : chair;
    };
    return (
      path('M250 60H950L1100 470H100z', light) +
      rect(270, 46, 660, 300, screen, 8) +
      scene(Math.floor(random() * 3), dark, red) +
      rect(270, 346, 660, 20, ground) +
      repeat(39, seat)
    );
  },
};

function frame(random: Random, x: number, y: number, [a, b, c]: [string, string, string]): string {
  const ground = pick(random, [a, c, b]);
  const shape = ground === b ? a : b;
  const sunX = x + 70 + random() * 100;
  const pictures = [
    circle(sunX, y + 125, 44, shape),
    path(`M${x} ${y + 200}l90-96 60 60 40-30 50 66z`, shape),
    circle(x + 84, y + 125, 36, shape) + circle(x + 156, y + 125, 36, shape),
  ];
  return rect(x, y + 50, 240, 150, ground, 8) + pick(random, pictures);
}

/** Strips of film. */
export const filmStrip: Motif = {
  palette: ['#e8a645', '#2c1d33', '#bb4763', '#f2e3c2', '#5f4070'],
  draw(random, [ground, film, red, light, violet]) {
    const strip = (degrees: number, y: number) =>
      group(
        `transform="rotate(${degrees} 600 337)"`,
        rect(-200, y, 1600, 250, film) +
          repeat(30, (i) => rect(-190 + i * 54, y + 14, 30, 22, ground, 5) + rect(-190 + i * 54, y + 214, 30, 22, ground, 5)) +
          repeat(6, (i) => frame(random, -170 + i * 262, y, [red, light, violet])),
      );
    return strip(-8, 90) + strip(7, 400);
  },
};
