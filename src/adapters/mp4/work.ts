import { createReadStream } from 'node:fs';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ALL_FORMATS, BufferSource, Conversion, CustomPathedSource, FilePathTarget, Input, Mp4OutputFormat, Output } from 'mediabunny';
import { config } from '../../config.ts';
import { fileStore } from '../file-store.ts';

/** Bytes in the file store: all of a file, or the part of it from `start` to `end`, both included. */
interface Place {
  key: string;
  range?: { start: number; end: number };
}

/** An mp4 to be made. */
export interface Mp4Order {
  /** The HLS playlist of what goes in. */
  playlist: string;
  /** Where the files are that the playlist names. */
  files: Map<string, Place>;
  /** Under which key the mp4 is kept. */
  key: string;
  /** In seconds, where only a part is wanted. */
  trim?: { start: number; end: number };
  /** About how large it will be. */
  bytes: number;
}

const PLAYLIST = 'all.m3u8';
/** Left free for everybody else. */
const RESERVE_BYTES = 256 * 1024 * 1024;

/**
 * Puts an mp4 together and keeps it in the store; says how many bytes it has. Nothing is encoded anew, and dates of the playlist are left out
 * of account, so that the time goes on where one init segment ends and the next begins. One at a time: what an earlier one left behind is
 * removed.
 * @throws Error if files are gone, do not fit together, or there is no space
 */
export async function workOut(order: Mp4Order): Promise<number> {
  const folder = join(config.dataDir, 'making');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await assertSpace(folder, order.bytes);
    const path = join(folder, `${randomUUID()}.mp4`);
    await convert(order, path);
    await fileStore.put(order.key, createReadStream(path));
    return (await stat(path)).size;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** It lies there twice for a moment where the store is on the same disk. */
async function assertSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < (config.s3 ? 1 : 2) * bytes + RESERVE_BYTES) throw new Error('No space left to make an mp4');
}

async function convert({ playlist, files, trim }: Mp4Order, path: string): Promise<void> {
  const source = new CustomPathedSource(
    PLAYLIST,
    async ({ path: name }) => new BufferSource(name === PLAYLIST ? Buffer.from(playlist) : await read(files.get(name)!)),
  );
  const input = new Input({ formats: ALL_FORMATS, source, formatOptions: { hls: { offsetTimestampsByDateTime: false } } });
  try {
    // A part is short enough to be put in order in memory, so that it plays while it loads.
    const format = new Mp4OutputFormat({ fastStart: trim ? 'in-memory' : false });
    const output = new Output({ format, target: new FilePathTarget(path) });
    const conversion = await Conversion.init({ input, output, showWarnings: false, ...(trim ? { trim } : {}) });
    if (!conversion.isValid) throw new Error('Nothing of it can be put into an mp4');
    await conversion.execute();
  } finally {
    input.dispose();
  }
}

async function read({ key, range }: Place): Promise<Buffer> {
  const file = await fileStore.find(key);
  if (!file) throw new Error(`No file ${key} in the store`);
  return buffer(file.stream(range));
}
