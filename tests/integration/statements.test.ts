import { expect, test } from 'vitest';
import { db, pool } from '../../src/db.ts';

test('a connection remembers statements, but not without end: filters of lists can make any number of them', async () => {
  for (let n = 0; n < 600; n += 1) await db.$queryRawUnsafe(`SELECT ${n}`);
  const again = await db.$queryRawUnsafe('SELECT 599 AS n');

  const { rows } = await pool.query<{ kept: number }>('SELECT count(*)::int AS kept FROM pg_prepared_statements');

  expect(rows[0]!.kept).toBeGreaterThan(400);
  expect(rows[0]!.kept).toBeLessThanOrEqual(500);
  expect(again).toEqual([{ n: 599 }]);
});
