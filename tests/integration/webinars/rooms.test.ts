import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { openBus } from '../../../src/live/bus.ts';
import { endBroadcast } from '../../../src/services/webinars/broadcast.ts';
import { closeHub, logRoom } from '../../../src/services/webinars/log.ts';
import { closeRooms, getRoom } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import { beginBroadcast } from '../../support/broadcast.ts';
import { listen } from '../../support/event-stream.ts';
import { startWebProcess } from '../../support/web-process.ts';

// What a web process knows of rooms is as new as the tables, whatever comes between.

const app = await startApp();

afterAll(async () => {
  closeHub();
  await closeRooms();
});

/** Runs something while nobody can read a table. */
async function whileLocked(table: string, run: () => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL! });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  try {
    await run();
  } finally {
    await client.query('COMMIT');
    await client.end();
  }
}

/** So long news takes at most to come, and a reading to get stuck at a locked table. */
const MOMENT_MS = 300;

/** A broadcast that this process knows, and is told to read anew. */
async function known() {
  const broadcast = await beginBroadcast(app.url);
  const { id } = broadcast.event;
  await broadcast.send(0);
  await getRoom(id);
  await wait(MOMENT_MS);
  return { ...broadcast, id, readAnew: () => db.$executeRaw`SELECT pg_notify('webinar', ${`${id}:room`})` };
}

test('what changes while a room is being read is read once more', async () => {
  const { id, readAnew } = await known();
  await whileLocked('webinar_segments', async () => {
    await readAnew();
    await wait(MOMENT_MS);
    // The webinar itself has been read already, its pieces have not.
    await db.webinar.update({ where: { eventId: id }, data: { rewatch: 'hosts' } });
    await wait(MOMENT_MS);
  });

  expect((await getRoom(id))?.rewatch).toBe('hosts');
});

test('a piece that comes while a room is being read is there when it has been', async () => {
  const { id, readAnew } = await known();
  await whileLocked('events', async () => {
    await readAnew();
    await wait(MOMENT_MS);
    // The pieces have been read already, the event has not.
    await db.$executeRaw`SELECT add_segment(${id}::int, 1, 1, 1, now(), 500)`;
    await wait(MOMENT_MS);
  });

  expect((await getRoom(id))?.broadcast.map(({ seq }) => seq)).toEqual([0, 1]);
});

test('when the connection for news breaks, rooms are read anew and readers hear what they missed', async () => {
  const { id, asViewer, event } = await known();
  const stream = await listen(`${app.url}/webinars/${id}/events`, { cookie: asViewer });
  const ended = await db.$queryRaw<unknown[]>`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tochka-sbora live' AND datname = current_database()`;
  await endBroadcast(event.id);
  await db.$transaction((tx) => logRoom(tx, id, 'message', { body: 'Слышно?' }));
  expect(ended.length).toBeGreaterThan(0);
  expect(stream.of('message')).toEqual([]);

  await expect.poll(async () => (await getRoom(id))?.state, { timeout: 5000 }).toBe('ended');
  await expect.poll(() => stream.of('message'), { timeout: 5000 }).toEqual([{ body: 'Слышно?' }]);
  stream.close();
});

test('a connection for news that has gone silent is noticed and opened anew', async () => {
  const database = new URL(process.env.DATABASE_URL!);
  const lines: Socket[] = [];
  // A firewall that forgets a connection tells neither side.
  const between = createServer((line) => {
    const on = connect(Number(database.port), database.hostname);
    line.pipe(on).pipe(line);
    for (const socket of [line, on]) lines.push(socket.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const through = Object.assign(new URL(database), { host: `127.0.0.1:${(between.address() as AddressInfo).port}` });
  const [gaps, news, troubles]: [number[], string[], Error[]] = [[], [], []];
  const bus = openBus(through.href, 'webinar', (error) => troubles.push(error), { pulseMs: 1200, patienceMs: 1000 });
  bus.subscribe(
    (room) => news.push(room),
    () => gaps.push(1),
  );
  await expect.poll(() => gaps.length, { timeout: 5000 }).toBe(1);
  for (const socket of lines) socket.unpipe().pause();

  await expect.poll(() => gaps.length, { timeout: 8000 }).toBe(2);
  await db.$executeRaw`SELECT pg_notify('webinar', '7:log')`;
  await expect.poll(() => news).toContain('7');
  expect(troubles).toHaveLength(1);
  await bus.close();
  for (const socket of lines) socket.destroy();
  between.close();
});

test('a process that is asked to stop ends its streams within seconds, and readers go on at another', { timeout: 60_000 }, async () => {
  const { id, asViewer } = await known();
  const first = await startWebProcess();
  const stream = await listen(`${first.url}/webinars/${id}/events`, { cookie: asViewer });
  const waiting = fetch(`${first.url}/webinars/${id}/live.m3u8?_HLS_msn=1`, { headers: { cookie: asViewer } });
  await wait(MOMENT_MS);
  const { code, seconds } = await first.stop();

  expect(code).toBe(0);
  expect(seconds).toBeLessThan(3);
  expect(stream.hasEnded()).toBe(true);
  expect((await waiting).status).toBe(200);
  await db.$transaction((tx) => logRoom(tx, id, 'message', { body: 'Продолжаем' }));
  const next = await listen(`${app.url}/webinars/${id}/events`, { cookie: asViewer, lastId: stream.lastId() });
  await expect.poll(() => next.of('message')).toEqual([{ body: 'Продолжаем' }]);
  next.close();
});
