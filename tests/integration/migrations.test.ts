import { readdirSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'vitest';
import { applyMigrations, schemaDrift } from '../../src/adapters/migrations.ts';
import { freshDatabase } from '../support/database.ts';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('the migrations give exactly the schema', async () => {
  expect(await schemaDrift(process.env.DATABASE_URL!)).toBe('');
});

test('a column that the schema does not know is drift, a check and an index on an expression are not', async () => {
  const { url, drop } = await freshDatabase();
  await query(url, "ALTER TABLE visitors ADD CHECK (first_name <> 'x'); CREATE INDEX ON visitors (upper(last_name))");
  expect(await schemaDrift(url)).toBe('');

  await query(url, 'ALTER TABLE visitors ADD COLUMN nickname text');
  expect(await schemaDrift(url)).toContain('DROP COLUMN "nickname"');
  await drop();
});

test('processes that start at once apply each migration once, and the job queue has its tables', async () => {
  const { url, drop } = await freshDatabase({ empty: true });

  await Promise.all([applyMigrations(url), applyMigrations(url), applyMigrations(url)]);

  const folders = readdirSync('prisma/migrations', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const applied = await query(url, 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name');
  expect(applied.map((row) => row.migration_name)).toEqual(folders.map((folder) => folder.name).sort());
  expect(await query(url, 'SELECT * FROM graphile_worker.jobs')).toEqual([]);
  await drop();
});

test('a migration that failed halfway leaves nothing behind and is tried again', async () => {
  const { url, drop } = await freshDatabase({ empty: true });
  await query(url, 'CREATE TYPE visitors AS (in_the_way integer)');
  await expect(applyMigrations(url)).rejects.toThrow('visitors');
  expect(await query(url, "SELECT to_regclass('accounts') AS accounts")).toEqual([{ accounts: null }]);

  await query(url, 'DROP TYPE visitors');
  await applyMigrations(url);

  expect(await query(url, 'SELECT * FROM accounts')).toEqual([]);
  await drop();
});
