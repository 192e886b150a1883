import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { keeper } from '../../src/adapters/embedded-postgres/keeper.ts';

// The tests build on each other: they are one life of a site. Starting is what costs, 3 s the first time (half of it PostgreSQL's
// initdb, half the examples) and 1 s afterwards.

const children: ChildProcess[] = [];
const dataDir = join(inject('filesDir'), 'lifecycle');
let port: number;

beforeAll(async () => {
  port = await freePort();
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  return free;
}

interface Site {
  process: ChildProcess;
  output(): string;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

/** Runs `npm start` up to its last line, or to its end if it does not come so far. */
async function startSite(settings: Record<string, string> = {}): Promise<Site> {
  const environment = { PATH: process.env.PATH!, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'silent', ...settings };
  // Kept, so that a killed run of the tests leaves no site behind.
  const command = ['-c', keeper, 'sh', process.execPath, 'src/start.ts'];
  const child = spawn('/bin/sh', command, { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  children.push(child);
  child.once('exit', () => (child.stdio[3] as Duplex).destroy());
  let output = '';
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const started = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ctrl+C')) resolve();
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
  });
  await Promise.race([started, ended]);
  return { process: child, output: () => output, ended };
}

async function stop(site: Site, signal: NodeJS.Signals): Promise<{ exit: number | string; seconds: number }> {
  const since = Date.now();
  site.process.kill(signal);
  return { exit: await site.ended, seconds: (Date.now() - since) / 1000 };
}

const isHealthy = async () => (await fetch(`http://localhost:${port}/healthz`)).ok;

async function query(sql: string, url?: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url ?? (await readFile(join(dataDir, 'database-url'), 'utf8')).trim() });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

const isPostgresStopped = () => !existsSync(join(dataDir, 'postgres', 'postmaster.pid'));

test(
  'the first start makes a database with examples, a second instance is refused, SIGTERM stops everything',
  { timeout: 40_000 },
  async () => {
    const site = await startSite();
    expect(site.output()).toContain('organizer@example.org');
    expect(site.output()).toContain(`http://localhost:${port}/dev/mail`);
    expect(await isHealthy()).toBe(true);
    expect(await query("SELECT role FROM accounts WHERE email = 'admin@example.org'")).toEqual([{ role: 'admin' }]);
    await query("UPDATE accounts SET first_name = 'Ада' WHERE email = 'admin@example.org'");

    const second = await startSite({ PORT: '0' });
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(`Точка сбора уже запущена с данными из ${dataDir}. Остановите её или задайте другую папку в DATA_DIR.\n`);
    expect(await isHealthy()).toBe(true);

    const { exit, seconds } = await stop(site, 'SIGTERM');
    expect(exit).toBe(0);
    expect(seconds).toBeLessThan(5);
    expect(isPostgresStopped()).toBe(true);
  },
);

test('data outlives a stop and a kill -9, after which the next start finds PostgreSQL free', { timeout: 40_000 }, async () => {
  const site = await startSite();
  expect(site.output()).not.toContain('organizer@example.org');
  await stop(site, 'SIGKILL');

  const next = await startSite({ WEB_CONCURRENCY: '2' });
  expect(await isHealthy()).toBe(true);
  expect(await query("SELECT first_name FROM accounts WHERE email = 'admin@example.org'")).toEqual([{ first_name: 'Ада' }]);

  expect(await stop(next, 'SIGINT')).toMatchObject({ exit: 0 });
  expect(isPostgresStopped()).toBe(true);
});

test('a port that is taken is said in one line and stops PostgreSQL too', { timeout: 20_000 }, async () => {
  const stranger = createServer().listen(port);

  const site = await startSite();

  expect(await site.ended).toBe(1);
  expect(site.output()).toBe(`Порт ${port} занят другой программой. Остановите её или задайте другой порт в PORT.\n`);
  expect(isPostgresStopped()).toBe(true);
  stranger.close();
});

test('with DATABASE_URL there is neither an embedded PostgreSQL nor an example', { timeout: 20_000 }, async () => {
  const ownDir = join(dataDir, 'own');

  const site = await startSite({ DATABASE_URL: process.env.DATABASE_URL!, DATA_DIR: ownDir });

  expect(await isHealthy()).toBe(true);
  expect(existsSync(join(ownDir, 'postgres'))).toBe(false);
  expect(await query('SELECT * FROM accounts', process.env.DATABASE_URL)).toEqual([]);
  expect(await stop(site, 'SIGTERM')).toMatchObject({ exit: 0 });
});
