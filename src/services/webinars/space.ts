import { mkdir, statfs } from 'node:fs/promises';
import { config } from '../../config.ts';
import { DomainError } from '../../errors.ts';

/** Thrown when the disk is nearly full; what is stored stays. */
export class NoSpace extends DomainError {
  constructor() {
    super(507, 'no_space');
  }
}

/** Thrown when a webinar has taken all that one may; what is stored stays. */
export class WebinarFull extends DomainError {
  constructor() {
    super(507, 'webinar_full');
  }
}

/** Left free for the database and everything else that must go on. */
const RESERVE_BYTES = 512 * 1024 * 1024;
const ASKED_AGAIN_MS = 5000;

let known = { at: -Infinity, bytes: 0 };

/** How much may still be stored; asked of the disk every few seconds at most. */
export async function freeBytes(now = performance.now()): Promise<number> {
  if (now - known.at < ASKED_AGAIN_MS) return known.bytes;
  await mkdir(config.dataDir, { recursive: true });
  const { bavail, bsize } = await statfs(config.dataDir);
  known = { at: now, bytes: Math.max(0, bavail * bsize - RESERVE_BYTES) };
  return known.bytes;
}

/** @throws NoSpace */
export async function assertRoomToStore(): Promise<void> {
  if ((await freeBytes()) === 0) throw new NoSpace();
}
