import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UNFINISHED, assertKey } from './stored-files.ts';
import type { FileStore } from './stored-files.ts';

const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const orIfMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (isMissing(error)) return instead;
    throw error;
  };

/** Files in a folder of this machine, which all processes of the site must see. */
export function folderStore(root: string): FileStore {
  const base = resolve(root);

  const pathOf = (key: string): string => {
    assertKey(key);
    return join(base, key);
  };

  return {
    async put(key, body) {
      const path = pathOf(key);
      const unfinished = join(base, UNFINISHED, randomUUID());
      await Promise.all([mkdir(dirname(unfinished), { recursive: true }), mkdir(dirname(path), { recursive: true })]);
      try {
        await write(unfinished, body);
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async find(key) {
      const path = pathOf(key);
      const stats = await stat(path).catch(orIfMissing<Stats | null>(null));
      return stats?.isFile() ? { bytes: stats.size, changedAt: stats.mtime, stream: (range) => createReadStream(path, range) } : null;
    },
    remove: async (key) => rm(pathOf(key), { force: true }),
    removeFolder: async (folder) => rm(pathOf(folder), { recursive: true, force: true }),
    list: async (folder) => (await readdir(pathOf(folder)).catch(orIfMissing<string[]>([]))).toSorted(),
    async removeUnfinished(before) {
      const folder = join(base, UNFINISHED);
      for (const name of await readdir(folder).catch(orIfMissing<string[]>([]))) {
        const stats = await stat(join(folder, name)).catch(orIfMissing<Stats | null>(null));
        if (stats && stats.mtime < before) await rm(join(folder, name), { force: true });
      }
    },
  };
}

/** On the disk when it resolves, not only on its way there. */
const write = (path: string, body: Uint8Array | Readable): Promise<void> =>
  pipeline(body instanceof Uint8Array ? [body] : body, createWriteStream(path, { flags: 'wx', flush: true }));
