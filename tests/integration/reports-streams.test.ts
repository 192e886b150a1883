import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { db, reportPool } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createEvent } from '../support/factories.ts';
import { cookiesOf, createManyRegistrations, loggedInOrganizer } from '../support/reports.ts';

const COUNT = 50_000;
const COUNT_ON_PAPER = 15_000;
const CSV = '/reports/registrations.csv';
const MEGABYTE = 1_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let app: TestApp;
let browser: Browser;
let paths: Record<'csv' | 'pdf', string>;
beforeAll(async () => {
  app = await startApp();
  const organizer = await loggedInOrganizer(app);
  browser = organizer.browser;
  const event = await createEvent({ organizerId: organizer.account.id, title: 'Ж'.repeat(100), visitorLimit: COUNT, price: 70_001 });
  // Long enough not to fit into the buffers on the way.
  await createManyRegistrations(event, COUNT, 30);
  const smaller = await createEvent({ organizerId: organizer.account.id, title: 'Ж'.repeat(100), visitorLimit: COUNT_ON_PAPER });
  await createManyRegistrations(smaller, COUNT_ON_PAPER, 30);
  paths = { csv: CSV, pdf: `/reports/registrations.pdf?event_id=${smaller.id}` };
});

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await eventually(async () => (await busyQueries()).length, 0);
});

/** Asks for a file and then reads nothing of it, or only its beginning. */
function slowReader(path: string): Socket {
  const { port, hostname } = new URL(app.url);
  const socket = createConnection(Number(port), hostname);
  sockets.push(socket);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\nCookie: ${cookiesOf(browser)}\r\n\r\n`);
  return socket;
}

const beginning = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('data', (chunk) => {
      socket.pause();
      resolve(chunk.toString());
    });
  });

/** What the reports' connections are doing, in PostgreSQL's own words. */
async function busyQueries(): Promise<string[]> {
  const rows = await db.$queryRaw<{ doing: string }[]>`
    SELECT state || ' ' || left(query, 4) AS doing FROM pg_stat_activity
    WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid() AND query ~ '^(COPY|FETCH|DECLARE|BEGIN)'`;
  return rows.map(({ doing }) => doing);
}

async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + 5000;
  while ((await look()) !== expected && Date.now() < deadline) await wait(20);
  expect(await look()).toEqual(expected);
}

/** Reads a file to its end and throws it away, unless `eachChunk` looks at it. */
function readAll(path: string, eachChunk: (chunk: Buffer, response: IncomingMessage) => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${app.url}${path}`, { headers: { cookie: cookiesOf(browser) }, agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => eachChunk(chunk, response));
      response.on('end', resolve);
      response.on('error', reject);
    }).on('error', reject);
  });
}

/** Bytes that are still needed: how much garbage waits to be collected depends on what else the processors have to do. */
function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('fifty thousand rows pass through without staying in memory', async () => {
  let [lines, received, lookedAt, peak] = [0, 0, 0, 0];
  const before = bytesInUse();

  await readAll(CSV, (chunk) => {
    for (const byte of chunk) if (byte === 10) lines++;
    received += chunk.length;
    if (received < lookedAt + MEGABYTE) return;
    lookedAt = received;
    peak = Math.max(peak, bytesInUse());
  });

  expect(lines).toBe(COUNT + COUNT_ON_PAPER + 1);
  expect(received / MEGABYTE).toBeGreaterThan(20);
  // Some of it is on its way through the buffers of both ends.
  expect((peak - before) / MEGABYTE).toBeLessThan(12);
});

test('the first line goes out at once, uncompressed, also to whoever takes gzip', async () => {
  const start = await beginning(slowReader(CSV));

  expect(start).toMatch(/^HTTP\/1\.1 200 /);
  expect(start.toLowerCase()).not.toContain('content-encoding');
  expect(start).toContain('Номер регистрации;');
});

test.each(['csv', 'pdf'] as const)('a reader who leaves a %s stops the query and frees the pool', async (format) => {
  for (let reader = 0; reader < 3; reader++) {
    const socket = slowReader(paths[format]);
    await beginning(socket);
    await eventually(async () => (await busyQueries()).length, 1);

    socket.destroy();

    await eventually(async () => (await busyQueries()).length, 0);
    await eventually(async () => reportPool.totalCount - reportPool.idleCount, 0);
  }
});

test('a file that fails on the way is cut, so that nobody takes it for whole, and the site goes on', async () => {
  const isReading = async () => (await busyQueries()).join() === 'active COPY';
  let isCut = false;

  const file = readAll(CSV, (_, response) => {
    if (isCut) return;
    isCut = true;
    response.pause();
    void eventually(isReading, true)
      .then(
        () =>
          db.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%' AND state = 'active'`,
      )
      .then(() => response.resume());
  });

  await expect(file).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await browser.get('/reports/finance.csv')).status).toBe(200);
});
