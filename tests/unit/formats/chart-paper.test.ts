import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { categoryBars, shareBar } from '../../../src/formats/charts/index.ts';
import type { Chart } from '../../../src/formats/charts/index.ts';
import { registerFaces } from '../../../src/formats/pdf-fonts.ts';
import { createReportPdf } from '../../../src/formats/pdf.ts';
import { categories, description, samples } from './chart-samples.ts';
import { readPdf } from './pdf-reader.ts';
import { everyElement, readMarkup } from './svg-reader.ts';

/** What a chart without its legend leaves on paper: shapes filled, lines drawn, texts written. */
async function painted(chart: Chart): Promise<{ fills: number; strokes: number; texts: number }> {
  const doc = new PDFDocument({ compress: false, autoFirstPage: true });
  registerFaces(doc);
  chart.onPaper(300).draw(doc, 40, 40);
  doc.end();
  const source = (await buffer(doc)).toString('latin1');
  const count = (line: RegExp): number => [...source.matchAll(line)].length;
  return { fills: count(/^f$/gm), strokes: count(/^S$/gm), texts: count(/ TJ$/gm) };
}

test.each(samples)('$kind has the same shapes on paper as in the page', async ({ chart }) => {
  const elements = everyElement(readMarkup(chart.svg()));
  const count = (name: string, pattern = /./): number =>
    elements.filter((one) => one.name === name && pattern.test(one.attributes['class'] ?? '-')).length;
  const isLine = chart.legend[0]?.shape === 'line';
  const { fills, strokes } = await painted(chart);
  expect(fills).toBe(count('rect', /^c\d$/) + count('circle') + count('path', /area/) + (isLine ? 0 : chart.legend.length));
  expect(strokes).toBeGreaterThanOrEqual(count('path', /line/) + (isLine ? chart.legend.length : 0) + count('line', /axis/));
});

test('bars by category have the same bars, names and values on paper', async () => {
  const tracks = 6;
  expect(await painted(categories)).toEqual({ fills: tracks + 4 + 2, strokes: tracks, texts: 3 + tracks + 2 });
});

const print = async (...charts: Chart[]) =>
  readPdf(
    await buffer(
      createReportPdf({
        title: 'Ноябрь 2026',
        subtitle: 'Марина Соколова',
        locale: 'ru',
        brand: 'Точка сбора',
        summary: [{ label: 'Доход', value: '184 800 ₽' }],
        charts: charts.map((chart, index) => ({ caption: `График ${index + 1}`, chart })),
        caption: 'По мероприятиям',
        columns: [{ label: 'Мероприятие', align: 'left', width: 1 }],
        rows: [['Джаз на крыше']],
        emptyText: '',
        generatedAtText: 'Собрано',
        footerText: 'tochka.example',
        pageLabel: (page) => `Страница ${page}`,
      }),
    ),
  );

test('a report has up to four charts with their words under the summary, on one page with the table', async () => {
  const { pages } = await print(samples[0]!.chart, samples[1]!.chart, samples[3]!.chart, samples[5]!.chart);
  expect(pages).toHaveLength(1);
  expect(pages[0]).toEqual(
    expect.arrayContaining([
      'График 1',
      '1 ноя',
      '20',
      'График 2',
      'Доход',
      'Расходы',
      'янв',
      'График 3',
      'Октябрь',
      'Пришли 81 %',
      'Джаз на крыше',
    ]),
  );
});

test('charts that do not fit go to the next page, and the table head goes with its rows', async () => {
  const tall = categoryBars(
    Array.from({ length: 11 }, (_, index) => ({ label: `Вечер ${index + 1}`, values: [{ value: index, text: `${index}` }] })),
    { description },
  );
  const { pages } = await print(tall, tall, tall, samples[1]!.chart);
  expect(pages).toHaveLength(2);
  expect(pages[0]).toEqual(expect.arrayContaining(['График 1', 'Вечер 11', 'График 2']));
  expect(pages[1]).toEqual(expect.arrayContaining(['График 3', 'График 4', 'По мероприятиям', 'Мероприятие', 'Джаз на крыше']));
});

test('of too many categories the first ones are drawn', async () => {
  const many = categoryBars(
    Array.from({ length: 100 }, (_, index) => ({ label: `Вечер ${index + 1}`, values: [{ value: index, text: `${index}` }] })),
    { description },
  );
  const { pages } = await print(many);
  expect(pages).toHaveLength(1);
  expect(pages[0]).toContain('Вечер 10');
  expect(pages[0]).not.toContain('Вечер 20');
});

test('neighbours end level: a legend takes its room from the picture', () => {
  const [plain, withLegend] = [samples[0]!.chart, samples[1]!.chart].map((chart) => chart.onPaper(240).height);
  expect(withLegend).toBeCloseTo(plain!, 5);
  expect(shareBar([], { description }).onPaper(240).height).toBeLessThan(30);
});
