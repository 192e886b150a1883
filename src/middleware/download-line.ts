import type { Response } from 'express';
import { DownloadCancelled, withDownload } from '../services/reports/downloads.ts';
import { accountOf } from './current-account.ts';
import { leavingOf } from './download.ts';

/**
 * Makes and sends a file when it is its account's turn: until then the answer does not begin. Of a cancelled one the reader gets nothing
 * if it has not begun, and else a download that failed.
 * @throws DownloadsBusy if it takes too long, or too many wait already
 */
export async function inLine(res: Response, title: string, make: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const cut = () => void (res.headersSent && res.destroy());
  try {
    await withDownload({ accountId: accountOf(res).id, title, signal: leavingOf(res) }, (signal) => {
      signal.addEventListener('abort', cut, { once: true });
      return make(signal);
    });
  } catch (error) {
    if (!(error instanceof DownloadCancelled)) throw error;
    if (!res.headersSent) res.status(204).end();
  }
}
