import type { PoolClient } from 'pg';
import { pool, reportPool } from '../../db.ts';

/** A connection of the reports' own pool, for as long as one file takes. */
export interface ReportConnection {
  client: PoolClient;
  /** Gives the connection back; with an error it is closed instead, and whatever it was doing is ended. Once is enough, more does nothing. */
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
    if (error) stopQuery(client);
    client.release(error);
    client.off('error', ignore);
  };
  if (!signal.aborted) return { client, release };
  release();
  throw signal.reason;
}

/** A server that is still sorting notices nothing of a closed connection before it has something to send. */
function stopQuery(client: PoolClient): void {
  const { processID } = client as PoolClient & { processID: number | null };
  if (processID !== null) pool.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => {});
}
