import type { Motif } from '../motif.ts';
import { cycle, pick, type Random } from '../random.ts';
import { circle, line, path, rect, repeat, ring, round } from '../shapes.ts';

/** Everyone comes to one point. */
export const gathering: Motif = {
  palette: ['#d5e6dc', '#0b6b4b', '#f2a65a', '#1d3d35', '#fbf6ea'],
  swapsColours: true,
  draw(random, [, first, second, third, fourth]) {
    const x = 690 + random() * 80;
    const y = 335;
    const colours = [first, second, third, fourth, first];
    const person = (k: number) => (i: number) => {
      const radius = 70 + k * 82;
      const angle = (i / (5 + k * 4)) * 6.283 + k * 0.35 + random() * 0.1;
      const size = 13 + random() * (5 + k * 3.4);
      const fill = pick(random, colours);
      return circle(x + radius * Math.cos(angle), y + radius * Math.sin(angle) * 0.92, size, fill);
    };
    const circleOfPeople = (i: number) => repeat(5 + (6 - i) * 4, person(6 - i));
    return repeat(6, circleOfPeople) + ring(x, y, 98, first, 10) + circle(x, y, 62, second);
  },
};

/** One long table seen from above. */
export const longTable: Motif = {
  palette: ['#0f4a3a', '#f2a65a', '#d5e6dc', '#e2603a', '#fbf6ea'],
  draw(random, [ground, first, plate, second, cloth]) {
    const seat = (x: number, y: number) => {
      const fill = pick(random, [first, plate, second]);
      return circle(x, y, 58, fill) + circle(x, y, 30, ground);
    };
    const pair = (i: number) => {
      const above = 148 + random() * 14;
      const upper = seat(150 + i * 150, above);
      return upper + seat(150 + i * 150, 527 - random() * 14);
    };
    const setPlate = (x: number, y: number) => circle(x, y, 44, plate) + circle(x, y, 26, random() > 0.5 ? first : cloth);
    const dish = (x: number) => circle(x, 337, 17 + random() * 12, pick(random, [first, second]));
    const setting = (i: number) => {
      const x = 150 + i * 150;
      const plates = setPlate(x, 262) + setPlate(x, 412);
      return i < 6 ? plates + dish(x + 75) : plates;
    };
    return repeat(7, pair) + seat(30, 337) + seat(1170, 337) + rect(70, 200, 1060, 275, cloth, 60) + repeat(7, setting);
  },
};

function garland(y: number, sag: number, wire: string, lamp: (i: number) => string): string {
  const bulb = (i: number) => {
    const t = (i + 1) / 11;
    const height = (1 - t) ** 2 * y + 2 * t * (1 - t) * (y + sag * 2) + t ** 2 * (y - 20);
    return circle(-20 + 1240 * t, height + 26, 20, lamp(i + 1));
  };
  return line(`M-20 ${y}Q600 ${round(y + sag * 2)} 1220 ${y - 20}`, wire, 4) + repeat(10, bulb);
}

function guest(random: Random, row: number, i: number, colours: readonly string[]): string {
  const x = i * 118 + random() * 40 - 20 + row * 50;
  const y = 540 + row * 80 - random() * 40;
  const fill = pick(random, colours);
  const neck = round(y + 50);
  const body = `M${round(x - 84)} 700Q${round(x - 80)} ${neck} ${round(x)} ${neck}T${round(x + 84)} 700z`;
  return circle(x, y, 42, fill) + path(body, fill);
}

/** Lights over a crowd. */
export const garlands: Motif = {
  palette: ['#22324f', '#f2a65a', '#d5e6dc', '#5fd09f', '#fbf6ea'],
  draw(random, [, amber, wire, green, light]) {
    const string = (k: number) => {
      const lamps = [amber, light, amber];
      return garland(cycle([70, 170, 290], k), 120 + random() * 60, wire, (i) => cycle(lamps, i + k));
    };
    const colours = [green, wire, amber, '#0f1c33'];
    const crowd = (i: number) => guest(random, Math.floor(i / 11), i % 11, colours);
    return repeat(3, string) + repeat(22, crowd);
  },
};
