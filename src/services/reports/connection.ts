import type { PoolClient } from 'pg';
import { reportPool } from '../../db.ts';

/** A connection of the reports' own pool, for as long as one file takes. */
export interface ReportConnection {
  client: PoolClient;
  /** Gives the connection back; with an error it is closed instead, which ends whatever it was doing. Once is enough, more does nothing. */
  release(error?: Error): void;
}

/**
 * Waits for a free connection.
 * @throws the reason of the signal if the reader leaves before there is one
 */
export async function connectForReport(signal: AbortSignal): Promise<ReportConnection> {
  const client = await reportPool.connect();
  // A connection that breaks also fails its query, and that is where it is dealt with.
  const ignore = () => {};
  client.on('error', ignore);
  let isOut = true;
  const release = (error?: Error) => {
    if (!isOut) return;
    isOut = false;
    client.release(error);
    client.off('error', ignore);
  };
  if (!signal.aborted) return { client, release };
  release();
  throw signal.reason;
}
