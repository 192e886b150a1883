import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openXlsx, readXlsx } from 'hucre/xlsx';
import type { Sheet } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { xlsxRowLimit, xlsxStream } from '../../../src/formats/xlsx.ts';
import type { XlsxFile } from '../../../src/formats/xlsx.ts';
import { settled } from './settled.ts';

const run = promisify(execFile);

const file: XlsxFile = {
  sheet: 'Регистрации',
  columns: [
    { label: '№', kind: 'integer' },
    { label: 'Посетитель', width: 40 },
    { label: 'Цена', kind: 'money' },
    { label: 'Записан', kind: 'time' },
    { label: 'Пришли', kind: 'percent' },
  ],
  rows: [
    [17, 'Константин Юрьев-Лебединский', 150_050, '2026-11-28 19:00', 0.915],
    [18, 'Анна «Аня» Ё', -5, null, null],
  ],
};

const write = (change: Partial<XlsxFile> = {}): Promise<Buffer> => buffer(xlsxStream({ ...file, ...change }));
const read = async (change: Partial<XlsxFile> = {}): Promise<Sheet> =>
  (await readXlsx(await write(change), { readStyles: true })).sheets[0]!;
const textOf = async (...texts: string[]): Promise<unknown[]> =>
  (await read({ columns: [{ label: 'Текст' }], rows: texts.map((text) => [text]) })).rows.slice(1).map(([cell]) => cell);

test('numbers, sums, times and Cyrillic text come back as they were written', async () => {
  const { name, rows } = await read();
  expect(name).toBe('Регистрации');
  expect(rows).toEqual([
    ['№', 'Посетитель', 'Цена', 'Записан', 'Пришли'],
    [17, 'Константин Юрьев-Лебединский', 1500.5, new Date('2026-11-28T19:00Z'), 0.915],
    [18, 'Анна «Аня» Ё', -0.05, null, null],
  ]);
});

test('the head is bold and stays in view, and the columns have their widths and formats', async () => {
  const { cells, columns, freezePane } = await read();
  const styles = (row: number) => [0, 1, 2, 3, 4].map((column) => cells?.get(`${row},${column}`)?.style);
  expect(styles(0).map((style) => style?.font?.bold)).toEqual([true, true, true, true, true]);
  expect(styles(1).map((style) => style?.font?.bold ?? false)).toEqual([false, false, false, false, false]);
  expect(styles(1).map((style) => style?.numFmt)).toEqual(['0', undefined, '#,##0.00', 'yyyy-mm-dd hh:mm', '0.0%']);
  expect(freezePane).toMatchObject({ rows: 1 });
  expect(columns?.map(({ width }) => width)).toEqual([10, 40, 14, 17, 10]);
});

test('a file without rows has its head', async () => {
  expect((await read({ rows: [] })).rows).toEqual([['№', 'Посетитель', 'Цена', 'Записан', 'Пришли']]);
});

test('nothing that looks like a formula becomes one', async () => {
  const bad = ['=1+1', '+79162041833', '@SUM(A1)', '-2', '=HYPERLINK("http://x")'];
  expect(await textOf(...bad)).toEqual(bad);
  const workbook = await openXlsx(await write({ columns: [{ label: '=A1' }], rows: bad.map((text) => [text]) }));
  expect([...(workbook.sheets[0]!.cells?.values() ?? [])].filter((cell) => cell.formula)).toEqual([]);
});

test('signs that XML does not know are left out, and everything else is kept', async () => {
  expect(await textOf('a\u0000b\u000b\u001f\ufffe\ud800c', '🎷 <b> & "x" \'y\' ]]>', 'one\r\ntwo\rthree', '_x0041_', ' края ')).toEqual([
    'abc',
    '🎷 <b> & "x" \'y\' ]]>',
    'one\ntwo\nthree',
    '_x0041_',
    ' края ',
  ]);
  const [long] = await textOf('🎷'.repeat(20_000));
  expect(long).toBe('🎷'.repeat(16_383));
});

test('a title that Excel would refuse is made into one that it takes', async () => {
  const nameOf = async (sheet: string): Promise<string> => (await read({ sheet })).name;
  expect(await nameOf('Деньги: 01/11–30/11 [все]?')).toBe('Деньги 01 11–30 11 все');
  expect(await nameOf('Посещаемость по темам за весь прошлый год')).toBe('Посещаемость по темам за весь п');
  expect(await nameOf("'History'")).toBe('History 1');
  expect(await nameOf('***')).toBe('Sheet 1');
});

test('more rows than a sheet can hold are refused before the first byte', () => {
  expect(xlsxRowLimit).toBe(1_048_575);
  expect(() => xlsxStream({ ...file, rowCount: xlsxRowLimit + 1 })).toThrow(RangeError);
  expect(xlsxStream({ ...file, rowCount: xlsxRowLimit }).destroy().destroyed).toBe(true);
});

async function* endless(seen: { count: number; isClosed: boolean }): AsyncGenerator<(string | number)[]> {
  try {
    for (;;) yield [seen.count++, `Имя ${Math.random()}`, 100, '2026-11-28 19:00', 1];
  } finally {
    seen.isClosed = true;
  }
}

test('rows wait for a slow reader and are closed when the reader leaves', async () => {
  const seen = { count: 0, isClosed: false };
  const xlsx = xlsxStream({ ...file, rows: endless(seen) });
  xlsx.read();
  const before = await settled(() => seen.count);
  xlsx.read();
  expect(await settled(() => seen.count)).toBeLessThan(10 * before);
  xlsx.destroy();
  await wait(50);
  expect(seen.isClosed).toBe(true);
});

test('rows that fail make the file fail', async () => {
  async function* failing(): AsyncGenerator<number[]> {
    yield [1];
    throw new Error('connection lost');
  }
  await expect(write({ rows: failing() })).rejects.toThrow('connection lost');
});

const measure = `
  import { Writable } from 'node:stream';
  import { pipeline } from 'node:stream/promises';
  import { xlsxStream } from './src/formats/xlsx.ts';
  function* rows() {
    for (let i = 0; i < 100_000; i++)
      yield Array.from({ length: 12 }, (_, column) => (column < 4 ? i * 7919 : column < 6 ? '2026-11-28 19:00' : 'Юрьев-Лебединский ' + i * column));
  }
  const columns = Array.from({ length: 12 }, (_, column) => ({ label: 'c' + column, kind: column < 4 ? 'money' : column < 6 ? 'time' : 'text' }));
  const before = process.memoryUsage().rss;
  let peak = before;
  let bytes = 0;
  const sink = new Writable({ write(chunk, _, done) { bytes += chunk.length; peak = Math.max(peak, process.memoryUsage().rss); done(); } });
  await pipeline(xlsxStream({ sheet: 'Все', columns, rows: rows(), rowCount: 100_000 }), sink);
  console.log(JSON.stringify({ bytes, grownMb: (peak - before) / 1e6 }));`;

test('100,000 rows of 12 columns take little memory', { timeout: 120_000 }, async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '--eval', measure]);
  const { bytes, grownMb } = JSON.parse(stdout) as { bytes: number; grownMb: number };
  expect(bytes).toBeGreaterThan(1_000_000);
  expect(grownMb).toBeLessThan(150);
});

const office = '/usr/bin/soffice';

test.skipIf(!existsSync(office))('LibreOffice reads the file', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xlsx-'));
  try {
    await writeFile(join(folder, 'report.xlsx'), await write({ rows: [[17, '=1+1 «Ёлка»', 150_050, '2026-11-28 19:00', 0.915]] }));
    const filter = 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true';
    await run(office, [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', filter, 'report.xlsx'], {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(await readFile(join(folder, 'report.csv'), 'utf8')).toBe(
      '№;Посетитель;Цена;Записан;Пришли\n17;=1+1 «Ёлка»;1,500.50;2026-11-28 19:00;91.5%\n',
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
