import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  url: string;
  /** Also cuts off the pools of the site. */
  drop(): Promise<void>;
}

/** A database of its own with all migrations applied and nothing in it; `empty`: without even the migrations. */
export async function freshDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const template = empty ? 'template1' : new URL(inject('templateUrl')).pathname.slice(1);
  await execute(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  return { url: urlOf(name), drop: () => drop(name) };
}

/** Who is about to leave is given the time: cut off, it would complain and nobody be there to hear. The pools of the site stay. */
async function drop(name: string): Promise<void> {
  await execute(`
    DO $$ BEGIN
      FOR tries IN 1..100 LOOP
        EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}' AND application_name <> 'tochka-sbora');
        PERFORM pg_sleep(0.02), pg_stat_clear_snapshot();
      END LOOP;
    END $$`);
  await execute(`DROP DATABASE ${name} WITH (FORCE)`);
}

function urlOf(database: string): string {
  return Object.assign(new URL(inject('templateUrl')), { pathname: `/${database}` }).href;
}

async function execute(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
