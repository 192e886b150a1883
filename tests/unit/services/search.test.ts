import { expect, test } from 'vitest';
import { unfinishedQuery } from '../../../src/services/events/search.ts';

test.each([
  ['джаз', 'джаз:*'],
  ['джаз на крыш', 'джаз & на & крыш:*'],
  ['Node.js, часть 2026', 'Node & js & часть & 2026:*'],
  ["L'automne", 'L & automne:*'],
])('the last word of %j may be unfinished', (q, expected) => {
  expect(unfinishedQuery(q)).toBe(expected);
});

test.each(['"точная фраза"', 'джаз -рокеры', 'джаз or рокеры', '!джаз', '', ' . ', 'abcd | bcde', 'a\\bcde'])(
  '%j is left to the rules of web searches',
  (q) => {
    expect(unfinishedQuery(q)).toBeNull();
  },
);

test('a short last word has to be whole: too many words begin like it', () => {
  expect(unfinishedQuery('большой кот')).toBeNull();
});
