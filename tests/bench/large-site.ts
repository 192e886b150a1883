import { config } from '../../src/config.ts';
import { registrationStatuses } from '../../src/policies/registrations.ts';
import { startSite } from './site.ts';
import type { BenchSite } from './site.ts';

/** A site with 2,000 events, 100,000 visitors and 1,000,000 registrations of one organizer, who is logged in. */
export interface LargeSite extends BenchSite {
  /** Of the organizer; the site's processes share it. */
  cookie: string;
  /** Ids that are worth a report. */
  ids: { event: number; visitor: number; firstEventsOf: (registrations: number) => number[] };
  /** The query of the CSV file with all registrations. */
  csvQuery: string;
}

export async function startLargeSite(): Promise<LargeSite> {
  const site = await startSite(fillLarge);
  const { pool } = await import('../../src/db.ts');
  const { LARGE_EMAIL } = await import('../../src/services/demo/large/index.ts');
  const { DEMO_PASSWORD } = await import('../../src/services/demo/index.ts');
  const { registrationsCsvQuery } = await import('../../src/services/reports/registrations.ts');

  const owner = await pool.query<{ id: number }>('SELECT id FROM accounts WHERE email = $1', [LARGE_EMAIL]);
  const ownerId = owner.rows[0]!.id;
  const events = await pool.query<{ id: number; count: number }>(
    'SELECT event_id AS id, count(*)::int AS count FROM reg_for_the_event GROUP BY 1 ORDER BY 2 DESC, 1',
  );
  const visitors = await pool.query<{ id: number }>(
    'SELECT visitor_id AS id FROM reg_for_the_event GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  );
  const statuses = Object.fromEntries(registrationStatuses.map((status) => [status, status]));
  const scope = { ownerId, from: null, to: null, eventIds: [], statuses: [], visitorId: null };
  return Object.assign(site, {
    cookie: await logIn(site.url, LARGE_EMAIL, DEMO_PASSWORD),
    ids: { event: events.rows[0]!.id, visitor: visitors.rows[0]!.id, firstEventsOf: (count: number) => upTo(count, events.rows) },
    csvQuery: registrationsCsvQuery(scope, { locale: 'ru', statuses }),
  });
}

async function fillLarge(databaseUrl: string): Promise<void> {
  config.databaseUrl = databaseUrl;
  const { loadLargeData } = await import('../../src/services/demo/large/index.ts');
  const { foldRegistrationSums } = await import('../../src/services/reports/fold-sums.ts');
  await loadLargeData();
  await foldRegistrationSums();
}

function upTo(count: number, events: { id: number; count: number }[]): number[] {
  let sum = 0;
  return events.filter((event) => sum < count && (sum += event.count)).map(({ id }) => id);
}

async function logIn(url: string, email: string, password: string): Promise<string> {
  const form = await fetch(`${url}/login`);
  const cookies = new Map<string, string>();
  keep(cookies, form);
  const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())![1]!;
  const reply = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { cookie: header(cookies) },
    body: new URLSearchParams({ _csrf: token, email, password }),
    redirect: 'manual',
  });
  if (reply.status !== 303) throw new Error(`Logging in answered ${reply.status}`);
  keep(cookies, reply);
  return header(cookies);
}

const header = (cookies: Map<string, string>) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

function keep(cookies: Map<string, string>, reply: Response): void {
  for (const line of reply.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    cookies.set(name!, value!);
  }
}
