import { measureText, printable } from './pdf-fonts.ts';
import type { TextStyle } from './pdf-fonts.ts';

export interface ColumnTexts {
  /** The column's share of the room that nobody needs. */
  weight: number;
  /** Texts that must fit without a broken word. */
  firm: readonly string[];
  /** Texts of the first rows: all but the widest tenth should fit. */
  usual: readonly string[];
}

/**
 * Widths in points that add up to `total`. Where there is room, every usual text stands in one line and the rest is shared by weight;
 * where there is not, the longest texts wrap first, and words break last.
 */
export function columnWidths(columns: readonly ColumnTexts[], total: number, style: TextStyle, padding: number): number[] {
  const needs = columns.map(({ firm, usual }) => padding + Math.max(widest(firm.flatMap(words), style), most(usual.map(words), style)));
  const needed = sum(needs);
  if (needed >= total) return fairShares(needs, total);
  const wants = columns.map(
    ({ firm, usual }) =>
      padding +
      Math.max(
        widest(firm, style),
        most(
          usual.map((text) => [text]),
          style,
        ),
      ),
  );
  const extras = fairShares(
    wants.map((want, index) => Math.max(0, want - needs[index]!)),
    total - needed,
  );
  const rest = total - needed - sum(extras);
  const weight = sum(columns.map((column) => column.weight));
  return columns.map((column, index) => needs[index]! + extras[index]! + (rest * column.weight) / weight);
}

/** Shares `available` out so that small wishes are granted in full before large ones take what is left. */
function fairShares(wishes: readonly number[], available: number): number[] {
  const shares = wishes.map(() => 0);
  const bySize = wishes.map((wish, index) => ({ wish, index })).toSorted((a, b) => a.wish - b.wish);
  let left = available;
  bySize.forEach(({ wish, index }, position) => {
    const share = Math.min(wish, left / (bySize.length - position));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

const words = (text: string): string[] => text.split(' ');
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const widest = (parts: readonly string[], style: TextStyle): number =>
  parts.reduce((width, part) => Math.max(width, measureText(printable(part), style)), 0);

// one address of sixty letters must not squeeze every other column
function most(texts: readonly (readonly string[])[], style: TextStyle): number {
  const widths = texts.map((parts) => widest(parts, style)).toSorted((a, b) => a - b);
  return widths[Math.ceil(0.9 * (widths.length - 1))] ?? 0;
}
