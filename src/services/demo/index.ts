import { hash } from 'bcrypt';
import { db } from '../../db.ts';
import { loadAccounts } from './load/accounts.ts';
import { loadDiscussions } from './load/discussions.ts';
import { loadEvents } from './load/events.ts';
import { loadGroups } from './load/groups.ts';
import { loadNews } from './load/news.ts';
import { quietInventedPeople } from './load/quiet.ts';
import { loadRatings } from './load/ratings.ts';

export const DEMO_PASSWORD = 'tochka-sbora';

/** Whether nobody has used this database yet. */
export async function isEmptyDatabase(): Promise<boolean> {
  const [found] = await db.$queryRaw<{ used: boolean }[]>`SELECT EXISTS (SELECT 1 FROM accounts) AS used`;
  return !found?.used;
}

/** Fills an empty site with three hundred people in twelve groups, a season of events around today, money, ratings and talk. */
export async function loadDemoData(now: Date = new Date()): Promise<void> {
  const passwordHash = await hash(DEMO_PASSWORD, 10);
  await db.$transaction(
    async (tx) => {
      const accounts = { tx, now, ...(await loadAccounts(tx, passwordHash, now)) };
      const world = { ...accounts, ...(await loadGroups(accounts)) };
      const events = await loadEvents(world);
      await loadRatings(world, events);
      await loadDiscussions(world);
      await loadNews(world);
      await quietInventedPeople(tx);
    },
    { timeout: 60_000 },
  );
  await db.$executeRaw`ANALYZE`;
}
