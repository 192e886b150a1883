import { addAbortSignal, finished } from 'node:stream';
import type { Readable } from 'node:stream';
import { to } from 'pg-copy-streams';
import { connectForReport } from './connection.ts';

/**
 * What COPY … TO STDOUT prints. A slow reader slows the query; a reader who leaves ends it, together with its connection.
 * @throws the reason of the signal if the reader leaves before there is a connection
 */
export async function copyOut(statement: string, signal: AbortSignal): Promise<Readable> {
  const { client, release } = await connectForReport(signal);
  const output = addAbortSignal(signal, client.query(to(statement)));
  finished(output, (error) => release(error ?? undefined));
  // Closing the connection of a reader who left fails the query once more, when nobody listens any longer.
  output.on('error', () => {});
  return output;
}
