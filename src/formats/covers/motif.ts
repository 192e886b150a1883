import type { Random } from './random.ts';

/** The ground first, then four colours of the picture. */
export type Palette = readonly [string, string, string, string, string];

export interface Motif {
  palette: Palette;
  draw: (random: Random, palette: Palette) => string;
  /** The first two colours after the ground may change places. */
  swapsColours?: true;
  /** The picture would read wrongly in a mirror. */
  keepsDirection?: true;
}
