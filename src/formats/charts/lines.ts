import { area, curveMonotoneX, line } from 'd3-shape';
import { makeChart } from './chart.ts';
import type { Chart, ChartOptions, Room } from './chart.ts';
import { openFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Scene, Shape } from './scene.ts';
import { legendOf, paintOf, slotTitle } from './series.ts';
import type { Series } from './series.ts';

export interface Lines extends ChartOptions {
  labels: readonly string[];
  /** The period before is a series painted `before`. */
  series: readonly Series[];
}

/** More points than that would hide the line. */
const mostDots = 31;

/** Lines over time. One line, beside which there may be the period before, has its area filled. */
export function lines({ labels, series, description, format = String, tick = String }: Lines): Chart {
  const axis = {
    labels: { texts: labels, isTime: true },
    values: series.flatMap(({ values }) => values.filter((value) => value !== null)),
    tick,
  };
  const arrange = (room: Room): Scene => {
    const frame = openFrame(room, axis);
    const marks = labels.map((label, slot) => frame.mark(slot, slotTitle(label, series, slot, format), dots(frame, series, slot)));
    return { ...room, items: [...fill(frame, series), ...frame.grid, ...strokes(frame, series), ...marks, ...frame.axis] };
  };
  return makeChart({ description, legend: legendOf(series, 'line'), arrange });
}

const xOf = (frame: Frame) => (_: unknown, slot: number) => frame.centre(slot);
const isKnown = (value: number | null): boolean => value !== null;

function fill(frame: Frame, series: readonly Series[]): Shape[] {
  const [first, ...others] = series.filter(({ paint }) => paint !== 'before');
  if (!first || others.length > 0) return [];
  const shape = area<number | null>(xOf(frame), frame.y(0), (value) => frame.y(value!)).defined(isKnown);
  return path('area', shape.curve(curveMonotoneX)(first.values), first, series);
}

/** The period before lies below the one that it is compared with. */
function strokes(frame: Frame, series: readonly Series[]): Shape[] {
  const shape = line<number | null>(xOf(frame), (value) => frame.y(value!)).defined(isKnown);
  const ordered = series.toSorted((a, b) => Number(b.paint === 'before') - Number(a.paint === 'before'));
  return ordered.flatMap((one) => path('line', shape.curve(curveMonotoneX)(one.values), one, series));
}

const path = (kind: 'area' | 'line', d: string | null, one: Series, series: readonly Series[]): Shape[] =>
  d ? [{ kind, d: rounded(d), paint: paintOf(one, series.indexOf(one)) }] : [];

const rounded = (d: string): string => d.replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));

function dots(frame: Frame, series: readonly Series[], slot: number): Shape[] {
  const isShown = ({ values, paint }: Series): boolean =>
    isKnown(values[slot] ?? null) && (isAlone(values, slot) || (paint !== 'before' && values.length <= mostDots));
  return series.flatMap((one, index): Shape[] =>
    isShown(one) ? [{ kind: 'dot', x: frame.centre(slot), y: frame.y(one.values[slot]!), paint: paintOf(one, index) }] : [],
  );
}

// a line needs two points
const isAlone = (values: Series['values'], slot: number): boolean =>
  [slot - 1, slot + 1].every((neighbour) => !isKnown(values[neighbour] ?? null));
