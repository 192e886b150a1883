import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type {
  ApplyMigrationsOutput,
  MigrationDirectory,
  MigrationList,
  SchemaContainer,
  SchemaEngine,
} from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { withSchemaEngine } from './schema-engine.ts';

const prismaFolder = new URL('../../prisma/', import.meta.url);
const migrationsFolder = new URL('migrations/', prismaFolder);
const filters = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to date: our migrations, noted as `prisma migrate deploy` does, then those of the job queue.
 * Several processes may ask at once; they take turns. Returns the names of ours that were applied now.
 * @throws Error with the name of the migration that failed
 */
export function applyMigrations(databaseUrl: string): Promise<string[]> {
  return inTurn(databaseUrl, async () => {
    const migrationsList = await listMigrations();
    const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) => applyOurs(engine, migrationsList));
    await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => {}) });
    return appliedMigrationNames;
  });
}

async function applyOurs(engine: SchemaEngine, migrationsList: MigrationList): Promise<ApplyMigrationsOutput> {
  const { failedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters });
  // A script is one transaction: what failed or was interrupted left nothing behind and can be tried again.
  for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
  return engine.applyMigrations({ migrationsList, filters });
}

/** The SQL that would turn the database into schema.prisma; '' when they agree. What Prisma cannot express does not count. */
export async function schemaDrift(databaseUrl: string): Promise<string> {
  const files = [await readSchema()];
  const from = { tag: 'schemaDatasource' as const, files, configDir: fileURLToPath(prismaFolder) };
  const to = { tag: 'schemaDatamodel' as const, files };
  const diff = await withSchemaEngine(databaseUrl, (engine) => engine.diff({ from, to, script: true, exitCode: null, filters }));
  const script = diff.stdout?.trim() ?? '';
  return script === '-- This is an empty migration.' ? '' : script;
}

// Any number will do as long as nobody else locks it; the engine has its own.
const lockKey = 20261101;

async function inTurn<Result>(databaseUrl: string, work: () => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    return await work();
  } finally {
    await client.end();
  }
}

async function listMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: fileURLToPath(migrationsFolder),
    lockfile: { path: 'migration_lock.toml', content: await readFile(new URL('migration_lock.toml', migrationsFolder), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.sort().map(readMigration)),
  };
}

async function readMigration(name: string): Promise<MigrationDirectory> {
  const script = await readFile(new URL(`${name}/migration.sql`, migrationsFolder), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } } };
}

async function readSchema(): Promise<SchemaContainer> {
  const file = new URL('schema.prisma', prismaFolder);
  return { path: fileURLToPath(file), content: await readFile(file, 'utf8') };
}
