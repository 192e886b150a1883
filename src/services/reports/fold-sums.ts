import { db } from '../../db.ts';

/** Makes one row of what has been added for an event and status since the last time, and returns how many rows there are less. */
export async function foldRegistrationSums(): Promise<number> {
  const [done] = await db.$queryRaw<{ folded: number }[]>`SELECT fold_registration_sums() AS folded`;
  return done!.folded;
}
