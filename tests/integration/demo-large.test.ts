import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { isMotif } from '../../src/formats/covers/index.ts';
import { DEMO_PASSWORD, loadDemoData } from '../../src/services/demo/index.ts';
import { LARGE_EMAIL, hasLargeData, loadLargeData } from '../../src/services/demo/large/index.ts';
import { planLargeData } from '../../src/services/demo/large/plan.ts';
import { startApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { root } from '../support/sources.ts';

const sizes = { events: 200, visitors: 5000, registrations: 40_000, expenses: 600 };
const now = new Date('2027-03-10T09:30:00Z');

type Client = Pick<typeof db, '$queryRawUnsafe'>;
const rows = (sql: string, client: Client = db) => client.$queryRawUnsafe<Record<string, unknown>[]>(sql);

/** What is loaded without ids and secrets, row by row. */
const contents = {
  events: `SELECT to_jsonb(e) - '{id,organizer_id,topic_id}'::text[] || to_jsonb(t.slug) || to_jsonb(s) - 'event_id'
    FROM own_events e JOIN topics t ON t.id = e.topic_id JOIN event_seats s ON s.event_id = e.id`,
  visitors: `SELECT to_jsonb(v) - '{id,organizer_id}'::text[] FROM own_visitors v`,
  registrations: `SELECT to_jsonb(r) - '{id,organizer_id,event_id,visitor_id,token}'::text[] || to_jsonb(e.title) || to_jsonb(v.email_address)
    FROM own_registrations r JOIN events e ON e.id = r.event_id JOIN visitors v ON v.id = r.visitor_id`,
  expenses: `SELECT to_jsonb(x) - '{id,event_id}'::text[] || to_jsonb(e.title) FROM own_expenses x JOIN own_events e ON e.id = x.event_id`,
};

/** Names for what belongs to the large organizer. */
async function nameOwnRows(client: Client): Promise<void> {
  const own = `organizer_id = (SELECT id FROM accounts WHERE email = '${LARGE_EMAIL}')`;
  await rows(`CREATE VIEW own_events AS SELECT * FROM events WHERE ${own}`, client);
  await rows(`CREATE VIEW own_visitors AS SELECT * FROM visitors WHERE ${own}`, client);
  await rows(`CREATE VIEW own_registrations AS SELECT * FROM reg_for_the_event WHERE ${own}`, client);
  await rows('CREATE VIEW own_expenses AS SELECT x.* FROM expenses x JOIN own_events e ON e.id = x.event_id', client);
}

async function digest(client: Client): Promise<Record<string, unknown>> {
  const parts = Object.entries(contents).map(
    ([name, sql]) =>
      `(SELECT count(*) || ' ' || md5(string_agg(row::text, '\n' ORDER BY row::text)) FROM (${sql}) AS all_rows(row)) AS ${name}`,
  );
  return (await rows(`SELECT ${parts.join()}`, client))[0]!;
}

const others = () =>
  rows(`SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM own_events) AS events,
  (SELECT count(*) FROM reg_for_the_event) - (SELECT count(*) FROM own_registrations) AS registrations`);

const steps: string[] = [];
let seconds: Record<string, number>;
let before: unknown;

beforeAll(async () => {
  await loadDemoData();
  await nameOwnRows(db);
  before = await others();
  seconds = await loadLargeData({ ...sizes, now, onProgress: ({ step }) => steps.push(step) });
});

test('as much is loaded as was asked for, and what was there before stays as it was', async () => {
  const counts = Object.keys(sizes).map((name) => `(SELECT count(*)::int FROM own_${name}) AS ${name}`);

  expect(await rows(`SELECT ${counts.join()}`)).toEqual([sizes]);
  expect(await others()).toEqual(before);
});

test('every step is told of and timed', () => {
  expect(steps).toEqual(['plan', 'events', 'visitors', 'registrations', 'expenses', 'vacuum']);
  expect(Object.keys(seconds)).toEqual(steps);
  expect(Object.values(seconds).every((time) => time > 0)).toBe(true);
});

test('the sums in the database are those of the plan, status by status', async () => {
  const plan = planLargeData(sizes, now);
  const registrations = plan.events.flatMap((event) => plan.registrationsOf(event));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const byStatus = [...Map.groupBy(registrations, ({ status }) => status)].map(([status, some]) => ({
    status,
    count: some.length,
    price: sum(some.map(({ price }) => price)),
    billed: sum(some.map(({ billed }) => billed)),
    refunded: sum(some.map(({ refunded }) => refunded)),
  }));

  const found = await rows(`SELECT status, count(*)::int, sum(price)::float8 AS price, sum(billed_amount)::float8 AS billed,
    sum(refund_amount)::float8 AS refunded FROM own_registrations GROUP BY status ORDER BY status`);

  expect(found).toEqual(byStatus.toSorted((a, b) => (a.status < b.status ? -1 : 1)));
  expect(found.map(({ status }) => status)).toEqual(['attended', 'cancelled', 'no_show', 'registered', 'waitlisted']);
  expect(await rows('SELECT sum(amount)::float8 AS amount FROM own_expenses')).toEqual([
    { amount: sum(plan.expenses.map(({ amount }) => amount)) },
  ]);
});

const at = `timestamptz '${now.toISOString()}'`;

test.each([
  [
    'seats taken are the rows that take a seat, within the limit of the event',
    `SELECT e.id FROM own_events e LEFT JOIN event_seats s ON s.event_id = e.id
     LEFT JOIN own_registrations r ON r.event_id = e.id AND r.status IN ('registered', 'attended', 'no_show')
     GROUP BY e.id, e.visitor_limit, s.event_id
     HAVING count(r.id) IS DISTINCT FROM s.seats_taken OR s.seat_limit <> e.visitor_limit`,
  ],
  [
    'people wait only for full events',
    `SELECT r.id FROM own_registrations r JOIN event_seats s ON s.event_id = r.event_id WHERE r.status = 'waitlisted' AND seats_taken < seat_limit`,
  ],
  [
    'what is over has no open registrations, what is to come nobody who was there, what was cancelled nobody at all',
    `SELECT r.id FROM own_registrations r JOIN own_events e ON e.id = r.event_id
     WHERE NOT r.status = ANY (CASE WHEN e.status = 'cancelled' THEN '{cancelled}' WHEN e.start_at <= ${at} THEN '{attended,no_show,cancelled}'
       ELSE '{registered,waitlisted,cancelled}' END::text[]) OR e.status = 'draft'`,
  ],
  [
    'people register after the announcement and before the event, or its cancellation',
    `SELECT r.id FROM own_registrations r JOIN own_events e ON e.id = r.event_id
     WHERE r.created_at < e.created_at OR r.created_at >= e.start_at OR r.created_at > e.cancelled_at`,
  ],
  [
    'nothing happens later than now or before what it follows from',
    `SELECT id FROM own_registrations WHERE greatest(created_at, billed_at, refunded_at, waitlisted_at, updated_at) > ${at}
       OR billed_at < created_at OR refunded_at < billed_at OR updated_at < greatest(created_at, billed_at, refunded_at)
     UNION ALL SELECT id FROM own_events WHERE greatest(created_at, cancelled_at) > ${at} OR cancelled_at NOT BETWEEN created_at AND start_at
     UNION ALL SELECT id FROM own_expenses WHERE spent_at > ${at}::date`,
  ],
  [
    'a visitor is in the list since the first registration',
    `SELECT v.id FROM own_visitors v JOIN own_registrations r ON r.visitor_id = v.id
     GROUP BY v.id, v.created_at HAVING min(r.created_at) <> v.created_at`,
  ],
  [
    'ids rise with time, as if people had made the rows',
    `SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (ORDER BY id) AS is_wrong FROM own_registrations) x WHERE is_wrong
     UNION ALL SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (ORDER BY id) AS is_wrong FROM own_events) x WHERE is_wrong
     UNION ALL SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (ORDER BY id) AS is_wrong FROM own_visitors) x WHERE is_wrong`,
  ],
  [
    'the sums that reports are made of are those of the rows',
    `WITH counted AS (SELECT event_id, status, count(*) n, sum(price) price, sum(billed_amount) billed, sum(refund_amount) refunded
       FROM reg_for_the_event GROUP BY 1, 2),
     kept AS (SELECT event_id, status, sum(registrations) n, sum(price) price, sum(billed) billed, sum(refunded) refunded
       FROM registration_sums GROUP BY 1, 2)
     SELECT * FROM counted c FULL JOIN kept k USING (event_id, status)
     WHERE (c.n, c.price, c.billed, c.refunded) IS DISTINCT FROM (k.n, k.price, k.billed, k.refunded)`,
  ],
  ['a price is between nothing and 9 000 roubles', 'SELECT id FROM own_events WHERE price NOT BETWEEN 0 AND 900000'],
  [
    'who has no seat or nothing to pay has not paid, and nobody paid too much',
    `SELECT id FROM own_registrations WHERE status = 'waitlisted' AND billed_amount > 0 OR billed_amount > price`,
  ],
])('%s', async (_rule, exceptions) => {
  expect(await rows(`${exceptions} LIMIT 3`)).toEqual([]);
});

test('the data are as varied as life: years, halls, sizes, topics, covers, time zones, debts and refunds', async () => {
  const [variety] = await rows(`SELECT
    (SELECT max(start_at) - min(start_at) > interval '3 years 4 months' FROM own_events) AS years,
    (SELECT count(*) > 5 FROM own_events WHERE start_at > ${at}) AS future,
    (SELECT count(DISTINCT date_trunc('month', created_at)) >= 36 FROM own_registrations) AS months,
    (SELECT max(n) > 10 * min(n) FROM (SELECT count(*) n FROM own_registrations GROUP BY event_id) x) AS sizes,
    (SELECT count(DISTINCT topic_id) = 10 FROM own_events) AS topics,
    (SELECT count(DISTINCT regexp_replace(title, ' № \\d+$', '')) > 70 FROM own_events) AS titles,
    (SELECT count(DISTINCT time_zone) > 3 FROM own_events) AS zones,
    (SELECT count(*) > 5 FROM own_events WHERE price = 0) AS free,
    (SELECT count(*) > 0 FROM own_events WHERE status = 'cancelled' AND cancel_reason <> '') AS cancelled,
    (SELECT count(*) > 0 FROM own_events WHERE status = 'draft') AS drafts,
    (SELECT count(*) > 100 FROM own_registrations WHERE billed_amount BETWEEN 1 AND price - 1 AND status = 'attended') AS debts,
    (SELECT count(*) > 100 FROM own_registrations WHERE refund_amount = billed_amount AND refund_amount > 0) AS refunds,
    (SELECT count(*) > 100 FROM own_registrations WHERE billed_amount % 100 > 0) AS kopecks,
    (SELECT count(*) > 100 FROM own_visitors WHERE phone_number IS NULL) AS without_phone`);
  const motifs = (await rows('SELECT DISTINCT cover_motif FROM own_events')).map((event) => String(event['cover_motif']));

  expect(Object.entries(variety!).filter(([, isThere]) => isThere !== true)).toEqual([]);
  expect(motifs.length).toBeGreaterThan(20);
  expect(motifs.every(isMotif)).toBe(true);
});

test('tables are analysed, and their pages are marked as visible to all, so that plans and index-only scans are those of a used site', async () => {
  const tables =
    await rows(`SELECT relname FROM pg_class WHERE relname IN ('events', 'event_seats', 'visitors', 'reg_for_the_event', 'expenses')
    AND reltuples > 0 AND relallvisible > 0.9 * relpages`);

  expect(tables).toHaveLength(5);
});

test('the organizer logs in with the password of the examples and sees own visitors', async () => {
  const app = await startApp();
  const browser = await app.guest().logIn(LARGE_EMAIL, DEMO_PASSWORD);

  expect((await browser.get('/registrations')).text).toContain('№');
  expect((await browser.get('/visitors')).text).toContain('@example.com');
});

test('another database gets the same rows, ids and secrets apart', async () => {
  const other = await freshDatabase();
  vi.stubEnv('DATABASE_URL', other.url);
  vi.resetModules();
  const { db: otherDb, closeDatabase } = await import('../../src/db.ts');
  const large = await import('../../src/services/demo/large/index.ts');
  try {
    await large.loadLargeData({ ...sizes, now });
    await nameOwnRows(otherDb);

    expect(await digest(otherDb)).toEqual(await digest(db));
  } finally {
    await closeDatabase();
    await other.drop();
    vi.unstubAllEnvs();
  }
});

test('what fails leaves nothing behind', async () => {
  const total = () => rows('SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM accounts) AS accounts');
  const then = await total();

  await expect(loadLargeData({ ...sizes, now })).rejects.toThrow('accounts_email_key');
  await expect(loadLargeData({ ...sizes, visitors: 10, now })).rejects.toThrow(RangeError);

  expect(await total()).toEqual(then);
  expect(await hasLargeData()).toBe(true);
});

test.each([
  { why: 'the organizer is there already', options: ['--large'], env: {}, says: 'Организатор large@example.org уже есть' },
  { why: 'it is production', options: ['--large'], env: { NODE_ENV: 'production' }, says: 'примеры не загружаются' },
  { why: 'the site is not empty', options: [], env: {}, says: 'только на пустой сайт' },
  {
    why: 'the option is not known',
    options: ['--huge'],
    env: { DEFAULT_LOCALE: 'en' },
    says: 'adds an organizer with a million registrations',
  },
])('npm run demo:seed refuses kindly when $why', async ({ options, env, says }) => {
  const command = [join(root, 'src/demo-seed.ts'), ...options];
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, command, { env: { ...process.env, ...env }, encoding: 'utf8' }, (error, _stdout, words) =>
      resolve({ code: error?.code, stderr: words }),
    );
  });

  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
});
