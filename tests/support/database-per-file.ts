import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { freshDatabase } from './database.ts';

// Runs before a test file is imported: what the file imports finds a database and a folder of its own.
const database = await freshDatabase();
const dataDir = await mkdtemp(join(inject('filesDir'), 'files-'));
Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir });

afterAll(() => database.drop());
