import { scaleLinear } from 'd3-scale';
import type { Room } from './chart.ts';
import { axisLabels, lineStep, linesNeeded } from './labels.ts';
import type { AxisTexts } from './labels.ts';
import type { Mark, Shape } from './scene.ts';
import { widthOf } from './words.ts';

/** Room for bars or lines: a scale of values at the left, one slot for each label below. */
export interface Frame {
  /** The height of a value. */
  y: (value: number) => number;
  slotWidth: number;
  /** The middle of a slot. */
  centre: (slot: number) => number;
  /** A slot from top to bottom with what is in it. */
  mark: (slot: number, title: string, shapes: readonly Shape[]) => Mark;
  /** The grid with its numbers, to lie below everything. */
  grid: readonly Shape[];
  /** The line of zero and the labels, to lie above everything. */
  axis: readonly Shape[];
}

interface Scales {
  labels: AxisTexts;
  values: readonly number[];
  tick: (value: number) => string;
}

const top = 14;
const belowPlot = 24;
/** About what the scale of values takes. */
const besidePlot = 50;
const betweenTicks = 48;

export function openFrame(room: Room, { labels, values, tick }: Scales): Frame {
  const slots = Math.max(1, labels.texts.length);
  const bottom = room.height - belowPlot - (linesNeeded(labels, (room.width - besidePlot) / slots) - 1) * lineStep;
  const { ticks, domain } = valueAxis(values, Math.max(2, Math.round((bottom - top) / betweenTicks)));
  const y = scaleLinear(domain, [bottom, top]);
  const texts = ticks.map(tick);
  // letters grow on phones, the room left of the axis does not
  const left = Math.max(...texts.map(widthOf)) * 1.25 + 8;
  const slotWidth = (room.width - left) / slots;
  const centre = (slot: number): number => left + (slot + 0.5) * slotWidth;
  const zero = y(0);
  return {
    y,
    slotWidth,
    centre,
    mark: (slot, title, shapes) => ({
      kind: 'mark',
      title,
      box: { x: centre(slot) - slotWidth / 2, y: top, width: slotWidth, height: bottom - top },
      shapes,
    }),
    grid: ticks.flatMap((value, index): Shape[] => [
      { kind: 'rule', from: [left, y(value)], to: [room.width, y(value)], paint: 'grid' },
      { kind: 'words', x: left - 8, y: y(value) + 4, anchor: 'end', text: texts[index]! },
    ]),
    axis: [
      { kind: 'rule', from: [left, zero], to: [room.width, zero], paint: 'axis' },
      ...axisLabels(labels, { centre, slotWidth, y: bottom + 20, right: room.width }),
    ],
  };
}

/** Round numbers around all values and zero. Counts get no halves; where all is zero there is only zero. */
function valueAxis(values: readonly number[], count: number): { ticks: number[]; domain: [number, number] } {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (low === high) return { ticks: [0], domain: [0, 1] };
  const scale = scaleLinear([low, high], [0, 1]).nice(count);
  const ticks = scale.ticks(count);
  const areWhole = values.every(Number.isInteger);
  const [from, to] = scale.domain() as [number, number];
  return { ticks: areWhole ? ticks.filter(Number.isInteger) : ticks, domain: areWhole ? [Math.floor(from), Math.ceil(to)] : [from, to] };
}
