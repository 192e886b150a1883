import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DataDirInUse, startEmbeddedPostgres } from './adapters/embedded-postgres/index.ts';
import type { EmbeddedPostgres } from './adapters/embedded-postgres/index.ts';
import { keepsMail } from './adapters/mailer.ts';
import { applyMigrations } from './adapters/migrations.ts';
import { config } from './config.ts';
import { translator } from './i18n.ts';

// npm start: PostgreSQL if there is none, migrations, examples for an empty site, web and worker. Stopping goes the other way.

/** Requests and jobs get this long to finish; PostgreSQL stops within the rest of five seconds. */
const CLOSE_MS = 3300;
/** One Ctrl-C may arrive twice, from the terminal and from npm. */
const SAME_SIGNAL_MS = 500;

const t = translator(config.defaultLocale);
const say = (key: string, values: Record<string, unknown> = {}) => console.log(t(`start:${key}`, values));

const running: { postgres?: EmbeddedPostgres; web?: { close(): Promise<void> }; worker?: { close(): Promise<void> } } = {};
let stoppingSince: number | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

await start().catch(fail);

async function start(): Promise<void> {
  const isEmbedded = config.databaseUrl === undefined;
  const databaseUrl = config.databaseUrl ?? (await startDatabase());
  // From here on db.ts can be imported, and so can everything that imports it.
  config.databaseUrl = databaseUrl;
  await applyMigrations(databaseUrl);
  const examplesPassword = isEmbedded && !config.isProduction ? await loadExamples() : undefined;
  const url = await startSite();
  say('ready', { url });
  if (examplesPassword) say('accounts', { password: examplesPassword });
  if (keepsMail) say('mailbox', { url: `${url}/dev/mail` });
  say('how_to_stop');
}

async function startDatabase(): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say });
  running.postgres = postgres;
  void postgres.exited.then(() => fail(t('start:postgres_ended', { log: join(config.dataDir, 'postgres.log') })));
  return postgres.url;
}

/** The password of the example accounts, if the examples were loaded by this start. */
async function loadExamples(): Promise<string | undefined> {
  const { DEMO_PASSWORD, isEmptyDatabase, loadDemoData } = await import('./services/demo/index.ts');
  if (!(await isEmptyDatabase())) return undefined;
  say('examples');
  await loadDemoData();
  return DEMO_PASSWORD;
}

async function startSite(): Promise<string> {
  const { startWorker } = await import('./worker.ts');
  running.worker = await startWorker();
  const web = config.webConcurrency > 1 ? await startProcesses() : await startHere();
  running.web = web;
  return web.url;
}

async function startHere() {
  const { startServer } = await import('./server.ts');
  return startServer();
}

async function startProcesses() {
  const { startWebProcesses } = await import('./web-processes.ts');
  return startWebProcesses(config.webConcurrency);
}

function onSignal(): void {
  if (stoppingSince === undefined) {
    say('stopping');
    void stop(0);
  } else if (Date.now() - stoppingSince > SAME_SIGNAL_MS) {
    running.postgres?.kill();
    process.exit(1);
  }
}

function fail(error: unknown): void {
  if (stoppingSince !== undefined) return;
  console.error(explain(error));
  void stop(1);
}

function explain(error: unknown): unknown {
  if (error instanceof DataDirInUse) return t('start:data_dir_in_use', { dataDir: config.dataDir });
  if ((error as { code?: unknown }).code === 'EADDRINUSE') return t('start:port_in_use', { port: config.port });
  return error;
}

async function stop(exitCode: number): Promise<void> {
  stoppingSince = Date.now();
  await Promise.race([closeSite(), wait(CLOSE_MS)]);
  await running.postgres?.stop();
  process.exit(exitCode);
}

async function closeSite(): Promise<void> {
  await Promise.allSettled([running.web?.close(), running.worker?.close()]);
  if (!config.databaseUrl) return;
  const { closeDatabase } = await import('./db.ts');
  await closeDatabase();
}
