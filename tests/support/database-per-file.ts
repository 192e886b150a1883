import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, inject, vi } from 'vitest';
import { freshDatabase } from './database.ts';

// Runs before a test file is imported: what the file imports is loaded anew, and finds a database and a folder of its own.
vi.resetModules();
const environment = { ...process.env };
const database = await freshDatabase();
const dataDir = await mkdtemp(join(inject('filesDir'), 'files-'));
Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir });

afterAll(async () => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  await database.drop();
});
