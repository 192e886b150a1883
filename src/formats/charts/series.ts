import type { LegendItem } from './legend.ts';
import type { Paint } from './scene.ts';

/** Values of one kind, one for each label; null where there is none. */
export interface Series {
  label: string;
  values: readonly (number | null)[];
  /** Without it, the colours come in their order. */
  paint?: Paint;
}

const paints = ['c1', 'c2', 'c3', 'c4', 'c5'] as const;

export const paintOf = (series: Pick<Series, 'paint'>, index: number): Paint => series.paint ?? paints[index % paints.length]!;

export const legendOf = (series: readonly Series[], shape: LegendItem['shape']): LegendItem[] =>
  series.length < 2 ? [] : series.map((one, index) => ({ label: one.label, paint: paintOf(one, index), shape }));

/** What a slot says: its label, then each of its values in a line of its own. */
export function slotTitle(label: string, series: readonly Series[], slot: number, format: (value: number) => string): string {
  const said = series.map(({ label: name, values }) => {
    const value = values[slot] ?? null;
    const text = value === null ? '–' : format(value);
    return series.length < 2 ? text : `${name}: ${text}`;
  });
  return series.length < 2 ? `${label}: ${said[0]}` : [label, ...said].join('\n');
}
