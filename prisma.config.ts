import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'prisma/config';

if (existsSync('.env')) process.loadEnvFile();

if (existsSync('.env')) process.loadEnvFile('.env');

/** DATABASE_URL, or the embedded database that is running or ran last. */
function databaseUrl(): string | undefined {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  try {
    return readFileSync(join(process.env.DATA_DIR || '.data', 'database-url'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: databaseUrl() },
});
