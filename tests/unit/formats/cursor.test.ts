import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../src/formats/cursor.ts';

describe('a cursor', () => {
  test('comes back as it was', () => {
    const values = ['Ёлкин', 'Анна', 7];
    expect(decodeCursor(encodeCursor(values), ['text', 'text', 'id'])).toEqual(values);
    expect(decodeCursor(encodeCursor(['2026-11-22T10:00:00.000Z', 7]), ['time', 'id'])).toEqual(['2026-11-22T10:00:00.000Z', 7]);
  });

  test.each([
    ['x', 1],
    ['2026-13-40T99:00:00.000Z', 1],
    ['2026-02-30T10:00:00.000Z', 1],
    ['0000-11-22T10:00:00.000Z', 1],
    ['2026-11-22T10:00:00.000Z', 1e12],
    ['2026-11-22T10:00:00.000Z', 1.5],
    ['2026-11-22T10:00:00.000Z'],
    [1, 1],
  ])('of %j, %j is none', (...values) => {
    expect(decodeCursor(encodeCursor(values), ['time', 'id'])).toBeNull();
  });

  test.each([undefined, '', 'garbage', 'bnVsbA', encodeCursor(['a\u0000', 'b', 1])])('%j is none', (text) => {
    expect(decodeCursor(text, ['text', 'text', 'id'])).toBeNull();
  });
});
