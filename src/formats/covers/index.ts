import type { Motif, Palette } from './motif.ts';
import { motifs } from './motifs/index.ts';
import { pick, seededRandom } from './random.ts';
import { HEIGHT, WIDTH, group, rect } from './shapes.ts';
import { titleMotifs, topicMotifs } from './topics.ts';

const DEFAULT_MOTIF = 'gathering';

/**
 * Names the motif for a new event's cover, to be stored with it: then neither a new title nor a new
 * motif ever changes a picture that people know.
 */
export function motifFor(topicSlug: string, title: string, key: string): string {
  const called = titleMotifs.find(({ topic, words }) => topic === topicSlug && words.test(title));
  if (called) return called.motif;
  const ofTopic = Object.hasOwn(topicMotifs, topicSlug) ? topicMotifs[topicSlug] : undefined;
  return ofTopic ? pick(seededRandom(`${topicSlug}.${key}`), ofTopic) : DEFAULT_MOTIF;
}

/** Whether covers can be drawn of this name. */
export function isMotif(name: string): boolean {
  return Object.hasOwn(motifs, name);
}

/**
 * Draws the cover of a motif: an SVG of 1200 × 675, always the same one for the same key.
 * A name that is not known gets the default motif.
 */
export function coverSvg(motifName: string, key: string): string {
  const name = isMotif(motifName) ? motifName : DEFAULT_MOTIF;
  return draw(motifs[name] as Motif, `${name}.${key}`, `${name}:${key}`);
}

function swapped([ground, first, second, third, fourth]: Palette): Palette {
  return [ground, second, first, third, fourth];
}

/** Two seeds, so that a motif that draws one number more keeps its colours and its side. */
export function draw(motif: Motif, variantSeed: string, shapeSeed: string): string {
  const variant = seededRandom(variantSeed);
  const isSwapped = motif.swapsColours && variant() > 0.5;
  const palette = isSwapped ? swapped(motif.palette) : motif.palette;
  const isMirrored = !motif.keepsDirection && variant() > 0.5;
  const picture = motif.draw(seededRandom(shapeSeed), palette);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" preserveAspectRatio="xMidYMid slice">` +
    rect(0, 0, WIDTH, HEIGHT, palette[0]) +
    (isMirrored ? group(`transform="matrix(-1 0 0 1 ${WIDTH} 0)"`, picture) : picture) +
    '</svg>'
  );
}
