import { setTimeout as wait } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createReportPdf } from '../../../src/formats/pdf.ts';
import type { ReportPdf } from '../../../src/formats/pdf.ts';
import { readPdf } from './pdf-reader.ts';
import type { ReadPdf } from './pdf-reader.ts';
import { settled } from './settled.ts';

const report: ReportPdf = {
  kicker: 'Отчёт о деньгах',
  title: 'Ноябрь 2026',
  subtitle: 'Марина Соколова · 5 мероприятий',
  locale: 'ru',
  brand: 'Точка сбора',
  summary: [
    { label: 'Доход', value: '184\u00a0800\u00a0₽', note: '+12 % к октябрю' },
    { label: 'Прибыль', value: '91\u00a0800\u00a0₽' },
  ],
  caption: 'По мероприятиям',
  currencyNote: 'Суммы в рублях',
  columns: [
    { label: 'Мероприятие', align: 'left', width: 3, kind: 'heading' },
    { label: 'Дата', align: 'left', width: 1 },
    { label: 'Доход', align: 'right', width: 1 },
  ],
  rows: [['Джаз на крыше', '28 ноя', '81\u00a0600\u00a0₽']],
  totals: ['Итого', '', '81\u00a0600\u00a0₽'],
  emptyText: 'За это время мероприятий не было.',
  generatedAtText: 'Собрано 24 ноября 2026, 14:05 по Москве',
  footerText: 'tochka.example/reports',
  pageLabel: (page, total) => `Страница ${page} из ${total}`,
};

const print = async (change: Partial<ReportPdf> = {}): Promise<ReadPdf> => readPdf(await buffer(createReportPdf({ ...report, ...change })));
const many = (count: number): string[][] => Array.from({ length: count }, (_, index) => [`Вечер №${index + 1}`, '28 ноя', '100\u00a0₽']);

test('a report of one row says everything on one page, in Cyrillic that can be copied', async () => {
  const { pages } = await print();
  expect(pages).toHaveLength(1);
  expect(pages[0]).toEqual(
    expect.arrayContaining([
      'Отчёт о деньгах',
      'Ноябрь 2026',
      'Марина Соколова · 5 мероприятий',
      'Точка сбора',
      'Доход',
      '184\u00a0800\u00a0₽',
      '+12 % к октябрю',
      'По мероприятиям',
      'Суммы в рублях',
      'Мероприятие',
      'Джаз на крыше',
      '81\u00a0600\u00a0₽',
      'Итого',
      'Собрано 24 ноября 2026, 14:05 по Москве',
      'tochka.example/reports',
      'Страница 1 из 1',
    ]),
  );
});

test('a report without rows says so under the table head', async () => {
  const { pages } = await print({ rows: [], totals: undefined });
  expect(pages).toHaveLength(1);
  expect(pages[0]).toEqual(expect.arrayContaining(['Мероприятие', 'За это время мероприятий не было.']));
});

test('every page of a long report has the table head, its number and the number of all', async () => {
  const { pages } = await print({ rows: many(1000) });
  expect(pages.length).toBeGreaterThan(20);
  pages.forEach((words, index) => {
    expect(words).toEqual(expect.arrayContaining(['Мероприятие', 'Доход', `Страница ${index + 1} из ${pages.length}`]));
  });
  expect(pages.flat().filter((words) => words.startsWith('Вечер №'))).toEqual(many(1000).map(([title]) => title));
});

test('the sums never stand alone on a page', async () => {
  for (let count = 20; count < 60; count++) {
    const { pages } = await print({ rows: many(count) });
    expect(pages.at(-1)).toContain('Итого');
    expect(pages.at(-1)).toContain(`Вечер №${count}`);
  }
});

test('a row higher than a page goes on over the next ones without losing a word', async () => {
  const words = Array.from({ length: 1500 }, (_, index) => `слово${index}`);
  const { pages } = await print({
    rows: [
      ['до', '', ''],
      [words.join(' '), '28 ноя', ''],
      ['после', '', ''],
    ],
  });
  expect(pages.length).toBeGreaterThan(2);
  expect(
    pages
      .flat()
      .join(' ')
      .match(/слово\d+/g),
  ).toEqual(words);
  expect(pages.at(-1)).toContain('после');
});

test('more than six columns turn the paper', async () => {
  const columns = Array.from({ length: 7 }, (_, index) => ({ label: `Столбец ${index}`, align: 'left' as const, width: 1 }));
  expect((await print()).source).toContain('/MediaBox [0 0 595.28 841.89]');
  expect((await print({ columns, totals: undefined })).source).toContain('/MediaBox [0 0 841.89 595.28]');
});

test('the file tells its title and language', async () => {
  const { source } = await print();
  const title = Buffer.from('Отчёт о деньгах — Ноябрь 2026', 'utf16le')
    .swap16()
    .toString('latin1')
    .replace(/[\\()\n\r\t\b\f]/g, (sign) => `\\${{ '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' }[sign] ?? sign}`);
  expect(source).toContain('/Lang (ru-RU)');
  expect(source).toContain('/DisplayDocTitle true');
  expect(source).toContain(title);
});

test('signs that the font lacks are left out or shown as a question, and nothing fails', async () => {
  const { pages } = await print({ rows: [['🎷 Джаз\u0000 на\nкрыше\ud800', '王', 'e\u0301']] });
  expect(pages[0]).toEqual(expect.arrayContaining(['Джаз на крыше', '?', 'é']));
});

async function* endless(seen: { count: number; isClosed: boolean }): AsyncGenerator<string[]> {
  try {
    for (;;) yield [`Вечер №${seen.count++}`, '28 ноя', '100'];
  } finally {
    seen.isClosed = true;
  }
}

test('rows wait for a slow reader and are closed when the reader leaves', async () => {
  const seen = { count: 0, isClosed: false };
  const pdf = createReportPdf({ ...report, rows: endless(seen) });
  pdf.read();
  const before = await settled(() => seen.count);
  pdf.read();
  expect(await settled(() => seen.count)).toBeLessThan(10 * before);
  pdf.destroy();
  await wait(50);
  expect(seen.isClosed).toBe(true);
});

test('a reader who leaves while rows come slowly stops them at the next row', async () => {
  const seen = { count: 0, isClosed: false };
  async function* slow(): AsyncGenerator<string[]> {
    for await (const row of endless(seen)) {
      await wait(10);
      yield row;
    }
  }
  const pdf = createReportPdf({ ...report, rows: slow() });
  pdf.read();
  await wait(50);
  pdf.destroy();
  await wait(50);
  expect(seen.isClosed).toBe(true);
  expect(seen.count).toBeLessThan(20);
});

test('rows that fail make the file fail', async () => {
  async function* failing(): AsyncGenerator<string[]> {
    yield ['Джаз', '', ''];
    throw new Error('connection lost');
  }
  await expect(buffer(createReportPdf({ ...report, rows: failing() }))).rejects.toThrow('connection lost');
});
