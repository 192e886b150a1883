import { db } from '../db.ts';

/** Whether the database answers. */
export async function isDatabaseReady(): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}
