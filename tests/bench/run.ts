import { fetchPage, load, takeTurns } from './load.ts';
import type { Load } from './load.ts';
import { registering } from './registering.ts';
import { benchReports } from './reports.ts';
import { EVENTS, startSite } from './site.ts';
import { benchWebinar } from './webinar.ts';

// npm run bench: what the choices on the hot paths are worth and what reports cost at size, side by side in one run; one part alone with
// -- hot-paths, -- reports or -- webinar. Load, site and PostgreSQL share this
// machine, so look at the ratios and not at the numbers.

const SECONDS = 4;
const ROUNDS = 3;
/** Events of their own: counting gets slower with every registration, which must not be blamed on the other. */
const HOT = { byFunction: 1, byCounting: 2 };

const only = process.argv[2];
const parts = { 'hot-paths': benchHotPaths, reports: benchReports, webinar: benchWebinar };
for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();

async function benchHotPaths(): Promise<void> {
  const site = await startSite();
  try {
    await fetchPage(`${site.url}/events`);
    const pages = { seconds: SECONDS, width: 32 };
    report(
      'Pages',
      await takeTurns(
        {
          'nothing but HTTP (/healthz)': () => load(() => fetchPage(`${site.url}/healthz`), pages),
          'the list (/events)': () => load(() => fetchPage(`${site.url}/events`), pages),
          'an event (/events/:id)': () => load((n) => fetchPage(`${site.url}/events/${(n % EVENTS) + 1}`), pages),
        },
        ROUNDS,
      ),
    );

    const { byFunction, byCounting, close } = registering(site.databaseUrl);
    const writes = { seconds: SECONDS, width: 16 };
    report(
      'Registering for one event',
      await takeTurns(
        {
          'lock, count, insert step by step': () => load(() => byCounting(HOT.byCounting), writes),
          'one call of register_visitor': () => load(() => byFunction(HOT.byFunction), writes),
        },
        ROUNDS,
      ),
    );
    await close();
  } finally {
    await site.stop();
  }
}

function report(title: string, results: Record<string, Load>): void {
  const [first] = Object.values(results);
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(
      Object.entries(results).map(([name, { perSecond, p50Ms, p99Ms }]) => [
        name,
        {
          'per second': Math.round(perSecond),
          'p50 ms': Number(p50Ms.toFixed(1)),
          'p99 ms': Number(p99Ms.toFixed(1)),
          ratio: Number((perSecond / first!.perSecond).toFixed(2)),
        },
      ]),
    ),
  );
}
