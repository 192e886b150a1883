import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shortCache } from '../../../src/services/short-cache.ts';

const counting = () => {
  let loads = 0;
  return { load: async () => pause(5).then(() => (loads += 1)), count: () => loads };
};

test('callers at the same time share one load, and later ones its result', async () => {
  const cache = shortCache<number>({ ageMs: 1000, size: 10 });
  const { load, count } = counting();

  const results = await Promise.all(Array.from({ length: 20 }, () => cache.get('a', load)));

  expect(new Set(results)).toEqual(new Set([1]));
  expect(await cache.get('a', load)).toBe(1);
  expect(count()).toBe(1);
});

test('a result is loaded again when it is too old', async () => {
  const cache = shortCache<number>({ ageMs: 20, size: 10 });
  const { load } = counting();

  expect(await cache.get('a', load)).toBe(1);
  await pause(40);
  expect(await cache.get('a', load)).toBe(2);
});

test('a load that failed is not kept, and everybody who shared it hears of it', async () => {
  const cache = shortCache<string>({ ageMs: 1000, size: 10 });
  const failing = async () => Promise.reject(new Error('no database'));

  const shared = await Promise.allSettled([cache.get('a', failing), cache.get('a', failing)]);

  expect(shared.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.get('a', async () => 'there')).toBe('there');
});

test('keys are kept apart, and the oldest leaves when there are too many', async () => {
  const cache = shortCache<number>({ ageMs: 1000, size: 2 });
  const { load } = counting();

  expect([await cache.get('a', load), await cache.get('b', load), await cache.get('c', load)]).toEqual([1, 2, 3]);
  expect([await cache.get('c', load), await cache.get('b', load)]).toEqual([3, 2]);
  expect(await cache.get('a', load)).toBe(4);
});

test('what was dropped while it was loading is not shown to those who ask afterwards', async () => {
  const cache = shortCache<number>({ ageMs: 1000, size: 2 });
  const { load } = counting();

  const before = cache.get('a', load);
  cache.clear();

  expect(await cache.get('a', load)).toBeGreaterThan(0);
  await before;
  expect(await cache.get('a', async () => 99)).toBe(2);
});
