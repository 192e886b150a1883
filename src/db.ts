import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { config } from './config.ts';
import { PrismaClient } from './generated/client.ts';
import type { Prisma } from './generated/client.ts';
import { logger } from './logger.ts';

if (!config.databaseUrl) throw new Error('DATABASE_URL is not known yet: start PostgreSQL before importing db.ts');

/** Small on purpose: more connections only lengthen the queue for the seats of a hot event. */
const POOL_SIZE = 4;

/** More than the site has in everyday use. Filters of lists make many more, and PostgreSQL keeps every statement that has a name. */
const MOST_STATEMENTS = 500;

const names = new Map<string, string>();

/** The same statement always gets the same name, so that PostgreSQL parses and plans it once per connection; '' is none. */
function statementNameGenerator({ sql }: { sql: string }): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_STATEMENTS) return '';
  const name = createHash('sha1').update(sql).digest('base64url');
  names.set(sql, name);
  return name;
}

const onPoolError = (error: Error) => logger.error({ event: 'database.connection', error: error.message });
// Prisma's adapter writes and reads moments as UTC without saying so; in a session of another zone every one would be off by its offset.
const connection = { connectionString: config.databaseUrl, application_name: 'tochka-sbora', options: '-c TimeZone=UTC' };

/** The pool of the pages, shared by Prisma and by what needs plain pg. */
export const pool = new pg.Pool({ ...connection, max: POOL_SIZE });
pool.on('error', onPoolError);

/** Enough for three organizers who read their files slowly: an account has two at once. */
const REPORT_POOL_SIZE = 6;

/** Its own small pool for files of reports, so that a slow reader of a large one never holds a connection that pages need. */
export const reportPool = new pg.Pool({ ...connection, max: REPORT_POOL_SIZE });
reportPool.on('error', onPoolError);

/** Long enough to wait in line for the seats of a hot event; Prisma's own 2 s and 5 s are not. */
const transactionOptions = { maxWait: 15_000, timeout: 15_000 };

export const db = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }), transactionOptions });

/** What a function that joins somebody's transaction takes first. */
export type Transaction = Prisma.TransactionClient;

/** The five letters of PostgreSQL (23503, 40P01, …) behind an error of a raw query, or null. */
export function sqlStateOf(error: unknown): string | null {
  const meta = (error as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } } | null)?.meta;
  const code = meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' ? code : null;
}

export async function closeDatabase(): Promise<void> {
  await db.$disconnect();
  await Promise.all([pool.end(), reportPool.end()]);
}
