import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { freshDatabase } from './database.ts';

// Runs before a test file is imported: what the file imports finds a database and a folder of its own.
const database = await freshDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'tochka-sbora-files-'));
Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir });

afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
