import { randomUUID } from 'node:crypto';
import { fileStore } from '../../adapters/file-store.ts';
import type { Transaction } from '../../db.ts';

/** Makes a picture of an account's own with the same files; null of none, and of one whose files are gone. */
export async function copyPicture(tx: Transaction, id: string | null, accountId: number): Promise<string | null> {
  const original = id === null ? null : await tx.media.findUnique({ where: { id } });
  const names = original ? await fileStore.list(`pictures/${original.id}`) : [];
  if (!original || names.length === 0) return null;
  const copy = randomUUID();
  for (const name of names) {
    const file = await fileStore.find(`pictures/${original.id}/${name}`);
    if (file) await fileStore.put(`pictures/${copy}/${name}`, file.stream());
  }
  const { purpose, width, height, bytes } = original;
  await tx.media.create({ data: { id: copy, accountId, purpose, width, height, bytes }, select: { id: true } });
  return copy;
}
