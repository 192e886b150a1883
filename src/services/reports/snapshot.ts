import { Prisma } from '../../generated/client.ts';
import { connectForReport } from './connection.ts';
import type { Ask } from './query.ts';

/** One moment of the database: all that is asked and read of it fits together. */
export interface Snapshot {
  ask: Ask;
  /** The rows of a query, few at a time, as they are needed. One such reading at a time. */
  each<Row>(query: Prisma.Sql): AsyncIterable<Row>;
}

const BATCH = 500;

/**
 * Reads a report on a connection of its own. Whatever fails, a reader who leaves included, closes that connection.
 * @throws the reason of the signal if the reader leaves before there is a connection
 */
export async function withSnapshot(signal: AbortSignal, read: (snapshot: Snapshot) => Promise<void>): Promise<void> {
  const { client, release } = await connectForReport(signal);
  const run: Ask = async ({ text, values }) => (await client.query({ text, values: [...values] })).rows as never;
  const leave = () => release(signal.reason as Error);
  signal.addEventListener('abort', leave, { once: true });
  try {
    // Cursors are planned for their first rows unless told that all will be read.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL cursor_tuple_fraction = 1');
    await read({ ask: run, each: (query) => rowsOf(run, query) });
    await client.query('COMMIT');
    release();
  } catch (error) {
    release(error as Error);
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

async function* rowsOf<Row>(run: Ask, query: Prisma.Sql): AsyncGenerator<Row> {
  await run(Prisma.sql`DECLARE report NO SCROLL CURSOR FOR ${query}`);
  const fetch = Prisma.raw(`FETCH ${BATCH} FROM report`);
  for (;;) {
    const rows = await run<Row>(fetch);
    yield* rows;
    if (rows.length < BATCH) break;
  }
  await run(Prisma.raw('CLOSE report'));
}
