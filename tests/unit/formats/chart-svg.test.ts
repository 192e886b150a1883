import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { groupedBars, lines, shareBar, spark, stackedBars, timeBars } from '../../../src/formats/charts/index.ts';
import type { Chart, ChartSize } from '../../../src/formats/charts/index.ts';
import { inks } from '../../../src/formats/charts/paper.ts';
import { widthOf } from '../../../src/formats/charts/words.ts';
import { categories, dayLabels, days, description, money, months, samples } from './chart-samples.ts';
import { everyElement, readMarkup } from './svg-reader.ts';
import type { Element } from './svg-reader.ts';

const elementsOf = (chart: Chart, size?: ChartSize): Element[] => everyElement(readMarkup(chart.svg(size)));
const classesOf = ({ attributes }: Element): string[] => (attributes['class'] ?? '').split(' ').filter(Boolean);
const having = (elements: readonly Element[], name: string, className = ''): Element[] =>
  elements.filter((one) => one.name === name && (!className || classesOf(one).includes(className)));
const numbersOf =
  ({ attributes }: Element) =>
  (name: string): number =>
    Number(attributes[name]);
const titlesOf = (elements: readonly Element[]): string[] => having(elements, 'title').map(({ text }) => text);
const barsOf = (elements: readonly Element[]): Element[] => having(elements, 'rect').filter((one) => !classesOf(one).includes('hit'));
const dataCss = readFileSync('public/theme/data.css', 'utf8');

const all = [...samples, { kind: 'bars by category', chart: categories, marks: 4 }];

test.each(all)('$kind is well-formed and coloured by classes of the stylesheet alone', ({ chart }) => {
  for (const size of ['half', 'wide'] as const) {
    for (const element of elementsOf(chart, size)) {
      expect(Object.keys(element.attributes).filter((name) => /^(style|fill|stroke|font.*|on.*|id)$/.test(name))).toEqual([]);
      expect(['style', 'script', 'foreignobject', 'image', 'use']).not.toContain(element.name);
      expect(classesOf(element).filter((name) => name !== 'visually-hidden' && !new RegExp(`\\.${name}\\b`).test(dataCss))).toEqual([]);
    }
  }
});

test.each(samples)('$kind is one picture for a screen reader, described in a sentence', ({ chart }) => {
  const [svg, ...more] = readMarkup(chart.svg());
  expect(more).toEqual([]);
  expect(svg).toMatchObject({ name: 'svg', attributes: { role: 'img', 'aria-label': description } });
  expect(chart.description).toBe(description);
});

test.each(samples)('$kind has a shape for each of its values', ({ chart, marks }) => {
  const elements = elementsOf(chart);
  expect(barsOf(elements).length + having(elements, 'path').length + having(elements, 'circle').length).toBe(marks);
});

test('every slot says its values when one points at it, low bars included', () => {
  const elements = elementsOf(
    timeBars(
      [
        { label: '1 ноя', value: 3 },
        { label: '2', value: 0 },
        { label: '3', value: 1, title: 'Один' },
      ],
      { description },
    ),
  );
  expect(titlesOf(elements)).toEqual(['1 ноя: 3', '2: 0', 'Один']);
  expect(having(elements, 'rect', 'hit').map((one) => one.attributes['height'])).toEqual(['212', '212', '212']);
});

test('a slot of several series names each of them, with values in the words of the caller', () => {
  const format = (value: number): string => `${value} ₽`;
  expect(titlesOf(elementsOf(groupedBars({ labels: months, series: money, format, description })))[4]).toBe(
    'май\nДоход: 140 ₽\nРасходы: –\nПрибыль: 140 ₽',
  );
});

test('the scale starts at zero and ends above the highest value, in round numbers and the words of the caller', () => {
  const tick = (value: number): string => (value === 0 ? '0' : `${value / 1000} тыс.`);
  const labels = having(elementsOf(timeBars([{ label: 'янв', value: 81_600 }], { description, tick })), 'text').map(({ text }) => text);
  expect(labels).toEqual(['0', '20 тыс.', '40 тыс.', '60 тыс.', '80 тыс.', '100 тыс.', 'янв']);
});

test('counts get no halves on the scale', () => {
  const labels = having(elementsOf(timeBars([{ label: 'янв', value: 2 }], { description })), 'text').map(({ text }) => text);
  expect(labels).toEqual(['0', '1', '2', 'янв']);
});

test('a loss hangs from the line of zero, a profit stands on it', () => {
  const elements = elementsOf(
    timeBars(
      [
        { label: 'янв', value: -300 },
        { label: 'фев', value: 500 },
      ],
      { description },
    ),
  );
  const zero = numbersOf(having(elements, 'line', 'axis')[0]!)('y1');
  const [loss, profit] = barsOf(elements).map(numbersOf);
  expect(loss!('y')).toBeCloseTo(zero, 0);
  expect(profit!('y') + profit!('height')).toBeCloseTo(zero, 0);
  expect(profit!('height') / loss!('height')).toBeCloseTo(5 / 3, 1);
});

test('parts of a stack lie on each other, losses below zero', () => {
  const series = [
    { label: 'a', values: [10] },
    { label: 'b', values: [30] },
    { label: 'c', values: [-20] },
  ];
  const elements = elementsOf(stackedBars({ labels: ['янв'], series, description }));
  const zero = numbersOf(having(elements, 'line', 'axis')[0]!)('y1');
  const [a, b, c] = barsOf(elements).map(numbersOf);
  expect(a!('y') + a!('height')).toBeCloseTo(zero, 0);
  expect(b!('y') + b!('height')).toBeCloseTo(a!('y') - 1, 0);
  expect(c!('y')).toBeGreaterThanOrEqual(zero);
});

test.each([
  [
    'zeros',
    timeBars(
      days.map((_, slot) => ({ label: dayLabels[slot]!, value: 0 })),
      { description },
    ),
    24,
  ],
  ['nothing', timeBars([], { description }), 0],
  ['stacks of nothing', stackedBars({ labels: [], series: money, description }), 0],
])('%s are a flat axis', (_, chart, slots) => {
  const elements = elementsOf(chart);
  expect(barsOf(elements)).toEqual([]);
  expect(having(elements, 'rect', 'hit')).toHaveLength(slots);
  expect(having(elements, 'line', 'grid')).toHaveLength(1);
  expect(having(elements, 'line', 'axis').map((one) => one.attributes['y1'])).toEqual(['226']);
});

test('a line without a neighbour is a dot, and what is unknown is a gap', () => {
  const dots = (values: (number | null)[]): number =>
    having(elementsOf(lines({ labels: values.map(String), series: [{ label: 'a', values }], description })), 'circle').length;
  expect(dots([3])).toBe(1);
  expect(dots([])).toBe(0);
  expect(dots([1, null, 3])).toBe(2);
  expect(dots(Array.from({ length: 400 }, (_, slot) => (slot === 200 || slot % 200 > 0 ? slot : null)))).toBe(0);
  expect(dots([...Array.from({ length: 100 }, () => null), 5, null, null])).toBe(1);
});

test('labels never touch each other nor leave the picture, however many there are', () => {
  const dates = (count: number): string[] => Array.from({ length: count }, (_, slot) => `${(slot % 28) + 1} ${months[slot % 6]}`);
  for (let count = 1; count <= 400; count += count < 60 ? 1 : 17) {
    const chart = timeBars(
      dates(count).map((label, slot) => ({ label, value: slot })),
      { description, tick: (value) => `${value} млн` },
    );
    const labels = having(elementsOf(chart), 'text').filter((one) => one.attributes['text-anchor'] === 'middle');
    const extents = labels.map((one) => [numbersOf(one)('x') - widthOf(one.text) / 2, numbersOf(one)('x') + widthOf(one.text) / 2]);
    expect(labels.length).toBeGreaterThan(0);
    extents.forEach(([left, right], index) => {
      expect(left).toBeGreaterThan(index === 0 ? -0.1 : extents[index - 1]![1]! + 3);
      expect(right).toBeLessThan(460.1);
    });
  }
});

test('on phones every second label leaves where letters would touch', () => {
  const alternates = (count: number): number => {
    const labels = dayLabels.concat(dayLabels).slice(0, count);
    return having(elementsOf(lines({ labels, series: [{ label: 'a', values: labels.map(() => 1) }], description })), 'text', 'alt').length;
  };
  expect(alternates(2)).toBe(0);
  const names = ['Джаз на крыше', 'Орган и саксофон', 'Как устроен плакат', 'Квартирник: каверы'];
  const elements = elementsOf(groupedBars({ labels: names, series: money, isTime: false, description }));
  expect(new Set(having(elements, 'text', 'alt').map((one) => one.attributes['x']))).toHaveProperty('size', 2);
});

test('names take two lines and are shortened, with the whole name to be pointed at', () => {
  const name = 'Неправдоподобнодлинноеслово и саксофон при свечах до самого утра';
  const elements = elementsOf(groupedBars({ labels: [name, 'Джаз', 'Хор', 'Рок'], series: money, isTime: false, description }));
  const cut = having(elements, 'text').filter(({ text }) => text.endsWith('…'));
  expect(cut).toHaveLength(2);
  expect(cut.map((one) => titlesOf(everyElement([one])))).toEqual([[name], [name]]);
});

test('text of people cannot become markup', () => {
  const bad = '</title><script>"&\u0000\ud800';
  const chart = timeBars([{ label: bad, value: 1 }], { description: bad });
  const elements = elementsOf(chart);
  expect(having(elements, 'script')).toEqual([]);
  expect(having(elements, 'svg')[0]!.attributes['aria-label']).toBe('</title><script>"&');
  expect(titlesOf(elements)).toEqual(['</title><script>"&: 1']);
});

test('a wide chart brings the half one along for where there is no room', () => {
  const pictures = readMarkup(samples[0]!.chart.svg('wide'));
  expect(pictures.map(({ attributes }) => [attributes['class'], attributes['viewBox']])).toEqual([
    ['wide', '0 0 960 280'],
    ['narrow', '0 0 460 250'],
  ]);
});

test('a legend tells series apart, and one series needs none', () => {
  expect(samples[0]!.chart.legend).toEqual([]);
  expect(samples[3]!.chart.legend).toEqual([
    { label: 'Ноябрь', paint: 'c1', shape: 'line' },
    { label: 'Октябрь', paint: 'before', shape: 'line' },
  ]);
});

test('shares fill the bar in proportion, and nothing leaves it empty', () => {
  const widths = (...values: number[]): number[] =>
    barsOf(
      elementsOf(
        shareBar(
          values.map((value) => ({ label: 'a', value, text: '' })),
          { description },
        ),
      ),
    ).map((one) => numbersOf(one)('width'));
  expect(widths(1, 3)).toEqual([114.5, 343.5]);
  expect(widths(0, 5)).toEqual([460]);
  expect(widths(0, 0)).toEqual([460]);
  expect(widths()).toEqual([460]);
});

test('bars by category are words in the page, with bars beside them that start at zero', () => {
  const [list] = readMarkup(categories.svg());
  expect(list!.name).toBe('dl');
  expect(
    having(
      list!.children.flatMap((row) => row.children),
      'dt',
    ).map(({ text }) => text),
  ).toEqual(['Джаз на крыше', 'Орган & «свечи» <b>', 'Ничего']);
  const bars = having(everyElement([list!]), 'rect').filter((one) => !classesOf(one).includes('track'));
  expect(bars.map(({ attributes }) => [attributes['class'], attributes['x'], attributes['width']])).toEqual([
    ['c1', '20%', '80%'],
    ['c3', '20%', '42.7%'],
    ['c1', '20%', '19.6%'],
    ['c3', '0%', '20%'],
  ]);
  expect(having(everyElement([list!]), 'span', 'visually-hidden').map(({ text }) => text)).toContain('Прибыль: ');
});

test('a spark runs from edge to edge, and says nothing about a single value', () => {
  expect(spark([1, 2, 3])).toContain('d="M0,27L50,15L100,3"');
  expect(spark([5, 5])).toContain('d="M0,15L100,15"');
  expect(spark([1])).toBe('');
  expect(readMarkup(spark([1, 4, 2]))[0]!.attributes).toMatchObject({ class: 'spark', 'aria-hidden': 'true' });
});

test('paper has the light colours of the page', () => {
  const tokens = readFileSync('public/theme/tokens.css', 'utf8');
  const light = (name: string): string | undefined => new RegExp(`--${name}: light-dark\\(\\s*(#\\w+)`).exec(tokens)?.[1];
  expect(inks).toEqual({
    ...Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`c${number}`, light(`chart-${number}`)])),
    before: light('line-strong'),
    track: light('sunken'),
  });
});
