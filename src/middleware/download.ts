import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

interface File {
  /** Its name in plain letters, and in the reader's language. */
  names: { plain: string; local: string };
  /** The Content-Type. */
  type: string;
}

/** A reader who takes nothing for so long holds a connection of the database that others wait for. */
const STALLED_MS = 120_000;

/**
 * Sends a file to keep, as fast as it is read. It is not compressed on the way: what is printed goes out at once, and a reader who leaves
 * is noticed at once.
 * @throws what the stream fails with; the answer is cut then, so that the download looks as failed as it is
 */
export async function sendFile(res: Response, { names, type }: File, body: Readable): Promise<void> {
  res.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${names.plain}"; filename*=UTF-8''${encoded(names.local)}`,
    'Cache-Control': 'no-store, no-transform',
  });
  res.setTimeout(STALLED_MS, () => res.destroy());
  // A pipeline alone listens six times for the end of its reader.
  res.setMaxListeners(20);
  await pipeline(body, res);
}

/** RFC 8187: beyond what encodeURIComponent does, these signs are not plain either. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Tells when the reader leaves before the answer is complete. */
export function leavingOf(res: Response): AbortSignal {
  const leaving = new AbortController();
  const reason = Object.assign(new Error('The reader left'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  res.once('close', () => void (res.writableFinished || leaving.abort(reason)));
  return leaving.signal;
}
