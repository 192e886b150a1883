import { scaleLinear } from 'd3-scale';
import { rowMarkup } from './category-markup.ts';
import { rowsScene } from './category-scene.ts';
import type { CategoryRow } from './category-scene.ts';
import { makeChart } from './chart.ts';
import type { Chart, ChartOptions } from './chart.ts';
import type { Paint } from './scene.ts';
import { paintOf } from './series.ts';

export interface CategoryValue {
  value: number;
  /** The value in words: «68 из 80». */
  text: string;
  /** The whole that the value is a part of; without it, bars are compared with each other. */
  of?: number;
}
export interface Category {
  label: string;
  /** One for each of the series, if there are any. */
  values: readonly CategoryValue[];
}
export interface CategoryOptions extends Pick<ChartOptions, 'description'> {
  /** What the values of a category are, where it has several. */
  series?: readonly { label: string; paint?: Paint }[];
}

/**
 * Bars that lie, with their names above them: the fill of events, the money of each. In the page they are plain markup, so that names wrap
 * at any width; on paper names are cut, and of too many categories the first ones are drawn.
 */
export function categoryBars(categories: readonly Category[], { description, series = [] }: CategoryOptions): Chart {
  const place = scaleOf(categories);
  const rows = categories.map((category) => rowOf(category, series, place));
  return makeChart({
    description,
    legend: series.length < 2 ? [] : series.map(({ label, paint }, index) => ({ label, paint: paintOf({ paint }, index), shape: 'box' })),
    arrange: ({ width }) => rowsScene(rows, width),
    markup: () => `<dl class="hbars">${rows.map(rowMarkup).join('')}</dl>`,
  });
}

/** Where values lie between the ends of a bar, from 0 to 1. */
function scaleOf(categories: readonly Category[]): (value: number) => number {
  const values = categories.flatMap((category) => category.values.map(({ value }) => value));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? () => 0 : scaleLinear([low, high], [0, 1]);
}

function rowOf({ label, values }: Category, series: NonNullable<CategoryOptions['series']>, place: (value: number) => number): CategoryRow {
  const bars = values.map(({ value, text, of }, index) => {
    const at = of === undefined ? place : (part: number) => (of > 0 ? Math.max(0, Math.min(1, part / of)) : 0);
    const [zero, end] = [at(0), at(value)];
    const extent = { from: Math.min(zero, end), to: Math.max(zero, end) };
    return {
      name: series.length < 2 ? undefined : series[index]?.label,
      text,
      paint: paintOf({ paint: series[index]?.paint }, index),
      extent,
      zero,
    };
  });
  return { label, bars };
}
