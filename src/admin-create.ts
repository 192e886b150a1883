import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { DataDirInUse, lastDatabaseUrl, startEmbeddedPostgres } from './adapters/embedded-postgres/index.ts';
import type { EmbeddedPostgres } from './adapters/embedded-postgres/index.ts';
import { applyMigrations } from './adapters/migrations.ts';
import { config } from './config.ts';
import { translator } from './i18n.ts';
import { AdminEmail, AdminPassword } from './schemas/accounts.ts';

// npm run admin:create -- anna@example.org: makes an account that may do everything, or lets an existing one.

const t = translator(config.defaultLocale);
const say = (key: string, values: Record<string, unknown> = {}) => console.log(t(`accounts:admin.${key}`, values));

const email = AdminEmail.safeParse(process.argv[2]).data;
if (!email) fail(t('accounts:admin.usage'));
const postgres = config.databaseUrl ? undefined : await openDatabase();
try {
  await makeAdmin(email);
} finally {
  const { closeDatabase } = await import('./db.ts');
  await closeDatabase();
  await postgres?.stop();
}

async function makeAdmin(address: string): Promise<void> {
  const { createAdmin, promoteToAdmin } = await import('./services/accounts/admins.ts');
  if (await promoteToAdmin(address)) return say('promoted', { email: address });

  const password = AdminPassword.safeParse(config.adminPassword ?? (await askSecretly(t('accounts:admin.password'))));
  if (!password.success) return refuse(t(password.error.issues[0]!.message));
  await createAdmin(address, password.data, config.defaultLocale);
  say('created', { email: address });
}

/** The embedded database: our own server, or that of the site if it is running. */
async function openDatabase(): Promise<EmbeddedPostgres | undefined> {
  try {
    const server = await startEmbeddedPostgres({ dataDir: config.dataDir });
    config.databaseUrl = server.url;
    await applyMigrations(server.url);
    return server;
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error;
    config.databaseUrl = lastDatabaseUrl(config.dataDir);
    return undefined;
  }
}

/** Reads a line and shows nothing of it. */
function askSecretly(question: string): Promise<string> {
  process.stdout.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silence, terminal: process.stdin.isTTY });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      process.stdout.write('\n');
      resolve('');
    });
  });
}

function refuse(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
