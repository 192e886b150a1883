import type { Motif } from '../motif.ts';
import { pick, type Random } from '../random.ts';
import { HEIGHT, WIDTH, circle, line, path, rect, repeat, round } from '../shapes.ts';

interface House {
  x: number;
  y: number;
  width: number;
  fill: string;
}

function wall(random: Random, { x, y, width, fill }: House): string {
  if (random() <= 0.75) return rect(x, y, width, HEIGHT - y, fill);
  const half = round(width / 2);
  const d = `M${round(x)} ${HEIGHT}V${round(y + width / 2)}a${half} ${half} 0 0 1 ${round(width)} 0V${HEIGHT}z`;
  return path(d, fill);
}

function floors({ x, y, width }: House, glass: string): string {
  let picture = '';
  for (let top = y + 70; top < HEIGHT - 30; top += 44) {
    picture += rect(x + 16, top, width - 32, 14, glass);
  }
  return picture;
}

function windows({ x, y, width }: House, glass: string): string {
  let picture = '';
  for (let top = y + 80; top < HEIGHT - 30; top += 46) {
    for (let left = 18; left < width - 26; left += 36) {
      picture += rect(x + left, top, 18, 24, glass);
    }
  }
  return picture;
}

function drawHouse(random: Random, house: House, glass: string): string {
  const outside = wall(random, house);
  const kind = Math.floor(random() * 3);
  if (kind === 0) return outside + floors(house, glass);
  return kind === 1 ? outside + windows(house, glass) : outside;
}

/** A constructivist skyline. */
export const skyline: Motif = {
  palette: ['#cfe1ea', '#c35a3c', '#2e4b64', '#f3dfc3', '#7fa393'],
  swapsColours: true,
  draw(random, [, first, second, light, green]) {
    let picture = circle(240 + random() * 120, 200, 118, first);
    let x = -20;
    while (x < WIDTH) {
      const width = 90 + random() * 120;
      const height = 170 + random() * 340;
      const fill = pick(random, [second, first, green, light]);
      const glass = fill === light ? second : light;
      picture += drawHouse(random, { x, y: HEIGHT - height, width, fill }, glass);
      x += width + (random() > 0.8 ? 26 : 0);
    }
    return picture;
  },
};

const ROUND_ENDS = 'stroke-linecap="round" stroke-linejoin="round"';

function streets(random: Random): string {
  const across = (i: number) => {
    const top = round(i * 150 + random() * 50);
    const bottom = round(i * 150 - 60 + random() * 120);
    return line(`M${top} -20L${bottom} 700`, '#fff', 15, ROUND_ENDS);
  };
  const along = (i: number) => {
    const left = round(70 + i * 140 + random() * 40);
    const right = round(30 + i * 140 + random() * 90);
    return line(`M-20 ${left}L1220 ${right}`, '#fff', i === 2 ? 30 : 15, ROUND_ENDS);
  };
  return repeat(9, across) + repeat(5, along);
}

function route(random: Random, colour: string): string {
  let x = 130 + random() * 60;
  let y = 560;
  let d = `M${round(x)} ${y}`;
  let stops = '';
  for (let turn = 0; turn < 4; turn++) {
    x += 190 + random() * 40;
    stops += circle(x, y, 24, '#fff') + circle(x, y, 14, colour);
    y -= 90 + random() * 40;
    d += `H${round(x)}V${round(y)}`;
  }
  const pin = `M${round(x)} ${round(y)}c-70-86-58-160 0-164c58 4 70 78 0 164z`;
  return line(d, colour, 16, ROUND_ENDS) + stops + path(pin, colour) + circle(x, y - 100, 24, '#fff');
}

/** A route on a plan of streets. */
export const streetPlan: Motif = {
  palette: ['#f3ead8', '#e2a24a', '#9fc4d6', '#b7ceb0', '#c35a3c'],
  draw(random, [, , river, park, mark]) {
    const water = `M-20 ${round(430 + random() * 80)}C300 330 420 640 720 520S1040 420 1240 560V700H-20z`;
    const green = () => {
      const [x, y] = [60 + random() * 900, 30 + random() * 330];
      const [width, height] = [190 + random() * 120, 130 + random() * 70];
      return rect(x, y, width, height, park, 18);
    };
    return path(water, river) + repeat(3, green) + streets(random) + route(random, mark);
  },
};

function span(random: Random, x: number, steel: string): string {
  const crown = round(200 + random() * 20);
  const hanger = (i: number) => {
    const t = (i + 1) / 10;
    const top = 470 - 2 * t * (1 - t) * 262;
    return rect(x + 400 * t - 3, top, 6, 470 - top, steel);
  };
  return line(`M${x} 470Q${x + 200} ${crown} ${x + 400} 470`, steel, 20) + repeat(9, hanger);
}

/** A bridge over the river. */
export const bridge: Motif = {
  palette: ['#f5d6b8', '#2e4b64', '#c35a3c', '#7fa7bd', '#fbefdc'],
  draw(random, [, steel, sun, river, light]) {
    const house = (i: number) => {
      const width = 70 + random() * 60;
      const height = 90 + random() * 180;
      return rect(i * 104 - 20, 460 - height, width, height, i % 3 ? '#e6b894' : '#dca57e');
    };
    const glint = () => {
      const [x, y, width] = [random() * 1150, 480 + random() * 180, 60 + random() * 110];
      return rect(x, y, width, 7, random() > 0.4 ? light : steel, 4, 0.55);
    };
    return (
      circle(300 + random() * 600, 210, 120, sun) +
      repeat(12, house) +
      rect(0, 460, WIDTH, 220, river) +
      repeat(22, glint) +
      repeat(3, (i) => span(random, i * 400, steel)) +
      repeat(4, (i) => rect(i * 400 - 34, 440, 68, 170, steel, 8)) +
      rect(0, 440, WIDTH, 34, steel) +
      rect(0, 440, WIDTH, 8, sun)
    );
  },
};
