import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';
import { xlsxStream } from '../../src/formats/xlsx.ts';
import { eachRegistration } from '../../src/services/reports/registrations.ts';
import { withSnapshot } from '../../src/services/reports/snapshot.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createEvent, createVisitor } from '../support/factories.ts';
import { cookiesOf, loggedInOrganizer, minorUnits, totalsOf } from '../support/reports.ts';

const run = promisify(execFile);
const isThere = (program: string, option: string) =>
  run(program, [option]).then(
    () => true,
    () => false,
  );
const hasLibreOffice = await isThere('soffice', '--version');
const hasPdftotext = await isThere('pdftotext', '-v');

const EVENTS = 6;
const PEOPLE = 200;
const formula = '=HYPERLINK("http://x")';

let app: TestApp;
let browser: Browser;
let ownerId: number;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spreadsheets-'));
  app = await startApp();
  const organizer = await loggedInOrganizer(app);
  [browser, ownerId] = [organizer.browser, organizer.account.id];
  await fillSeason();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Sums that do not divide evenly, of 200 people at six events, in every status; one of the people is a formula. */
async function fillSeason(): Promise<void> {
  for (let n = 0; n < EVENTS; n++) {
    await createEvent({
      organizerId: ownerId,
      title: `Ёлка № ${n + 1}`,
      price: 123_457 * n,
      visitorLimit: 500,
      startAt: new Date(Date.UTC(2026, n, 5, 16)),
    });
  }
  for (let n = 0; n < PEOPLE; n++) {
    const firstName = n === 0 ? formula : `Юлия${n}`;
    await createVisitor({ organizerId: ownerId, firstName, lastName: `Щёголева-${n}`, phoneNumber: '+79162041833' });
  }
  await pool.query(
    `INSERT INTO reg_for_the_event (organizer_id, event_id, visitor_id, status, price, billed_amount, billed_at, refund_amount, refunded_at, waitlisted_at)
     SELECT $1, e.id, v.id, s.status, e.price + n.n, n.billed, CASE WHEN n.billed > 0 THEN now() END,
       n.refunded, CASE WHEN n.refunded > 0 THEN now() END, CASE WHEN s.status = 'waitlisted' THEN now() END
     FROM events e JOIN visitors v USING (organizer_id)
     CROSS JOIN LATERAL (SELECT (v.id * 31 + e.id * 17) % 101 AS n) k
     CROSS JOIN LATERAL (SELECT k.n, CASE WHEN k.n % 3 = 0 THEN 0 ELSE 100003 * k.n END AS billed, CASE WHEN k.n % 3 = 1 THEN 33331 * k.n ELSE 0 END AS refunded) n
     CROSS JOIN LATERAL (SELECT (ARRAY['registered', 'waitlisted', 'cancelled', 'attended', 'no_show'])[k.n % 5 + 1] AS status) s
     WHERE e.organizer_id = $1`,
    [ownerId],
  );
  await pool.query(
    `INSERT INTO expenses (event_id, title, amount, spent_at) SELECT id, 'Зал', 1000001 + id, now() FROM events WHERE organizer_id = $1`,
    [ownerId],
  );
}

/** The sums in minor units, by a query that has nothing in common with the reports'. */
async function sums() {
  const { rows } = await pool.query<Record<'count' | 'price' | 'expected' | 'billed' | 'refunded' | 'expenses', number>>(
    `SELECT (SELECT count(*)::int FROM reg_for_the_event WHERE organizer_id = $1) AS count,
       (SELECT sum(price)::float8 FROM reg_for_the_event WHERE organizer_id = $1) AS price,
       (SELECT sum(price)::float8 FROM reg_for_the_event WHERE organizer_id = $1 AND status NOT IN ('waitlisted', 'cancelled')) AS expected,
       (SELECT sum(billed_amount)::float8 FROM reg_for_the_event WHERE organizer_id = $1) AS billed,
       (SELECT sum(refund_amount)::float8 FROM reg_for_the_event WHERE organizer_id = $1) AS refunded,
       (SELECT sum(x.amount)::float8 FROM expenses x JOIN events e ON e.id = x.event_id WHERE e.organizer_id = $1) AS expenses`,
    [ownerId],
  );
  return rows[0]!;
}

async function save(path: string, name: string, lang: 'ru' | 'en' = 'ru'): Promise<string> {
  const reply = await fetch(`${app.url}${path}`, { headers: { cookie: `${cookiesOf(browser)}; lang=${lang}` } });
  expect(reply.status).toBe(200);
  const file = join(folder, name);
  await writeFile(file, Buffer.from(await reply.arrayBuffer()));
  return file;
}

interface Cell {
  text: string;
  /** What a number is; null for text. */
  value: number | null;
}
interface Opened {
  rows: Cell[][];
  source: string;
}

/** Opens files in LibreOffice with the language of its user, and reads what it has understood. */
async function open(files: string[], how: string[] = []): Promise<Opened[]> {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  await run('soffice', [profile, '--headless', ...how, '--convert-to', 'fods', '--outdir', folder, ...files], { timeout: 90_000 });
  return Promise.all(files.map((file) => readFlat(join(folder, `${basename(file).replace(/\.\w+$/, '')}.fods`))));
}

const csvFilter = (delimiter: ';' | ',', language: number) => [
  `--infilter=CSV:${delimiter.charCodeAt(0)},34,76,1,,${language},false,true,false`,
];

async function readFlat(file: string): Promise<Opened> {
  const source = await readFile(file, 'utf8');
  const rows = [...source.matchAll(/<table:table-row[^>]*>([\s\S]*?)<\/table:table-row>/g)].map(([, row]) => cellsOf(row!));
  return { source, rows: rows.filter((cells) => cells.some(({ text }) => text !== '')) };
}

const cellsOf = (row: string): Cell[] =>
  [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g)].flatMap(([, attributes, content = '']) => {
    const value = /office:value-type="(?:float|currency)" office:value="([^"]+)"/.exec(attributes!)?.[1];
    const text = content
      .replace(/<[^>]*>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .trim();
    const repeated = Number(/number-columns-repeated="(\d+)"/.exec(attributes!)?.[1] ?? 1);
    return Array.from({ length: Math.min(repeated, 20) }, () => ({ text, value: value === undefined ? null : Number(value) }));
  });

const total = (rows: Cell[][], column: number) => Math.round(rows.reduce((sum, row) => sum + row[column]!.value! * 100, 0));
const totals = (rows: Cell[][], columns: number[]) => columns.map((column) => total(rows, column));

describe.skipIf(!hasLibreOffice)('in LibreOffice', () => {
  const languages = [
    { lang: 'ru' as const, filter: csvFilter(';', 1049), attended: 'Вход отмечен' },
    { lang: 'en' as const, filter: csvFilter(',', 1033), attended: 'Checked in' },
  ];

  test.each(languages)(
    'the CSV files open right in $lang: numbers are numbers, letters whole, no formula runs',
    async ({ lang, filter, attended }) => {
      const files = [
        await save('/reports/registrations.csv', `list-${lang}.csv`, lang),
        await save('/reports/finance.csv', `money-${lang}.csv`, lang),
      ];

      const [list, money] = (await open(files, filter)) as [Opened, Opened];

      const { count, price, expected, billed, refunded, expenses } = await sums();
      const lines = list.rows.slice(1);
      expect(lines).toHaveLength(count);
      expect(totals(lines, [8, 9, 10])).toEqual([price, billed, refunded]);
      expect(lines.every((line) => line[0]!.value !== null)).toBe(true);
      expect(lines.map((line) => line[4]!.text)).toContain('Щёголева-7');
      expect(lines.map((line) => line[7]!.text)).toContain(attended);
      expect(lines.map((line) => line[3]!.text)).toContain(`'${formula}`);
      expect(list.source + money.source).not.toContain('table:formula');

      const events = money.rows.slice(1, -1);
      const columns = [5, 6, 7, 8, 9];
      const wanted = [expected, billed, refunded, expenses, billed - refunded - expenses];
      expect(totals(events, columns)).toEqual(wanted);
      expect(totals(money.rows.slice(-1), columns)).toEqual(wanted);
    },
    120_000,
  );

  test('an Excel file has the same sums', async () => {
    const file = join(folder, 'list.xlsx');
    const scope = { ownerId, from: null, to: null, eventIds: [], statuses: [], visitorId: null };
    await withSnapshot(new AbortController().signal, async (snapshot) => {
      const cells = async function* () {
        for await (const row of eachRegistration(scope, snapshot)) yield [row.firstName, row.lastName, row.price, row.billed, row.refunded];
      };
      const money = ['Цена', 'Оплачено', 'Возвращено'].map((label) => ({ label, kind: 'money' as const }));
      const columns = [{ label: 'Имя' }, { label: 'Фамилия' }, ...money];
      await writeFile(file, await buffer(xlsxStream({ sheet: 'Регистрации', columns, rows: cells() })));
    });

    const [list] = (await open([file])) as [Opened];

    const { count, price, billed, refunded } = await sums();
    expect(list.rows).toHaveLength(count + 1);
    expect(totals(list.rows.slice(1), [2, 3, 4])).toEqual([price, billed, refunded]);
    expect(list.source).not.toContain('table:formula');
    expect(list.rows.map(([first]) => first!.text)).toContain(formula);
  }, 120_000);
});

test('the page has the same sums', async () => {
  const { price, expected, billed, refunded, expenses } = await sums();
  expect(
    totalsOf((await browser.get('/reports?type=registrations')).text)
      .slice(5, 8)
      .map(minorUnits),
  ).toEqual([price, billed, refunded]);
  const money = totalsOf((await browser.get('/reports?type=finance')).text);
  expect(money.slice(-5).map(minorUnits)).toEqual([expected, billed, refunded, expenses, billed - refunded - expenses]);
});

test.skipIf(!hasPdftotext)('of a report on paper pdftotext finds each of 200 rows and the sums', async () => {
  const event = await db.event.findFirstOrThrow({ where: { organizerId: ownerId }, orderBy: { id: 'desc' } });
  const file = await save(`/reports/registrations.pdf?event_id=${event.id}`, 'event.pdf');

  const { stdout } = await run('pdftotext', ['-layout', file, '-']);

  const text = stdout.replace(/\s+/g, '');
  const rows = await db.registration.findMany({ where: { eventId: event.id }, include: { visitor: true } });
  expect(rows).toHaveLength(PEOPLE);
  expect(rows.filter(({ visitor }) => !text.includes(visitor.lastName))).toEqual([]);
  expect(rows.filter(({ id }) => !new RegExp(`\\b${id}\\b`).test(stdout))).toEqual([]);
  const last = stdout.slice(stdout.lastIndexOf('Итого')).match(/[\d\s\u00a0\u202f]+,\d\d/g)!;
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  expect(last.slice(0, 3).map(minorUnits)).toEqual([
    sum(rows.map((row) => row.price)),
    sum(rows.map((row) => row.billedAmount)),
    sum(rows.map((row) => row.refundAmount)),
  ]);
});
