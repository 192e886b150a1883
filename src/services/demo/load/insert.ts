import type { Transaction } from '../../../db.ts';
import { Prisma } from '../../../generated/client.ts';

const columnOf = (key: string): string => `"${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;

/** Inserts many rows by one statement, in their order; keys are the columns in camelCase, the same in every row. Several times as fast as createMany. */
export const insertRows = (tx: Transaction, table: string, rows: readonly object[]): Promise<number> =>
  rows.length === 0 ? Promise.resolve(0) : tx.$executeRaw(insertion(table, rows));

/** The same for a table with an id; the new ids in the order of the rows. */
export async function insertWithIds(tx: Transaction, table: string, rows: readonly object[]): Promise<number[]> {
  const inserted = await tx.$queryRaw<{ id: number }[]>`${insertion(table, rows)} RETURNING id`;
  return inserted.map(({ id }) => id);
}

function insertion(table: string, rows: readonly object[]): Prisma.Sql {
  const keys = Object.keys(rows[0]!);
  const columns = Prisma.raw(keys.map(columnOf).join());
  const renamed = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [columnOf(key).slice(1, -1), value as unknown])),
  );
  return Prisma.sql`INSERT INTO ${Prisma.raw(table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${Prisma.raw(table)}, ${JSON.stringify(renamed)}::jsonb)`;
}
