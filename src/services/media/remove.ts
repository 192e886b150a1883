import { fileStore } from '../../adapters/file-store.ts';
import type { Transaction } from '../../db.ts';

/** Removes a picture that nothing points to any more, its files too; null is none. */
export async function removePicture(tx: Transaction, id: string | null): Promise<void> {
  if (id === null) return;
  await tx.media.deleteMany({ where: { id } });
  await removeFiles(id);
}

/** Removes the files of a picture whose row is gone. */
export const removeFiles = (id: string): Promise<void> => fileStore.removeFolder(`pictures/${id}`);
