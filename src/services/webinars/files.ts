import type { Readable } from 'node:stream';
import { fileStore } from '../../adapters/file-store.ts';
import type { StoredFile } from '../../adapters/file-store.ts';
import { fileKey } from './room.ts';

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
