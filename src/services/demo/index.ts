import { hash } from 'bcrypt';
import { db } from '../../db.ts';
import { loadAccounts } from './load/accounts.ts';
import { loadDiscussions } from './load/discussions.ts';
import { loadEvents } from './load/events.ts';
import { loadGroups } from './load/groups.ts';
import { loadNews } from './load/news.ts';
import { quietInventedPeople } from './load/quiet.ts';
import { loadRatings } from './load/ratings.ts';
import { loadWebinar } from './load/webinar.ts';
import { findHighlights } from '../webinars/highlights.ts';
import { storeRecording } from './webinars/recording.ts';

export const DEMO_PASSWORD = 'tochka-sbora';

/** Whether nobody has used this database yet. */
export async function isEmptyDatabase(): Promise<boolean> {
  const [found] = await db.$queryRaw<{ used: boolean }[]>`SELECT EXISTS (SELECT 1 FROM accounts) AS used`;
  return !found?.used;
}

/** Fills an empty site with three hundred people in twelve groups, a season of events around today, money, ratings and talk. */
export async function loadDemoData(now: Date = new Date()): Promise<void> {
  const [passwordHash, recording] = await Promise.all([hash(DEMO_PASSWORD, 10), storeRecording()]);
  const webinar = await db.$transaction(
    async (tx) => {
      const accounts = { tx, now, ...(await loadAccounts(tx, passwordHash, now)) };
      const world = { ...accounts, ...(await loadGroups(accounts)) };
      const events = await loadEvents(world);
      await loadRatings(world, events);
      await loadDiscussions(world);
      await loadNews(world);
      await quietInventedPeople(tx);
      return loadWebinar(world, events, recording);
    },
    { timeout: 60_000 },
  );
  // Found when the broadcast ended: nobody is mailed of it now.
  await findHighlights(webinar.eventId, webinar.endedAt);
  await db.$executeRaw`ANALYZE`;
}
