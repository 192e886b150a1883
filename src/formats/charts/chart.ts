import { legendOnPaper } from './legend.ts';
import type { LegendItem } from './legend.ts';
import { drawScene, unitsPerPoint } from './paper.ts';
import type { Scene } from './scene.ts';
import { toSvg } from './svg.ts';

export type { LegendItem } from './legend.ts';

/** A column of the page, or its whole width; a wide chart changes to a half one where there is no room. */
export type ChartSize = 'half' | 'wide';

/** The same picture for a page and for paper. Its functions may be taken out of it. */
export interface Chart {
  /** What there is to see, in a sentence. */
  description: string;
  /** What the colours mean; empty when there is only one. */
  legend: readonly LegendItem[];
  /** Markup for the page, without the legend. Safe to print as it is. */
  svg: (size?: ChartSize) => string;
  /** The picture with its legend for a column of that width in points. */
  onPaper: (width: number) => PaperChart;
}

export interface PaperChart {
  /** In points. */
  height: number;
  /** Draws it in a document that knows our faces; the corner is the upper left one, in points. */
  draw: (doc: PDFKit.PDFDocument, x: number, y: number) => void;
}

export interface Room {
  width: number;
  height: number;
}

export interface ChartOptions {
  /** What there is to see, in a sentence: «Регистрации по дням: от 3 первого ноября до 20 двадцать четвёртого». */
  description: string;
  /** A value in words, for the note of a mark: «81 600 ₽». */
  format?: (value: number) => string;
  /** A value on the axis, as short as can be: «80 тыс.». */
  tick?: (value: number) => string;
}

interface Parts {
  description: string;
  legend?: readonly LegendItem[];
  /** Arranges the picture; it may be lower than the room. */
  arrange: (room: Room) => Scene;
  /** The page's markup where it is not the picture itself. */
  markup?: () => string;
}

const rooms: Record<ChartSize, Room> = { half: { width: 460, height: 250 }, wide: { width: 960, height: 280 } };

export function makeChart({ description, legend = [], arrange, markup }: Parts): Chart {
  const picture = (size: ChartSize, className?: string): string => toSvg(arrange(rooms[size]), description, className);
  return {
    description,
    legend,
    svg(size = 'half') {
      if (markup) return markup();
      return size === 'half' ? picture('half') : picture('wide', 'wide') + picture('half', 'narrow');
    },
    onPaper: (width) => onPaper(width, legend, arrange),
  };
}

// letters have one size on paper, however wide the column is; the legend takes its room from the picture, so that neighbours end level
function onPaper(width: number, legend: readonly LegendItem[], arrange: Parts['arrange']): PaperChart {
  const key = legendOnPaper(legend, width);
  const room = { width: width * unitsPerPoint, height: rooms.half.height - key.height * unitsPerPoint };
  const scene = arrange(room);
  return {
    height: key.height + scene.height / unitsPerPoint,
    draw(doc, x, y) {
      key.draw(doc, x, y);
      drawScene(doc, scene, x, y + key.height);
    },
  };
}
