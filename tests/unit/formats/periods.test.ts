import { expect, test } from 'vitest';
import { formatMoment, formatPeriod } from '../../../src/formats/periods.ts';

test.each([
  ['2026-11-01', '2026-11-30', 'ноябрь 2026', 'November 2026'],
  ['2028-02-01', '2028-02-29', 'февраль 2028', 'February 2028'],
  ['2026-01-01', '2026-12-31', '2026 год', '2026'],
  ['2026-11-01', '2026-11-24', '1–24 ноября 2026', '1–24 November 2026'],
  ['2026-10-01', '2026-11-24', '1 октября – 24 ноября 2026', '1 October – 24 November 2026'],
  ['2025-12-01', '2026-01-31', '1 декабря 2025 – 31 января 2026', '1 December 2025 – 31 January 2026'],
  ['2026-11-24', '2026-11-24', '24 ноября 2026', '24 November 2026'],
  ['2026-11-01', null, 'с 1 ноября 2026', 'from 1 November 2026'],
  [null, '2026-11-30', 'по 30 ноября 2026', 'until 30 November 2026'],
  [null, null, '', ''],
])('a period from %s to %s is «%s», “%s”', (from, to, ru, en) => {
  expect([formatPeriod({ from, to }, 'ru'), formatPeriod({ from, to }, 'en')]).toEqual([ru, en]);
});

test('a moment on paper has its year and the zone in words', () => {
  const moment = new Date('2026-11-24T11:05Z');

  expect(formatMoment(moment, 'Europe/Moscow', 'ru')).toBe('24 ноября 2026, 14:05 по Москве (UTC+3)');
  expect(formatMoment(moment, 'Europe/Moscow', 'en')).toBe('24 November 2026, 14:05 Moscow time (UTC+3)');
});
