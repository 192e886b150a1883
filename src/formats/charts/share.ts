import { makeChart } from './chart.ts';
import type { Chart, ChartOptions, Room } from './chart.ts';
import { barRadius } from './scene.ts';
import type { Mark, Paint, Scene } from './scene.ts';
import { paintOf } from './series.ts';

export interface Share {
  label: string;
  /** Not below zero. */
  value: number;
  /** How much that is, in words: «120 · 51 %». */
  text: string;
  paint?: Paint;
}

const height = 26;
const gap = 2;

/** One bar made of the parts of a whole, each as wide as its share; the legend tells how much each is. */
export function shareBar(shares: readonly Share[], { description }: Pick<ChartOptions, 'description'>): Chart {
  const legend = shares.map((share, index) => ({
    label: share.label,
    value: share.text,
    paint: paintOf(share, index),
    shape: 'box' as const,
  }));
  return makeChart({ description, legend, arrange: (room) => arrange(shares, room) });
}

function arrange(shares: readonly Share[], { width }: Room): Scene {
  const parts = shares.map((share, index) => ({ ...share, paint: paintOf(share, index) })).filter(({ value }) => value > 0);
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const room = width - gap * (parts.length - 1);
  let x = 0;
  const marks = parts.map(({ label, text, value, paint }): Mark => {
    const box = { x, y: 0, width: (room * value) / total, height };
    x += box.width + gap;
    return {
      kind: 'mark',
      title: `${label}: ${text}`,
      box,
      shapes: [{ kind: 'rect', ...box, radius: Math.min(barRadius, box.width / 3), paint }],
    };
  });
  const nothing = { kind: 'rect', x: 0, y: 0, width, height, radius: barRadius, paint: 'track' } as const;
  return { width, height, items: marks.length > 0 ? marks : [nothing] };
}
