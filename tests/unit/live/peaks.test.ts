import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUCKET_SECONDS, findPeaks } from '../../../src/live/peaks.ts';
import type { Activity } from '../../../src/live/peaks.ts';

const quiet: Activity = { reactions: 1, messages: 1, votes: 0, viewers: 100 };

/** An hour of 100 viewers, with so many reactions at these seconds. */
const hour = (lively: Record<number, number>, changed: Partial<Activity> = {}): Activity[] =>
  Array.from({ length: 360 }, (_, index) => ({ ...quiet, ...changed, reactions: lively[index * BUCKET_SECONDS] ?? quiet.reactions }));

test('the moment at which the audience clapped is found, ten seconds before it began', () => {
  const [peak, ...others] = findPeaks(hour({ 1200: 60, 1210: 80, 1220: 50 }), 3600);

  expect(others).toEqual([]);
  expect(peak).toMatchObject({ start: 1190, finish: 1230 });
});

test('the same number of reactions weighs more among fewer viewers', () => {
  const activity = hour({ 600: 40, 2400: 40 });
  for (const bucket of activity.slice(180)) bucket.viewers = 20;

  const [first, second] = findPeaks(activity, 3600);

  expect(second!.score).toBeGreaterThan(3 * first!.score);
});

test('of two waves within two minutes the livelier one is taken', () => {
  const peaks = findPeaks(hour({ 1200: 40, 1260: 90 }), 3600);

  expect(peaks).toHaveLength(1);
  expect(peaks[0]!.start).toBe(1250 - 10);
});

test('a short broadcast has at most three, a long one at most seven', () => {
  const waves = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [index * 300 + 100, 50 + index]));

  expect(findPeaks(hour(waves), 3600)).toHaveLength(7);
  expect(findPeaks(hour(waves).slice(0, 120), 1200)).toHaveLength(3);
});

test('nothing stands out where nobody did anything, or everybody the same all the time', () => {
  expect(findPeaks(hour({}, { messages: 0, reactions: 0 }), 3600)).toEqual([]);
  expect(
    findPeaks(
      Array.from({ length: 100 }, () => ({ ...quiet, messages: 9 })),
      1000,
    ),
  ).toEqual([]);
  expect(findPeaks([], 0)).toEqual([]);
});

const anyActivity = fc.array(fc.record({ reactions: fc.nat(200), messages: fc.nat(50), votes: fc.nat(50), viewers: fc.nat(1000) }), {
  maxLength: 400,
});

test('whatever the audience does, the parts lie within the recording, 20–90 s long, one after another', () => {
  fc.assert(
    fc.property(anyActivity, fc.double({ min: 0, max: 9.9, noNaN: true }), (activity, missing) => {
      const duration = Math.max(0, activity.length * BUCKET_SECONDS - missing);
      const peaks = findPeaks(activity, duration);

      expect(peaks.length).toBeLessThanOrEqual(7);
      for (const { start, finish } of peaks) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(finish).toBeLessThanOrEqual(duration);
        expect(finish - start).toBeLessThanOrEqual(90);
        expect(finish - start).toBeGreaterThanOrEqual(Math.min(20, duration) - 1e-9);
      }
      for (const [index, { start }] of peaks.slice(1).entries()) expect(start).toBeGreaterThanOrEqual(peaks[index]!.finish);
    }),
  );
});

test('the livelier of two moments is found, wherever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 330 }), fc.integer({ min: 20, max: 500 }), (bucket, reactions) => {
      const at = bucket * BUCKET_SECONDS;
      const peaks = findPeaks(hour({ [at]: reactions }), 3600);

      expect(peaks).toHaveLength(1);
      expect(peaks[0]!.start).toBeLessThan(at);
      expect(peaks[0]!.finish).toBeGreaterThan(at);
    }),
  );
});

test('a broadcast of less than a minute and a half has a moment if anybody did anything', () => {
  const seconds = (count: number, lively: number): Activity[] =>
    Array.from({ length: count }, (_, index) => ({ reactions: index === lively ? 3 : 0, messages: 0, votes: 0, viewers: 2 }));

  expect(findPeaks(seconds(1, 0), 7.2)).toMatchObject([{ start: 0, finish: 7.2 }]);
  expect(findPeaks(seconds(7, 5), 66)).toMatchObject([{ start: 30, finish: 66 }]);
  expect(findPeaks(seconds(7, -1), 66)).toEqual([]);
});
