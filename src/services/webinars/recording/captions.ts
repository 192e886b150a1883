import { fileStore } from '../../../adapters/file-store.ts';
import type { StoredFile } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { Conflict, InvalidField } from '../../../errors.ts';
import { faultOfWebVtt } from '../../../formats/webvtt.ts';
import { fileKey } from '../room.ts';

const MOST_BYTES = 2 * 1024 * 1024;

/** A file as it was sent; `bytes` may be missing where `size` is more than anybody reads. */
export interface CaptionsFile {
  bytes: Buffer;
  size: number;
}

const nameOf = (language: string) => `captions-${language}.vtt`;

/**
 * Keeps captions in a language, as WebVTT, in place of those that there are.
 * @throws InvalidField for no file, one that is no WebVTT in UTF-8, or one that weighs more than any words; Conflict once the recording is removed
 */
export async function saveCaptions(eventId: number, language: string, file: CaptionsFile | null): Promise<void> {
  if (!file) throw new InvalidField('captions', 'missing');
  const { bytes, size } = file;
  const fault = size > MOST_BYTES ? 'too_large' : faultOfWebVtt(bytes);
  if (fault) throw new InvalidField('captions', fault);
  const { mediaKey, removedAt } = await db.webinar.findUniqueOrThrow({ where: { eventId }, select: { mediaKey: true, removedAt: true } });
  if (removedAt) throw new Conflict('no_recording');
  await fileStore.put(fileKey(mediaKey, nameOf(language)), bytes);
  const kept = { bytes: bytes.length };
  await db.webinarCaption.upsert({
    where: { eventId_language: { eventId, language } },
    create: { eventId, language, ...kept },
    update: kept,
  });
}

/** Safe to repeat. */
export async function removeCaptions(eventId: number, language: string): Promise<void> {
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId }, select: { mediaKey: true } });
  await db.webinarCaption.deleteMany({ where: { eventId, language } });
  await fileStore.remove(fileKey(mediaKey, nameOf(language)));
}

/** Captions of a room in a language, or null. */
export const findCaptions = (mediaKey: string, language: string): Promise<StoredFile | null> =>
  fileStore.find(fileKey(mediaKey, nameOf(language)));
