import pg from 'pg';
import { db } from '../../db.ts';
import type { Prisma } from '../../generated/client.ts';

/** Answers a query with its rows: through the pool of the pages, or on the connection of one report. */
export type Ask = <Row>(query: Prisma.Sql) => Promise<Row[]>;

/** Asks through the pool of the pages. */
export const ask: Ask = (query) => db.$queryRaw(query);

/**
 * The query as text with its values written into it, for COPY, which takes no parameters.
 * @throws TypeError for a value that is neither number nor text nor a list of them
 */
export function inlined({ strings, values }: Prisma.Sql): string {
  return strings.reduce((text, part, index) => text + literal(values[index - 1]) + part);
}

function literal(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join()}]`;
  throw new TypeError('Only numbers, text and lists of them are written into a statement');
}

/** SQL that says a code in words. */
export const sqlWords = (expr: string, words: Record<string, string>): string =>
  `CASE ${expr} ${Object.entries(words)
    .map(([code, text]) => `WHEN ${pg.escapeLiteral(code)} THEN ${pg.escapeLiteral(text)}`)
    .join(' ')} END`;
