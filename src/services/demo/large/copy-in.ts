import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from } from 'pg-copy-streams';

export type Cell = string | number | Date | null;
/** The columns to fill, and what each takes of an item; those left out get their defaults. */
export type Columns<Item> = Readonly<Record<string, (item: Item) => Cell>>;

/** Lines go to PostgreSQL in pieces of about so many characters. */
const PIECE = 64 * 1024;

/** Writes a row for each item into a table by COPY. */
export async function copyIn<Item>(client: PoolClient, table: string, columns: Columns<Item>, items: Iterable<Item>): Promise<void> {
  const target = client.query(from(`COPY ${table} (${Object.keys(columns).join()}) FROM STDIN`));
  await pipeline(Readable.from(pieces(Object.values(columns), items), { objectMode: false }), target);
}

function* pieces<Item>(columns: ((item: Item) => Cell)[], items: Iterable<Item>): Generator<Buffer> {
  let lines = '';
  for (const item of items) {
    lines += `${columns.map((column) => text(column(item))).join('\t')}\n`;
    if (lines.length < PIECE) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  yield Buffer.from(lines);
}

/** A value in COPY's text format. */
function text(cell: Cell): string {
  if (cell === null) return String.raw`\N`;
  if (typeof cell === 'number') return String(cell);
  return cell instanceof Date ? cell.toISOString() : cell.replace(/[\\\t\n\r]/g, (sign) => escapes[sign]!);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
