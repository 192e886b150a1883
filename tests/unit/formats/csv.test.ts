import { setTimeout as wait } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { csvStream, guardCell } from '../../../src/formats/csv.ts';
import type { CsvColumn, CsvValue } from '../../../src/formats/csv.ts';
import { settled } from './settled.ts';

const columns: CsvColumn[] = [{ label: 'Номер', kind: 'integer' }, { label: 'Имя' }, { label: 'Цена', kind: 'money' }];
const bom = '\ufeff';
const print = async (rows: CsvValue[][], locale: 'ru' | 'en' = 'ru'): Promise<string> =>
  (await buffer(csvStream(columns, rows, locale))).toString();

test('Russian Excel gets BOM, semicolons, decimal commas and CRLF', async () => {
  expect(
    await print([
      [1, 'Анна', 150050],
      [2, null, 0],
    ]),
  ).toBe(`${bom}Номер;Имя;Цена\r\n1;Анна;1500,50\r\n2;;0,00\r\n`);
});

test('English Excel gets commas and decimal points', async () => {
  expect(await print([[1, 'Anna', -150050]], 'en')).toBe(`${bom}Номер,Имя,Цена\r\n1,Anna,-1500.50\r\n`);
});

test('a report without rows is its line of labels', async () => {
  expect(await print([])).toBe(`${bom}Номер;Имя;Цена\r\n`);
});

test('separators, quotes and line ends inside a cell are quoted', async () => {
  const file = await print([
    [1, 'а;б', 0],
    [2, '«x» "y"', 0],
    [3, 'а\nб', 0],
    [4, 'а\rб', 0],
    [5, 'а,б', 0],
  ]);
  expect(file.split('\r\n').slice(1, -1)).toEqual(['1;"а;б";0,00', '2;"«x» ""y""";0,00', '3;"а\nб";0,00', '4;"а\rб";0,00', '5;а,б;0,00']);
});

test.each([
  '=1+1',
  '+1+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  '+7 916 204-18-33',
  '+79162041833+1',
  '+123456',
  '+79162041833\n',
])('the text %j cannot run as a formula', (text) => {
  expect(guardCell(text)).toBe(`'${text}`);
});

test.each(['', 'Анна', '1=1', 'a@b.example', '+79162041833', '+1234567', ' x', "'x"])('the text %j stays as it is', (text) => {
  expect(guardCell(text)).toBe(text);
});

test('text is guarded in labels too, but a negative sum is a number', async () => {
  const file = await buffer(csvStream([{ label: '=Имя' }, { label: 'Прибыль', kind: 'money' }], [['@x', -100]], 'ru'));
  expect(file.toString()).toBe(`${bom}'=Имя;Прибыль\r\n'@x;-1,00\r\n`);
});

async function* endless(seen: { count: number; isClosed: boolean }): AsyncGenerator<CsvValue[]> {
  try {
    for (;;) yield [seen.count++, 'Анна', 100];
  } finally {
    seen.isClosed = true;
  }
}

test('rows wait for a slow reader and are closed when the reader leaves', async () => {
  const seen = { count: 0, isClosed: false };
  const csv = csvStream(columns, endless(seen), 'ru');
  csv.read();
  await settled(() => seen.count);
  csv.destroy();
  await wait(20);
  expect(seen.isClosed).toBe(true);
});

test('rows that fail make the file fail', async () => {
  async function* failing(): AsyncGenerator<CsvValue[]> {
    yield [1, 'Анна', 100];
    throw new Error('connection lost');
  }
  await expect(buffer(csvStream(columns, failing(), 'ru'))).rejects.toThrow('connection lost');
});
