import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { db, reportPool } from '../../src/db.ts';
import { DownloadsBusy, withDownload } from '../../src/services/reports/downloads.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { createEvent } from '../support/factories.ts';
import { cookiesOf, createManyRegistrations, loggedInOrganizer } from '../support/reports.ts';

const COUNT = 40_000;
const CSV = '/reports/registrations.csv';

let app: TestApp;
let anna: Browser;
let annaId: number;
let boris: Browser;
beforeAll(async () => {
  app = await startApp();
  const first = await loggedInOrganizer(app);
  const second = await loggedInOrganizer(app);
  [anna, annaId, boris] = [first.browser, first.account.id, second.browser];
  // Long enough not to fit into the buffers on the way.
  const event = await createEvent({ organizerId: annaId, title: 'Ж'.repeat(100), visitorLimit: COUNT, price: 70_001 });
  await createManyRegistrations(event, COUNT, 30);
});

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await eventually(() => db.reportDownload.count(), 0);
  await eventually(() => Promise.resolve(reportPool.totalCount - reportPool.idleCount), 0);
});

/** Asks for a file and reads only what it is given. */
function slowReader(browser: Browser, path = CSV): Socket {
  const { port, hostname } = new URL(app.url);
  const socket = createConnection(Number(port), hostname);
  sockets.push(socket);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookiesOf(browser)}\r\n\r\n`);
  return socket;
}

const beginning = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('data', (chunk) => {
      socket.pause();
      resolve(chunk.toString());
    });
  });

/** The first two files of an organizer, begun and then left lying. */
async function twoUnread(): Promise<Socket[]> {
  const readers = [slowReader(anna), slowReader(anna)];
  for (const start of await Promise.all(readers.map(beginning))) expect(start).toMatch(/^HTTP\/1\.1 200 /);
  return readers;
}

async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + 8000;
  while ((await look()) !== expected && Date.now() < deadline) await wait(20);
  expect(await look()).toEqual(expected);
}

const waiting = () => db.reportDownload.count({ where: { startedAt: null } });
const cancelLinks = ({ text }: { text: string }) =>
  [...text.matchAll(/action="(\/reports\/downloads\/\d+\/cancel)"/g)].map(([, href]) => href!);

test('two files of one organizer are made at once, the third waits for one of them', async () => {
  const [first] = await twoUnread();

  const third = beginning(slowReader(anna));
  await eventually(waiting, 1);
  await expect(Promise.race([third, wait(700, 'waits')])).resolves.toBe('waits');

  first!.destroy();
  expect(await third).toMatch(/^HTTP\/1\.1 200 /);
});

test('whoever reads slowly holds up neither pages nor the files of another organizer', async () => {
  await twoUnread();
  slowReader(anna);
  await eventually(waiting, 1);

  for (const path of ['/reports?type=registrations', '/reports?type=finance', '/visitors']) {
    const started = performance.now();
    expect((await anna.get(path)).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(2000);
  }
  expect((await boris.get(CSV)).status).toBe(200);
  expect((await boris.get('/reports/finance.pdf')).status).toBe(200);
});

test('a reader who leaves while waiting in line leaves no place behind', async () => {
  await twoUnread();
  const third = slowReader(anna);
  await eventually(waiting, 1);

  third.destroy();

  await eventually(waiting, 0);
  expect(await db.reportDownload.count()).toBe(2);
});

test('the page of downloads tells what is being made and what waits, and cancels both', async () => {
  const readers = await twoUnread();
  const third = beginning(slowReader(anna));
  await eventually(waiting, 1);

  const page = await anna.get('/reports/downloads');
  expect(page.text.match(/Готовится, с \d\d:\d\d/g)).toHaveLength(2);
  expect(page.text.match(/Ждёт очереди, с \d\d:\d\d/g)).toHaveLength(1);
  expect(page.text).toMatch(/<strong class="text-break">Регистрации \d{4}-\d\d-\d\d\.csv<\/strong>/);
  const [running, , last] = cancelLinks(page);

  expect((await anna.post(last!)).headers['location']).toBe('/reports/downloads');
  expect(await third).toMatch(/^HTTP\/1\.1 204 /);

  const isCut = Promise.race(readers.map((reader) => new Promise((resolve) => reader.once('close', resolve))));
  await anna.post(running!);
  await eventually(() => db.reportDownload.count(), 1);
  for (const reader of readers) reader.on('data', () => {}).resume();
  await isCut;
});

test('nobody cancels what is somebody else’s, nor sees it, nor what has ended', async () => {
  await twoUnread();
  const [running] = cancelLinks(await anna.get('/reports/downloads'));

  expect((await boris.post(running!)).status).toBe(404);
  expect(cancelLinks(await boris.get('/reports/downloads'))).toEqual([]);
  expect((await boris.get('/reports/downloads')).text).toContain('Сейчас ничего не готовится');
  expect((await boris.post('/reports/downloads/999999999/cancel')).status).toBe(404);
  expect((await boris.post('/reports/downloads/x/cancel')).status).toBe(404);
  expect(await db.reportDownload.count({ where: { isCancelled: true } })).toBe(0);
});

test('a file that was read to its end leaves its connection to the next one', async () => {
  for (const path of ['/reports/finance.pdf', '/reports/finance.csv', CSV]) {
    const removed: Error[] = [];
    const note = (error: Error) => void (error && removed.push(error));
    reportPool.on('release', note);
    expect((await boris.get(path)).status).toBe(200);
    await eventually(() => db.reportDownload.count(), 0);
    reportPool.off('release', note);
    expect(removed).toEqual([]);
  }
});

const never = new AbortController().signal;
const wanted = { title: 'Отчёт', signal: never };

test('the line goes in the order of coming, however many ask at once', async () => {
  const { account } = await loggedInOrganizer(app);
  const order: number[] = [];
  let [atOnce, most] = [0, 0];
  let open = () => {};
  const everybodyCame = new Promise<void>((resolve) => (open = resolve));
  const one = (n: number) =>
    withDownload({ ...wanted, accountId: account.id }, async () => {
      order.push(n);
      most = Math.max(most, ++atOnce);
      await everybodyCame;
      await wait(20);
      atOnce--;
    });

  const all = [];
  for (let n = 0; n < 5; n++) {
    all.push(one(n));
    await eventually(() => db.reportDownload.count({ where: { accountId: account.id } }), n + 1);
  }
  await eventually(waiting, 3);
  open();
  await Promise.all(all);

  expect(most).toBe(2);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('who waits too long is told so, and so is who asks for too many', async () => {
  const { account } = await loggedInOrganizer(app);
  const mine = { ...wanted, accountId: account.id };
  const seenAt = new Date();
  await db.reportDownload.createMany({ data: [1, 2].map(() => ({ accountId: account.id, title: 'Отчёт', startedAt: seenAt, seenAt })) });
  await expect(withDownload({ ...mine, patienceMs: 0 }, () => Promise.resolve())).rejects.toThrow(DownloadsBusy);

  await db.reportDownload.createMany({ data: Array.from({ length: 10 }, () => ({ accountId: account.id, title: 'Отчёт' })) });
  await expect(withDownload(mine, () => Promise.resolve())).rejects.toMatchObject({ code: 'downloads_too_many', status: 429 });
  await db.reportDownload.deleteMany({ where: { accountId: account.id } });
});

test('what a process that is no more was making holds up nobody', async () => {
  const { account } = await loggedInOrganizer(app);
  const longAgo = new Date(Date.now() - 60_000);
  await db.reportDownload.createMany({
    data: [1, 2, 3].map(() => ({ accountId: account.id, title: 'Отчёт', startedAt: longAgo, seenAt: longAgo })),
  });

  await withDownload({ ...wanted, accountId: account.id }, () => Promise.resolve());

  expect(await db.reportDownload.count()).toBe(0);
});

test('a PDF of too many rows is refused kindly, with the way to CSV and to the totals', async () => {
  const page = await anna.get('/reports/registrations.pdf?status=attended');
  expect(page.status).toBe(422);
  expect(page.text).toContain('Для PDF строк слишком много');
  expect(page.text).toMatch(/В отчёте 40\s000 строк, а в PDF помещается не больше 20\s000\./);
  expect(page.text).toContain('href="/reports/registrations.csv?status=attended"');
  expect(page.text).toContain('href="/reports/registrations.pdf?status=attended&amp;totals=only"');

  const totals = await anna.get('/reports/registrations.pdf?status=attended&totals=only');
  expect(totals.status).toBe(200);
  expect(totals.headers['content-type']).toBe('application/pdf');
  expect((totals.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');

  const screen = await anna.get('/reports?type=registrations');
  expect(screen.text).toMatch(/href="\/reports\/registrations\.pdf">/);
});
