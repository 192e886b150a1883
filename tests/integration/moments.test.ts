import pg from 'pg';
import { expect, test } from 'vitest';

test('a moment is the same one for us and for PostgreSQL, whatever zone the server keeps', async () => {
  const url = process.env.DATABASE_URL!;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET TimeZone = 'Asia/Vladivostok'`);
  await admin.end();
  const { db } = await import('../../src/db.ts');
  const moment = new Date('2026-11-28T16:00:00Z');

  const [row] = await db.$queryRaw<object[]>`
    SELECT ${moment}::timestamptz AS moment, extract(epoch FROM ${moment}::timestamptz)::int AS epoch`;

  expect(row).toEqual({ moment, epoch: moment.getTime() / 1000 });
});
