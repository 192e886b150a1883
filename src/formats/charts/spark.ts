import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { short } from './svg.ts';

/** The course of a number as a small line without words, for beside the number itself. Nothing for less than two values. */
export function spark(values: readonly number[]): string {
  if (values.length < 2) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const y = low === high ? () => 15 : scaleLinear([low, high], [27, 3]);
  const x = scaleLinear([0, values.length - 1], [0, 100]);
  const d = line<number>(
    (_, index) => Number(short(x(index))),
    (value) => Number(short(y(value))),
  )(values);
  return `<svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><path d="${d}"/></svg>`;
}
