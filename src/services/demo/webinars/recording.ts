import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileStore } from '../../../adapters/file-store.ts';
import { epochName, fileKey } from '../../webinars/room.ts';

/** A recording whose pieces lie in one file, as they do once a broadcast was put together. */
export interface StoredRecording {
  mediaKey: string;
  initBytes: number;
  pieces: { bytes: number; duration: number; byteOffset: number }[];
  captions: { language: string; bytes: number };
}

interface Index {
  initBytes: number;
  pieces: [bytes: number, duration: number][];
}

const read = (name: string): Promise<Buffer> => readFile(new URL(name, import.meta.url));

/** Puts the recording of the demo webinar and its captions into the file store, under a key of their own. */
export async function storeRecording(): Promise<StoredRecording> {
  const mediaKey = randomUUID();
  const [film, captions, index] = await Promise.all([read('recording.mp4'), read('captions-ru.vtt'), read('recording.json')]);
  await Promise.all([fileStore.put(fileKey(mediaKey, epochName(1)), film), fileStore.put(fileKey(mediaKey, 'captions-ru.vtt'), captions)]);
  const { initBytes, pieces } = JSON.parse(index.toString()) as Index;
  let byteOffset = initBytes;
  const placed = pieces.map(([bytes, duration]) => {
    const piece = { bytes, duration, byteOffset };
    byteOffset += bytes;
    return piece;
  });
  return { mediaKey, initBytes, pieces: placed, captions: { language: 'ru', bytes: captions.length } };
}
