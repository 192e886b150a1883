import { expect, test } from 'vitest';
import { periodBefore } from '../../../src/formats/period-before.ts';
import { slotLabels, slotsPeriod } from '../../../src/formats/time-slots.ts';

test.each([
  { period: '2026-11-01–2026-11-30', before: '2026-10-01–2026-10-31', told: '1 month' },
  { period: '2026-03-01–2026-03-31', before: '2026-02-01–2026-02-28', told: '1 month' },
  { period: '2026-01-01–2026-03-31', before: '2025-10-01–2025-12-31', told: '3 month' },
  { period: '2026-01-01–2026-12-31', before: '2025-01-01–2025-12-31', told: '1 year' },
  { period: '2024-01-01–2025-12-31', before: '2022-01-01–2023-12-31', told: '2 year' },
  { period: '2026-11-01–2026-11-24', before: '2026-10-08–2026-10-31', told: '24 day' },
  { period: '2026-03-01–2026-03-01', before: '2026-02-28–2026-02-28', told: '1 day' },
])('before $period comes $before', ({ period, before, told }) => {
  const [from = '', to = ''] = period.split('–');
  const found = periodBefore({ from, to });

  expect(`${found.from}–${found.to}`).toBe(before);
  expect(`${found.length} ${found.unit}`).toBe(told);
});

test('labels of slots name a month or year where it begins', () => {
  expect(slotLabels({ unit: 'day', starts: ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02'] }, 'ru')).toEqual([
    '30 окт',
    '31',
    '1 ноя',
    '2',
  ]);
  expect(slotLabels({ unit: 'week', starts: ['2026-10-26', '2026-11-02'] }, 'en')).toEqual(['26 Oct', '2 Nov']);
  expect(slotLabels({ unit: 'month', starts: ['2026-11-01', '2026-12-01', '2027-01-01'] }, 'ru')).toEqual(['ноя 2026', 'дек', 'янв 2027']);
  expect(slotLabels({ unit: 'year', starts: ['2026-01-01'] }, 'ru')).toEqual(['2026']);
  expect(slotsPeriod({ unit: 'week', starts: ['2026-11-02', '2026-11-09'] }, 'ru')).toBe('2–15 ноября 2026');
});
