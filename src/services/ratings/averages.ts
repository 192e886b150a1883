import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { shortCache } from '../short-cache.ts';

/** What published ratings come to. `average` is from 1 to 5, null while there are none. */
export interface RatingAverage {
  average: number | null;
  ratings: number;
}

/** It stands on every page of an organizer's events. What another process published is seen that much later. */
const cache = shortCache<RatingAverage>({ ageMs: 30_000, size: 1000 });

/** To be called when ratings were published, changed or hidden, so that whoever did it sees it at once. */
export const forgetAverages = (): void => cache.clear();

/** The average over all events of an organizer, smoothed so that one 5 does not beat fifty 4.8. */
export const organizerRating = (organizerId: number): Promise<RatingAverage> =>
  cache.get(`organizer ${organizerId}`, () => averageOf(Prisma.sql`e.organizer_id = ${organizerId}`));

/** The same of several organizers, by at most one statement. */
export async function organizerRatings(organizerIds: readonly number[]): Promise<Map<number, RatingAverage>> {
  const ids = [...new Set(organizerIds)];
  let loading: Promise<Map<number, RatingAverage>> | undefined;
  const load = async (id: number) => (await (loading ??= averagesOf(ids))).get(id) ?? { average: null, ratings: 0 };
  return new Map(await Promise.all(ids.map(async (id) => [id, await cache.get(`organizer ${id}`, () => load(id))] as const)));
}

async function averagesOf(ids: number[]): Promise<Map<number, RatingAverage>> {
  const rows = await db.$queryRaw<(RatingAverage & { id: number })[]>`
    SELECT e.organizer_id AS id, smoothed_rating(sum(t.stars), sum(t.ratings)) AS average, sum(t.ratings)::int AS ratings
    FROM events e JOIN event_rating_totals t ON t.event_id = e.id WHERE e.organizer_id = ANY (${ids}::int[]) GROUP BY e.organizer_id`;
  return new Map(rows.map(({ id, ...rating }) => [id, rating]));
}

/** The same over the events of a group. */
export const groupRating = (groupId: number): Promise<RatingAverage> =>
  cache.get(`group ${groupId}`, () => averageOf(Prisma.sql`e.group_id = ${groupId}`));

async function averageOf(condition: Prisma.Sql): Promise<RatingAverage> {
  const [row] = await db.$queryRaw<RatingAverage[]>`
    SELECT smoothed_rating(sum(t.stars), sum(t.ratings)) AS average, coalesce(sum(t.ratings), 0)::int AS ratings
    FROM events e JOIN event_rating_totals t ON t.event_id = e.id WHERE ${condition}`;
  return row!;
}
