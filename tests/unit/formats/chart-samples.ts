import { categoryBars, groupedBars, lines, shareBar, stackedBars, timeBars } from '../../../src/formats/charts/index.ts';
import type { Chart } from '../../../src/formats/charts/index.ts';

export const description = 'Регистрации по дням: от 3 первого ноября до 20 двадцать четвёртого.';
export const days = [3, 5, 4, 6, 8, 4, 3, 7, 9, 11, 8, 12, 10, 7, 6, 9, 14, 13, 11, 16, 19, 15, 17, 20];
export const dayLabels = days.map((_, index) => (index === 0 ? '1 ноя' : String(index + 1)));
export const months = ['янв', 'фев', 'мар', 'апр', 'май', 'июн'];
export const money = [
  { label: 'Доход', values: [900, 1200, 600, 0, 140, 30] },
  { label: 'Расходы', values: [700, 600, 800, 500, null, 45] },
  { label: 'Прибыль', values: [200, 600, -200, -500, 140, -15] },
];
const before = { label: 'Октябрь', values: days.map((value) => value - 2), paint: 'before' } as const;

/** One chart of each kind, and how many shapes of it carry a value. */
export const samples: { kind: string; chart: Chart; marks: number }[] = [
  {
    kind: 'bars over time',
    chart: timeBars(
      days.map((value, slot) => ({ label: dayLabels[slot]!, value })),
      { description },
    ),
    marks: 24,
  },
  { kind: 'grouped bars', chart: groupedBars({ labels: months, series: money, description }), marks: 16 },
  { kind: 'stacked bars', chart: stackedBars({ labels: months, series: money, description }), marks: 16 },
  {
    kind: 'lines compared',
    chart: lines({ labels: dayLabels, series: [{ label: 'Ноябрь', values: days }, before], description }),
    marks: 2 + 1 + 24,
  },
  { kind: 'lines of several series', chart: lines({ labels: months, series: money, description }), marks: 3 + 17 },
  {
    kind: 'a share',
    chart: shareBar(
      [
        { label: 'Пришли', value: 81, text: '81 %' },
        { label: 'Никто', value: 0, text: '0 %' },
        { label: 'Неявка', value: 19, text: '19 %' },
      ],
      { description },
    ),
    marks: 2,
  },
];

export const categories = categoryBars(
  [
    {
      label: 'Джаз на крыше',
      values: [
        { value: 81_600, text: '81 600 ₽' },
        { value: 43_600, text: '43 600 ₽' },
      ],
    },
    {
      label: 'Орган & «свечи» <b>',
      values: [
        { value: 20_000, text: '20 000 ₽' },
        { value: -20_400, text: '−20 400 ₽' },
      ],
    },
    {
      label: 'Ничего',
      values: [
        { value: 0, text: '0 ₽' },
        { value: 0, text: '0 ₽' },
      ],
    },
  ],
  { description, series: [{ label: 'Доход' }, { label: 'Прибыль', paint: 'c3' }] },
);
