import { existsSync, statfsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres/index.ts';
import { lockDataDir } from '../../src/adapters/embedded-postgres/owner-lock.ts';
import { applyMigrations } from '../../src/adapters/migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that every test file gets a copy of. Nobody connects to it: a template must be left alone. */
    templateUrl: string;
    /** A folder for the files of this run. */
    filesDir: string;
  }
}

const prefix = 'tochka-sbora-tests-';

/** Far more than a run needs. */
const ROOM_BYTES = 4e9;

const folder = inMemory() ?? tmpdir();

/** A folder that Linux keeps in memory: the thousand files of a new database take a disk half a second, memory a fiftieth of it. */
function inMemory(): string | undefined {
  const path = '/dev/shm';
  if (!existsSync(path)) return undefined;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize > ROOM_BYTES ? path : undefined;
}

/** One PostgreSQL for a whole run. It ends with this process, however that ends; then the next run clears its files away. */
export default async function startPostgres({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const isStartedForAnotherProject = 'templateUrl' in vitest.getRootProject().getProvidedContext();
  if (isStartedForAnotherProject) return undefined;
  await removeLeftovers();
  const dataDir = join(folder, `${prefix}${crypto.randomUUID()}`);
  const postgres = await startEmbeddedPostgres({ dataDir, fast: true });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  await applyMigrations(postgres.url).catch((error) => stop().then(() => Promise.reject(error)));
  vitest.provide('templateUrl', postgres.url);
  vitest.provide('filesDir', dataDir);
  return stop;
}

async function removeLeftovers(): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  for (const name of names) await removeIfAbandoned(join(folder, name));
}

async function removeIfAbandoned(dataDir: string): Promise<void> {
  try {
    lockDataDir(dataDir).release();
    await rm(dataDir, { recursive: true, force: true });
  } catch {
    // Another run is using it.
  }
}
