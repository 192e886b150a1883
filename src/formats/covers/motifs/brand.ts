import type { Motif } from '../motif.ts';
import { pick, type Random } from '../random.ts';
import { HEIGHT, WIDTH, circle, group, repeat, round } from '../shapes.ts';

const X = 915;
const Y = 337;
const WORDS_END = 540;

const radiusOf = (orbit: number) => 94 + orbit * 48;

function person(random: Random, orbit: number, turn: number, colours: readonly string[]): string {
  const angle = turn * 2 * Math.PI;
  const x = X + radiusOf(orbit) * Math.cos(angle);
  const y = Y + radiusOf(orbit) * Math.sin(angle);
  const size = 4 + random() * (3.5 + orbit * 0.8);
  const fill = pick(random, colours);
  const isSeen = x > WORDS_END && x < WIDTH + size && y > -size && y < HEIGHT + size;
  return isSeen ? circle(x, y, size, fill) : '';
}

function track(orbit: number): string {
  const opacity = round(9.4 - orbit * 0.6) / 100;
  return `<circle cx="${X}" cy="${Y}" r="${radiusOf(orbit)}" fill="none" stroke="#fff" stroke-opacity="${opacity}"/>`;
}

/** The site's own picture: people on orbits round one point, room for words on the left. */
export const brand: Motif = {
  palette: ['#0a4a36', '#3f9b78', '#79c7a6', '#f7b267', '#e0784a'],
  keepsDirection: true,
  draw(random, [, green, mint, amber, orange]) {
    const colours = [green, green, green, mint, mint, amber, amber, orange, orange, '#e9f3ec'];
    const orbit = (i: number) => {
      const people = Math.min(8 + i * 5, 33);
      const turnOf = (n: number) => (n + random() * 0.7) / people + i * 0.07;
      const crowd = repeat(people, (n) => person(random, i, turnOf(n), colours));
      return track(i) + group(`opacity="${round(9.4 - i * 0.55) / 10}"`, crowd);
    };
    return repeat(10, orbit) + `<circle cx="${X}" cy="${Y}" r="46" fill="${amber}" fill-opacity=".18"/>` + circle(X, Y, 26, amber);
  },
};
