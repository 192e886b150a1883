import { mkdir, statfs } from 'node:fs/promises';
import { fileStore } from '../../adapters/file-store.ts';
import { config } from '../../config.ts';
import { DomainError } from '../../errors.ts';
import { logger } from '../../logger.ts';

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

/** Thrown when the disk or the bucket does not take a file; what is stored stays, and the same may be sent again. */
export class StoreFailed extends DomainError {
  constructor() {
    super(503, 'store_failed');
  }
}

/** Left free for the database and everything else that must go on. */
const RESERVE_BYTES = 512 * 1024 * 1024;
const ASKED_AGAIN_MS = 5000;

let known = { at: -Infinity, bytes: 0 };

/** How much one webinar may still store; asked of the disk every few seconds at most, and of a bucket never: it has no end. */
export async function freeBytes(now = performance.now()): Promise<number> {
  return config.s3 ? config.webinarBytes : Math.min(config.webinarBytes, await freeOnDisk(now));
}

async function freeOnDisk(now: number): Promise<number> {
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

/**
 * Keeps a file of a broadcast.
 * @throws NoSpace, StoreFailed
 */
export async function keepFile(key: string, bytes: Buffer): Promise<void> {
  try {
    await fileStore.put(key, bytes);
  } catch (error) {
    logger.error({ event: 'webinar.store', err: error });
    throw isFull(error) ? new NoSpace() : new StoreFailed();
  }
}

/** What a disk, a quota and a bucket say when there is no room. */
export const isFull = (error: unknown): boolean => {
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return code === 'ENOSPC' || code === 'EDQUOT' || $metadata?.httpStatusCode === 507;
};
