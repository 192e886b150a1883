import type { Motif } from '../motif.ts';
import { bauhausTiles, gallery } from './art.ts';
import { brand } from './brand.ts';
import { cinemaHall, filmStrip, projector } from './cinema.ts';
import { bridge, skyline, streetPlan } from './city.ts';
import { citrus, laidTable, pot } from './food.ts';
import { amphitheatre, bookshelf, openBook } from './lectures.ts';
import { piano, strings, vinyl } from './music.ts';
import { pottery } from './pottery.ts';
import { garlands, gathering, longTable } from './social.ts';
import { court, hills, runningTrack } from './sport.ts';
import { circuit, codeWindows, cubes } from './tech.ts';
import { conversation, steps, stones } from './training.ts';

/** Names are stored with events and printed in addresses: add new ones, never rename. */
export const motifs: Readonly<Record<string, Motif>> = {
  vinyl,
  piano,
  strings,
  bookshelf,
  amphitheatre,
  'open-book': openBook,
  'code-windows': codeWindows,
  circuit,
  cubes,
  steps,
  conversation,
  stones,
  'running-track': runningTrack,
  hills,
  court,
  projector,
  'cinema-hall': cinemaHall,
  'film-strip': filmStrip,
  'bauhaus-tiles': bauhausTiles,
  gallery,
  pottery,
  gathering,
  'long-table': longTable,
  garlands,
  skyline,
  'street-plan': streetPlan,
  bridge,
  'laid-table': laidTable,
  citrus,
  pot,
  brand,
};
