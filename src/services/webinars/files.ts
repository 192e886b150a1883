import type { Readable } from 'node:stream';
import { fileStore } from '../../adapters/file-store.ts';
import type { StoredFile } from '../../adapters/file-store.ts';
import { epochName, fileKey } from './room.ts';
import type { Room } from './room.ts';

export type { StoredFile } from '../../adapters/file-store.ts';

/** The newest pieces of all broadcasts of this process: every viewer asks for the same ones within a second. */
const MOST_BYTES = 64 * 1024 * 1024;
const LARGEST_BYTES = 8 * 1024 * 1024;

const recent = new Map<string, Promise<Buffer | null>>();
let kept = 0;

/** A file of a webinar, small ones out of memory if somebody has just asked for them; null if there is none. */
export async function findFile(mediaKey: string, name: string): Promise<Buffer | StoredFile | null> {
  const key = fileKey(mediaKey, name);
  const known = recent.get(key);
  if (known) return known;
  // The file of a whole epoch is read in parts, and may be changed no more than the others.
  if (!name.endsWith('.m4s') && !name.endsWith('-init.mp4')) return fileStore.find(key);
  const reading = fileStore.find(key).then((file) => (file && file.bytes <= LARGEST_BYTES ? whole(file.stream()) : null));
  recent.set(key, reading);
  const body = await reading.catch((error: unknown) => {
    recent.delete(key);
    throw error;
  });
  if (body) keep(key, body.length);
  else recent.delete(key);
  return body;
}

/**
 * A piece whose small file is gone, out of the one file of its epoch: who began to watch before the pieces were put together knows it by
 * its old name. Null for what was none.
 */
export async function findPart({ mediaKey, epochs, broadcast }: Room, name: string): Promise<StoredFile | null> {
  const [, number, piece] = /^(\d+)-(init|\d+)\./.exec(name) ?? [];
  const epoch = epochs.get(Number(number));
  const segment = broadcast.find((one) => one.epoch === epoch?.epoch && String(one.seq) === piece);
  const place = piece === 'init' ? { offset: 0, bytes: epoch?.initBytes ?? 0 } : segment;
  if (!epoch?.isCompacted || !place || place.offset === null) return null;
  const { offset, bytes } = place;
  const file = await fileStore.find(fileKey(mediaKey, epochName(epoch.epoch)));
  return (
    file && {
      ...file,
      bytes,
      stream: ({ start, end } = { start: 0, end: bytes - 1 }) => file.stream({ start: offset + start, end: offset + end }),
    }
  );
}

const sizes = new Map<string, number>();

function keep(key: string, bytes: number): void {
  sizes.set(key, bytes);
  kept += bytes;
  for (const [oldest, size] of sizes) {
    if (kept <= MOST_BYTES) return;
    sizes.delete(oldest);
    recent.delete(oldest);
    kept -= size;
  }
}

async function whole(stream: Readable): Promise<Buffer> {
  return Buffer.concat((await stream.toArray()) as Buffer[]);
}
