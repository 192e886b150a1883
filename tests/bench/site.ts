import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres/index.ts';
import { applyMigrations } from '../../src/adapters/migrations.ts';

export const EVENTS = 2000;
/** Big enough that nobody is turned away. */
const SEATS = 1_000_000;

export const SECRET = 'only for a site that nobody else can reach';

export interface BenchSite {
  databaseUrl: string;
  url: string;
  /** Of the web process. */
  pid: number;
  /** Replaces the web process by a fresh one. */
  restartWeb(): Promise<void>;
  stop(): Promise<void>;
}

/** A durable PostgreSQL in a folder of its own, filled, with one web process of the kind that production runs. */
export async function startSite(fill = fillWithEvents): Promise<BenchSite> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tochka-sbora-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  await applyMigrations(postgres.url);
  await fill(postgres.url);
  let web = await startWeb(postgres.url, dataDir);
  return {
    databaseUrl: postgres.url,
    get url() {
      return web.url;
    },
    get pid() {
      return web.pid;
    },
    async restartWeb() {
      await web.stop();
      web = await startWeb(postgres.url, dataDir);
    },
    async stop() {
      await web.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function fillWithEvents(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`
    INSERT INTO accounts (email, password_hash, first_name, last_name, role) VALUES ('organizer@example.test', '', 'Анна', 'Орлова', 'organizer');
    INSERT INTO events (organizer_id, title, status, description, start_at, end_at, location, visitor_limit, price, topic_id)
    SELECT 1, 'Встреча ' || n, 'published', repeat('Расскажем и покажем. ', 20), now() + n * interval '1 hour', now() + (n + 2) * interval '1 hour',
           'Москва, Покровка, 27', ${SEATS}, (n % 3) * 50000, n % 10 + 1
    FROM generate_series(1, ${EVENTS}) n;
    INSERT INTO event_seats (event_id, seat_limit) SELECT id, visitor_limit FROM events;
    ANALYZE`);
  await client.end();
}

async function startWeb(databaseUrl: string, dataDir: string) {
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: '0' };
  const secret = { SESSION_SECRET: SECRET };
  const server = fileURLToPath(new URL('../../src/server.ts', import.meta.url));
  const child = spawn(process.execPath, [server], { env: { ...env, ...secret }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const port = await new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const { event, port: own } = JSON.parse(line) as { event: string; port: number };
      if (event === 'server.started') resolve(own);
    });
    void exited.then(() => reject(new Error('The web process ended before it listened.')));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { url: `http://127.0.0.1:${port}`, pid: child.pid!, stop };
}
