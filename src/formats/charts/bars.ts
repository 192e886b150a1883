import { stack, stackOffsetDiverging } from 'd3-shape';
import { makeChart } from './chart.ts';
import type { Chart, ChartOptions, Room } from './chart.ts';
import { openFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import { barRadius, layerRadius } from './scene.ts';
import type { Paint, Scene, Shape } from './scene.ts';
import { legendOf, paintOf, slotTitle } from './series.ts';
import type { Series } from './series.ts';

export interface Bar {
  label: string;
  value: number;
  /** What to say about the bar instead of «label: value». */
  title?: string;
}

export interface BarGroups extends ChartOptions {
  labels: readonly string[];
  series: readonly Series[];
  /** False for the names of things, which are shortened rather than left out. */
  isTime?: boolean;
}

interface Placing {
  /** The values that the scale must hold. */
  extent: readonly number[];
  shapesOf: (frame: Frame, slot: number) => Shape[];
  titleOf: (slot: number) => string;
}

const widestBar = 36;
/** In slots narrower than that, gaps would only blur the picture. */
const narrowestSlot = 4;

const barWidth = ({ slotWidth }: Frame): number => Math.min(widestBar, slotWidth < narrowestSlot ? slotWidth + 0.5 : slotWidth * 0.61);

/** One bar for each day, week or month. */
export function timeBars(bars: readonly Bar[], options: ChartOptions): Chart {
  const { format = String } = options;
  const groups = { ...options, labels: bars.map(({ label }) => label), series: [], isTime: true };
  return barChart(groups, {
    extent: bars.map(({ value }) => value),
    shapesOf: (frame, slot) => {
      const width = barWidth(frame);
      return bar(frame, frame.centre(slot) - width / 2, width, [0, bars[slot]!.value], 'c1');
    },
    titleOf: (slot) => bars[slot]!.title ?? `${bars[slot]!.label}: ${format(bars[slot]!.value)}`,
  });
}

/** Bars side by side for each label: revenue, expenses and profit of a month. */
export function groupedBars(groups: BarGroups): Chart {
  const { labels, series, format = String } = groups;
  return barChart(groups, {
    extent: series.flatMap(({ values }) => values.filter((value) => value !== null)),
    shapesOf(frame, slot) {
      const step = Math.min(widestBar, (frame.slotWidth * 0.72) / series.length);
      const left = frame.centre(slot) - (step * series.length) / 2;
      return series.flatMap((one, index) =>
        bar(frame, left + (index + 0.07) * step, step * 0.86, [0, one.values[slot] ?? 0], paintOf(one, index)),
      );
    },
    titleOf: (slot) => slotTitle(labels[slot]!, series, slot, format),
  });
}

/** One bar for each label, made of its parts: the registrations of a month by status. */
export function stackedBars(groups: BarGroups): Chart {
  const { labels, series, format = String } = groups;
  const layers = stack<unknown, string, number>()
    .keys(series.keys())
    .value((_, index, slot) => series[index]!.values[slot] ?? 0)
    .offset(stackOffsetDiverging)(labels);
  return barChart(groups, {
    extent: layers.flat(2),
    shapesOf(frame, slot) {
      const width = barWidth(frame);
      return layers.flatMap((layer, index) => {
        const [from, to] = layer[slot]!;
        return bar(frame, frame.centre(slot) - width / 2, width, [from, to], paintOf(series[index]!, index), true);
      });
    },
    titleOf: (slot) => slotTitle(labels[slot]!, series, slot, format),
  });
}

function barChart(groups: BarGroups, { extent, shapesOf, titleOf }: Placing): Chart {
  const { labels, series, description, tick = String, isTime = true } = groups;
  const axis = { labels: { texts: labels, isTime }, values: extent, tick };
  const arrange = (room: Room): Scene => {
    const frame = openFrame(room, axis);
    const marks = labels.map((_, slot) => frame.mark(slot, titleOf(slot), shapesOf(frame, slot)));
    return { ...room, items: [...frame.grid, ...marks, ...frame.axis] };
  };
  return makeChart({ description, legend: legendOf(series, 'box'), arrange });
}

function bar(frame: Frame, x: number, width: number, [from, to]: readonly [number, number], paint: Paint, isLayer = false): Shape[] {
  if (from === to) return [];
  const [top, bottom] = [frame.y(Math.max(from, to)), frame.y(Math.min(from, to))];
  // layers are told apart by a gap, and the smallest value is still seen
  const height = Math.max(1, bottom - top - (isLayer && bottom - top > 2 ? 1 : 0));
  const radius = Math.min(isLayer ? layerRadius : barRadius, width < narrowestSlot ? 0 : width / 3);
  return [{ kind: 'rect', x, y: to < from ? top : bottom - height, width, height, radius, paint }];
}
