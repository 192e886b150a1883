import { fileStore } from '../../../adapters/file-store.ts';
import type { StoredFile } from '../../../adapters/file-store.ts';
import { db } from '../../../db.ts';
import { InvalidField } from '../../../errors.ts';
import { fileKey } from '../room.ts';

const MOST_BYTES = 2 * 1024 * 1024;

const nameOf = (language: string) => `captions-${language}.vtt`;

/**
 * Keeps captions in a language, as WebVTT, in place of those that there are.
 * @throws InvalidField for what is no WebVTT in UTF-8, or weighs more than any words
 */
export async function saveCaptions(eventId: number, language: string, bytes: Buffer): Promise<void> {
  if (bytes.length > MOST_BYTES || !isWebVtt(bytes)) throw new InvalidField('picture', 'no_webvtt');
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId }, select: { mediaKey: true } });
  await fileStore.put(fileKey(mediaKey, nameOf(language)), bytes);
  const kept = { bytes: bytes.length };
  await db.webinarCaption.upsert({
    where: { eventId_language: { eventId, language } },
    create: { eventId, language, ...kept },
    update: kept,
  });
}

/** A file of this type begins so (W3C WebVTT, section 4.1). */
function isWebVtt(bytes: Buffer): boolean {
  try {
    return /^\uFEFF?WEBVTT(?:[ \t][^\n]*)?(?:\r\n|\r|\n|$)/.test(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return false;
  }
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
