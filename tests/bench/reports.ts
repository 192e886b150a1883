import { execFile, spawn } from 'node:child_process';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLargeSite } from './large-site.ts';
import type { LargeSite } from './large-site.ts';
import { fetchPage, load, takeTurns } from './load.ts';
import { growthDuring } from './memory.ts';

const ROUNDS = 5;
const MOST = { screenMs: 300, csvRatio: 1.25, csvMb: 100, pdfSeconds: 10, pdfMb: 200, xlsxMb: 300 };

/** Reports on a million registrations, against what was promised of them. */
export async function benchReports(): Promise<void> {
  const site = await startLargeSite();
  try {
    await benchScreens(site);
    await site.restartWeb();
    await benchCsv(site);
    await site.restartWeb();
    await benchPdf(site);
    await benchXlsx(site);
  } finally {
    const { closeDatabase } = await import('../../src/db.ts');
    await closeDatabase();
    await site.stop();
  }
}

async function benchScreens({ url, cookie, ids }: LargeSite): Promise<void> {
  const screens = {
    'registrations, all': 'type=registrations',
    'registrations, a year': 'type=registrations&from=2026-01-01&to=2026-12-31',
    'registrations, one event': `type=registrations&event_id=${ids.event}`,
    'registrations, cancelled ones': 'type=registrations&status=cancelled',
    'money, all': 'type=finance',
    'money, a year': 'type=finance&from=2026-01-01&to=2026-12-31',
    'one visitor': `type=visitor&visitor_id=${ids.visitor}`,
  };
  const results = await takeTurns(
    Object.fromEntries(
      Object.entries(screens).map(([name, query]) => [
        name,
        () => load(() => fetchPage(`${url}/reports?${query}`, cookie), { seconds: 1, width: 1 }),
      ]),
    ),
    ROUNDS,
  );
  show(
    'Reports on the page, of 1,000,000 registrations',
    Object.fromEntries(
      Object.entries(results).map(([name, { p50Ms, p99Ms }]) => [
        name,
        { ...held('p50 ms', p50Ms, MOST.screenMs), 'p99 ms': round(p99Ms) },
      ]),
    ),
  );
}

async function benchCsv(site: LargeSite): Promise<void> {
  const ways: Record<string, () => Promise<unknown>> = {
    'psql \\copy of the same query': () => copyWithPsql(site),
    'CSV over HTTP': () => download(site, '/reports/registrations.csv'),
  };
  const seconds: Record<string, number[]> = {};
  const growth = await growthDuring(site.pid, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, run] of Object.entries(ways)) (seconds[name] ??= []).push(await secondsOf(run));
    }
  });
  const [psql, site_] = Object.values(seconds).map(median) as [number, number];
  show('CSV of 1,000,000 rows', {
    ...Object.fromEntries(
      Object.entries(seconds).map(([name, all]) => [
        name,
        { seconds: round(median(all), 2), all: all.map((one) => one.toFixed(1)).join(' ') },
      ]),
    ),
    ratio: held('seconds', site_ / psql, MOST.csvRatio),
    'growth of the process, MB': held('seconds', growth, MOST.csvMb),
  });
}

function copyWithPsql({ databaseUrl, csvQuery }: LargeSite): Promise<unknown> {
  const copy = `\\copy (${csvQuery.replaceAll('\n', ' ')}) to '/dev/null' with (format csv, delimiter ';')`;
  return promisify(execFile)('psql', [databaseUrl, '-X', '-q', '-c', "SET timezone = 'UTC'", '-c', copy]);
}

async function benchPdf(site: LargeSite): Promise<void> {
  const path = `/reports/registrations.pdf?${site.ids
    .firstEventsOf(10_000)
    .map((id) => `event_id=${id}`)
    .join('&')}`;
  let seconds = 0;
  const growth = await growthDuring(site.pid, async () => (seconds = await secondsOf(() => download(site, path))));
  show('PDF of 10,000 rows', { seconds: held('value', seconds, MOST.pdfSeconds), 'growth, MB': held('value', growth, MOST.pdfMb) });
}

async function benchXlsx({ databaseUrl }: LargeSite): Promise<void> {
  const script = fileURLToPath(new URL('./make-xlsx.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next(); // Everything is imported.
  let seconds = 0;
  const growth = await growthDuring(child.pid!, async () => {
    child.stdin.write('go\n');
    seconds = await secondsOf(() => lines.next());
  });
  child.kill();
  show('XLSX of 100,000 rows', { seconds: { value: round(seconds, 1) }, 'growth, MB': held('value', growth, MOST.xlsxMb) });
}

function download({ url, cookie }: LargeSite, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}${path}`, { agent: false, headers: { cookie, 'accept-language': 'ru' } }, (reply: IncomingMessage) => {
      reply.resume();
      reply.once('end', () => (reply.statusCode === 200 ? resolve() : reject(new Error(`${path} answered ${reply.statusCode}`))));
      reply.once('error', reject);
    }).once('error', reject);
  });
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const round = (value: number, digits = 1) => Number(value.toFixed(digits));

const held = (name: string, value: number, most: number) => ({
  [name]: round(value, 2),
  'at most': most,
  held: value <= most ? 'yes' : 'NO',
});

function show(title: string, rows: Record<string, object>): void {
  console.log(`\n${title}`);
  console.table(rows);
}
