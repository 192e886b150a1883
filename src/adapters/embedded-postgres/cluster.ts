import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runKept } from './keeper.ts';
import { giveTo } from './server-user.ts';
import type { ServerUser } from './server-user.ts';

export const database = 'tochka_sbora';

export interface Cluster {
  dataDir: string;
  clusterDir: string;
  logFile: string;
  user: ServerUser | undefined;
  binaries: { initdb: string; postgres: string };
  /** Fast and not safe against a crash: for tests only. */
  fast: boolean;
}

// ICU sorts Russian and English as people do. The full text parser still asks lc_ctype what a letter is: in "C" a «word» keeps its quotes.
const ctype = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
const locale = ['--encoding=UTF8', '--locale=C', `--lc-ctype=${ctype}`, '--locale-provider=icu', '--icu-locale=und'];
// Only the role without a password is a superuser, and it cannot come in: the site works with a role of its own.
const access = ['--username=postgres', '--auth-host=scram-sha-256', '--auth-local=reject'];

/** Makes the data directory of a new cluster; what was begun and not finished is thrown away. */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const { dataDir, clusterDir, binaries, user, fast } = cluster;
  await removeUnfinished(dataDir);
  const unfinished = await mkdtemp(join(dataDir, unfinishedPrefix));
  giveTo(user, unfinished);
  const initdb = [binaries.initdb, '-D', unfinished];
  await runKept({ ...cluster, command: [...initdb, ...locale, ...access, '--text-search-config=russian', '--no-sync'] });
  await runSingleUser({ ...cluster, clusterDir: unfinished, fast: true }, [
    `CREATE ROLE ${database} LOGIN CREATEDB PASSWORD '${password}'`,
    `CREATE DATABASE ${database} OWNER ${database}`,
  ]);
  if (!fast) await runKept({ ...cluster, command: [...initdb, '--sync-only'] }); // Once for all that was made.
  await rename(unfinished, clusterDir);
}

/** Gives the site's role another password, of a cluster that is not running. */
export function changePassword(cluster: Cluster, password: string): Promise<void> {
  return runSingleUser(cluster, [`ALTER ROLE ${database} PASSWORD '${password}'`]);
}

export const isCluster = (clusterDir: string) => existsSync(join(clusterDir, 'PG_VERSION'));

const unfinishedPrefix = 'postgres-unfinished-';

async function removeUnfinished(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(unfinishedPrefix));
  await Promise.all(names.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
}

/** SQL without a server and without a password; the password goes by a pipe, where no process list shows it. */
function runSingleUser(cluster: Cluster, statements: string[]): Promise<void> {
  const { binaries, clusterDir, fast } = cluster;
  const settings = ['exit_on_error=on', 'log_min_messages=fatal', `fsync=${fast ? 'off' : 'on'}`].flatMap((setting) => ['-c', setting]);
  const command = [binaries.postgres, '--single', '-D', clusterDir, ...settings, 'postgres'];
  return runKept({ ...cluster, command }, `${statements.join('\n')}\n`);
}
