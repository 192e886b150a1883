/** What colours a shape: a class in the page, an ink on paper. `before` is the period that another is compared with. */
export type Paint = 'c1' | 'c2' | 'c3' | 'c4' | 'c5' | 'before' | 'track';

interface Rect {
  kind: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  /** Of the corners. */
  radius: number;
  paint: Paint;
}
interface Rule {
  kind: 'rule';
  from: readonly [x: number, y: number];
  to: readonly [x: number, y: number];
  /** The grid is faint; the axis is where zero is. */
  paint: 'grid' | 'axis';
}
interface Path {
  kind: 'line' | 'area';
  d: string;
  paint: Paint;
}
interface Dot {
  kind: 'dot';
  x: number;
  y: number;
  paint: Paint;
}
export interface Words {
  kind: 'words';
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  text: string;
  /** The whole text where it had to be cut. */
  title?: string;
  isBold?: boolean;
  /** Leaves on phones, where letters are larger than the picture. */
  isAlternate?: boolean;
}
export type Shape = Rect | Rule | Path | Dot | Words;

/** Shapes that say something together when one points at any place of their box. */
export interface Mark {
  kind: 'mark';
  title: string;
  box: { x: number; y: number; width: number; height: number };
  shapes: readonly Shape[];
}

/** A picture in units of its own; letters are `letterSize` units high. */
export interface Scene {
  width: number;
  height: number;
  items: readonly (Shape | Mark)[];
}

export const letterSize = 12;
export const barRadius = 3;
export const layerRadius = 1.5;
