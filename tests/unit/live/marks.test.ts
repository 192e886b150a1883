import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settleMarks } from '../../../src/live/marks.ts';
import type { Mark } from '../../../src/live/marks.ts';

const mark = (id: string, start: number, finish: number, title = ''): Mark => ({ id, start, finish, title });

test.each([
  ['beyond the last piece is cut off there', [mark('a', 90, 120)], [mark('a', 90, 100)]],
  ['with almost nothing left begins earlier', [mark('a', 98, 128)], [mark('a', 95, 100)]],
  ['of what never came is none', [mark('a', 100, 130)], []],
  [
    'of two hosts for one moment are one, with the words that there are',
    [mark('a', 10, 40), mark('b', 15, 45, 'Вот')],
    [mark('a', 10, 45, 'Вот')],
  ],
  ['that only touch stay two, and none is seen twice', [mark('a', 10, 40), mark('b', 35, 65)], [mark('a', 10, 40), mark('b', 40, 65)]],
  ['within another is not seen twice', [mark('a', 0, 95), mark('b', 94, 95)], [mark('a', 0, 95)]],
])('a mark %s', (_what, marks, settled) => {
  expect(settleMarks(marks, 100)).toEqual(settled);
});

const anyMark = fc.record({
  id: fc.uuid(),
  start: fc.double({ min: 0, max: 900, noNaN: true }),
  length: fc.double({ min: 5, max: 600, noNaN: true }),
});

test('whatever hosts press, marks lie within the recording, in order, one after another', () => {
  fc.assert(
    fc.property(fc.array(anyMark, { maxLength: 30 }), fc.double({ min: 0.5, max: 900, noNaN: true }), (marks, duration) => {
      const settled = settleMarks(
        marks.map(({ id, start, length }) => mark(id, start, start + length)),
        duration,
      );

      let before = 0;
      for (const { start, finish } of settled) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(finish).toBeGreaterThan(start);
        expect(finish).toBeLessThanOrEqual(duration);
        before = finish;
      }
      expect(settled.length > 0).toBe(marks.some(({ start }) => start < duration));
    }),
  );
});
