import { createHash } from 'node:crypto';
import { db } from '../../db.ts';

/** Passes that were given to an account end with its session. What is known of sessions here, until the database tells otherwise. */
const known = new Map<string, Promise<boolean>>();
const MOST_KNOWN = 100_000;

/** A session's name in passes, by which nobody can log in. */
export const loginMark = (sessionId: string): string => createHash('md5').update(sessionId).digest('hex');

/** Whether somebody is still logged in by a session; asked of the database once for each. */
export const isLoggedIn = (mark: string): Promise<boolean> => known.get(mark) ?? askFor(mark);

function askFor(mark: string): Promise<boolean> {
  const asked = isThere(mark);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(mark, asked);
  asked.catch(() => forgetLogin(mark));
  return asked;
}

async function isThere(mark: string): Promise<boolean> {
  const [row] = await db.$queryRaw<
    { is: boolean }[]
  >`SELECT EXISTS (SELECT 1 FROM sessions WHERE md5(sid) = ${mark} AND expire > now()) AS is`;
  return row!.is;
}

/** To be called when a session has ended; without one, when some may have. */
export function forgetLogin(mark?: string): void {
  if (mark === undefined) known.clear();
  else known.delete(mark);
}
