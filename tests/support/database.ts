import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  url: string;
  /** Also cuts off whoever is still connected. */
  drop(): Promise<void>;
}

/** A database of its own with all migrations applied and nothing in it; `empty`: without even the migrations. */
export async function freshDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const template = empty ? 'template1' : new URL(inject('templateUrl')).pathname.slice(1);
  await execute(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return { url: urlOf(name), drop: () => execute(`DROP DATABASE ${name} WITH (FORCE)`) };
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
