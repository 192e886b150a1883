import type { Readable } from 'node:stream';

/** A file to be read; nothing is kept open until `stream` is called. */
export interface StoredFile {
  bytes: number;
  changedAt: Date;
  /** All of it, or the bytes from `start` to `end`, both included. */
  stream(range?: { start: number; end: number }): Readable;
}

/** Files by key. A key is a path of plain names, as in pictures/7f/800.avif; whoever reads one gets a whole file or none. */
export interface FileStore {
  /** Keeps a file, in place of the one that has the key. */
  put(key: string, body: Uint8Array | Readable): Promise<void>;
  find(key: string): Promise<StoredFile | null>;
  /** Does nothing where there is none. */
  remove(key: string): Promise<void>;
  /** Removes all that lies in a folder. */
  removeFolder(folder: string): Promise<void>;
  /** The names of what lies in a folder, files and folders alike. */
  list(folder: string): Promise<string[]>;
  /** Removes what was begun before this moment and never became a file. */
  removeUnfinished(before: Date): Promise<void>;
}

/** What is written is not yet a file, and left behind by a process that died it never becomes one. */
export const UNFINISHED = 'unfinished';

/** @throws Error for what is no path of plain names */
export function assertKey(key: string): void {
  if (key.startsWith(UNFINISHED) || !/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i.test(key)) {
    throw new Error(`Not a key of a file: ${JSON.stringify(key)}`);
  }
}
