import { randomUUID } from 'node:crypto';
import { fileStore } from '../../adapters/file-store.ts';
import type { Transaction } from '../../db.ts';
import type { PicturePurpose } from '../../policies/media.ts';
import { encodePicture } from './encode.ts';
import { removePicture } from './remove.ts';

/** Whose picture it is, and what for. */
export interface PictureOwner {
  accountId: number;
  purpose: PicturePurpose;
}

/** What a form says of its picture: the bytes of a new one or null, and whether the one there was is to go. */
export interface PictureChange {
  picture: Buffer | null;
  isRemoved: boolean;
}

/**
 * Checks an uploaded picture, makes it into files of ours and keeps them; gives its id. It takes a second, so it is called before a
 * transaction rather than within one; what nothing points to is cleaned up after a day.
 * @throws RefusedPicture for what is no picture, or too large a one
 */
export async function savePicture(tx: Transaction, { accountId, purpose }: PictureOwner, bytes: Buffer): Promise<string> {
  const { width, height, files } = await encodePicture(bytes, purpose);
  const id = randomUUID();
  for (const { name, body } of files) await fileStore.put(`pictures/${id}/${name}`, body);
  const weight = files.reduce((sum, { body }) => sum + body.length, 0);
  await tx.media.create({ data: { id, accountId, purpose, width, height, bytes: weight }, select: { id: true } });
  return id;
}

/**
 * Changes a picture as a form says: keeps a new one, lets `store` point to it (to null: to none), and removes the one there was. If
 * `store` fails, all stays as it was.
 * @throws RefusedPicture, and whatever `store` throws
 */
export async function changePicture<T>(
  tx: Transaction,
  { current, ...owner }: PictureOwner & { current: string | null },
  { picture, isRemoved }: PictureChange,
  store: (id: string | null) => Promise<T>,
): Promise<T> {
  const kept = isRemoved ? null : current;
  const id = picture ? await savePicture(tx, owner, picture) : kept;
  try {
    const result = await store(id);
    if (id !== current) await removePicture(tx, current);
    return result;
  } catch (error) {
    if (id !== kept) await removePicture(tx, id);
    throw error;
  }
}
