import { fileStore } from '../../adapters/file-store.ts';
import type { StoredFile } from '../../adapters/file-store.ts';

/** A file of a picture, as in 800.avif; null for an id that is none and for a size that there is not. */
export async function findPictureFile(id: string, name: string): Promise<StoredFile | null> {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? fileStore.find(`pictures/${id}/${name}`) : null;
}
