import pg from 'pg';
import { config } from '../../../config.ts';

/**
 * Does work that no two processes may do at once; null if another one is at it. The right to do it ends with the connection, and so with a
 * process that dies: nobody has to wait for it.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  const client = new pg.Client({ connectionString: config.databaseUrl!, application_name: 'tochka-sbora' });
  // What the connection says while nobody listens would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ isOurs: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS "isOurs"', [name]);
    return rows[0]!.isOurs ? await work() : null;
  } finally {
    await client.end();
  }
}
