import type { PoolClient } from 'pg';
import { hashPassword } from '../../accounts/passwords.ts';
import { DEMO_PASSWORD } from '../index.ts';
import type { LargePlan } from './plan.ts';

/** The ids that the rows have in this database. */
export interface Ids {
  organizer: number;
  /** By slug. */
  topics: ReadonlyMap<string, number>;
  /** By the number of the event. */
  events: Int32Array;
  /** By the number of the visitor. */
  visitors: Int32Array;
}

/** Makes the organizer, and takes ids for events and visitors that nobody else gets, in the order of their making. */
export async function prepareIds(client: PoolClient, email: string, { events, visitors }: LargePlan): Promise<Ids> {
  const numbers = Uint32Array.from(events, ({ number }) => number);
  return {
    organizer: await createOrganizer(client, email, new Date(events[0]!.createdAt)),
    topics: await topicIds(client),
    events: await takeIds(client, 'events', numbers),
    visitors: await takeIds(client, 'visitors', visitors),
  };
}

async function createOrganizer(client: PoolClient, email: string, at: Date): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO accounts (email, password_hash, first_name, last_name, role, email_confirmed_at, consented_at, created_at, updated_at)
     VALUES ($1, $2, 'Дворец', 'на Яузе', 'organizer', $3, $3, $3, $3) RETURNING id`,
    [email, await hashPassword(DEMO_PASSWORD), at],
  );
  return rows[0]!.id;
}

async function topicIds(client: PoolClient): Promise<Map<string, number>> {
  const { rows } = await client.query<{ slug: string; id: number }>('SELECT slug, id FROM topics');
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}

async function takeIds(client: PoolClient, table: string, numbers: Uint32Array): Promise<Int32Array> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence($1, 'id'))::int AS id FROM generate_series(1, $2::int) ORDER BY id`,
    [table, numbers.length],
  );
  const ids = new Int32Array(numbers.length);
  for (const [place, number] of numbers.entries()) ids[number] = rows[place]!.id;
  return ids;
}
