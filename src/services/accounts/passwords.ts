import bcrypt from 'bcrypt';
import { config } from '../../config.ts';

/** bcrypt's cost, as a power of two: a quarter of a second on a server. Tests take the least there is. */
const COST = config.isTest ? 4 : 12;

/** bcrypt looks at no more; what is longer can be nobody's password. */
const MAX_BYTES = 72;

/** A bcrypt hash of a password of at most 72 bytes. */
export const hashPassword = (password: string): Promise<string> => bcrypt.hash(password, COST);

/** Compared against when there is no such account, so that the answer takes as long as for a wrong password. */
const nobody = hashPassword('nobody has this password');

/** Whether the password fits the hash; without a hash it takes as long and never fits. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const fits = await bcrypt.compare(password, hash ?? (await nobody));
  return fits && hash !== undefined && Buffer.byteLength(password) <= MAX_BYTES;
}
