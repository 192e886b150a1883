import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Thrown when another living instance works with the same data directory. */
export class DataDirInUse extends Error {
  constructor(dataDir: string) {
    super(`Another instance is already running on ${dataDir}: stop it first, or set another DATA_DIR.`);
  }
}

// An instance that is just stopping gets this long to let go.
const patienceMs = 1000;
const sqliteBusy = 5;

/**
 * Takes the data directory for this process alone; the kernel gives it back however the process ends.
 * Node has no flock, and SQLite's lock on an empty file is one: a pid in a file could belong to somebody else by now.
 * @throws DataDirInUse
 */
export function lockDataDir(dataDir: string): { release(): void } {
  const lock = new DatabaseSync(join(dataDir, 'in-use.lock'), { timeout: patienceMs });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw (error as { errcode?: number }).errcode === sqliteBusy ? new DataDirInUse(dataDir) : error;
  }
  return { release: () => lock.close() };
}
