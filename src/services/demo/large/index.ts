import type { PoolClient } from 'pg';
import { db, pool } from '../../../db.ts';
import { prepareIds } from './ids.ts';
import { planLargeData } from './plan.ts';
import type { LargePlan, LargeSizes } from './plan.ts';
import type { LargeRegistration } from './registrations.ts';
import { stopwatch } from './stopwatch.ts';
import type { LargeStep, OnProgress, Stopwatch } from './stopwatch.ts';
import { copyEvents, copyExpenses, copyRegistrations, copySeats, copyVisitors } from './tables.ts';
import { inBatches, inOrder } from './timeline.ts';

export const LARGE_EMAIL = 'large@example.org';

export const largeSizes: LargeSizes = { events: 2000, visitors: 100_000, registrations: 1_000_000, expenses: 6000 };

const BATCH = 50_000;

/** Whether the large organizer is there already. */
export const hasLargeData = async (): Promise<boolean> => (await db.account.count({ where: { email: LARGE_EMAIL } })) > 0;

/**
 * Adds an organizer with three years of events beside whatever the site has: always the same rows for the same sizes and moment, but for
 * their ids and the secrets of tickets. If it fails, nothing is left of it. Returns the seconds that each step took.
 * @throws RangeError if there are too few visitors for so many registrations
 */
export async function loadLargeData(
  options: Partial<LargeSizes> & { now?: Date; onProgress?: OnProgress } = {},
): Promise<Record<LargeStep, number>> {
  const { now = new Date(), onProgress, events = largeSizes.events, ...sizes } = options;
  const watch = stopwatch(onProgress);
  const plan = planLargeData({ ...largeSizes, events, expenses: 3 * events, ...sizes }, now);
  watch.done('plan');
  const client = await pool.connect();
  try {
    // Of what is not yet on disk the vacuum below could not say that all see it.
    await client.query('SET synchronous_commit = on');
    await client.query('BEGIN');
    await write(client, plan, watch);
    await client.query('COMMIT');
    await client.query('VACUUM (ANALYZE)');
    await client.query('RESET synchronous_commit');
    watch.done('vacuum');
    client.release();
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
  return watch.seconds;
}

async function write(client: PoolClient, plan: LargePlan, watch: Stopwatch): Promise<void> {
  const ids = await prepareIds(client, LARGE_EMAIL, plan);
  await copyEvents(client, plan, ids);
  await copySeats(client, plan, ids);
  watch.done('events', plan.events.length);
  await copyVisitors(client, plan, ids);
  watch.done('visitors', plan.visitors.length);

  const registrations = inOrder(plan.events, (event) => plan.registrationsOf(event));
  const send = (batch: Iterable<LargeRegistration>) => copyRegistrations(client, batch, ids);
  await sendInBatches(registrations, send, (sent) => watch.done('registrations', sent));
  await copyExpenses(client, plan, ids);
  watch.done('expenses', plan.expenses.length);
}

/** While PostgreSQL is busy with one batch, the next is made. */
async function sendInBatches<Item>(
  items: Iterable<Item>,
  send: (batch: Item[]) => Promise<void>,
  onSent: (sent: number) => void,
): Promise<void> {
  let sending = Promise.resolve();
  let sent = 0;
  for (const batch of inBatches(items, BATCH)) {
    await sending;
    sending = send(batch).then(() => onSent((sent += batch.length)));
  }
  await sending;
}
