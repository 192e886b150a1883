import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { LONGEST_EVENT_DAYS } from '../../policies/events.ts';
import { ENOUGH_RATINGS } from '../../policies/ratings.ts';
import { organizerRatings } from '../ratings/averages.ts';
import { shortCache } from '../short-cache.ts';
import { listedColumns } from './listed.ts';
import type { ListedEvent } from './listed.ts';
import { forgetInsiders, isInsider, listedFor } from './visibility.ts';
import type { Viewer } from './visibility.ts';
import { matchesWords } from './search.ts';

/** Where a page begins: beside this event of the order. */
export interface Position {
  startAt: Date;
  id: number;
}

export interface CatalogueFilter {
  /** Who looks: events for members only are shown to those alone who may take part. Nobody is a guest. */
  viewer?: Viewer;
  /** Past events, the latest first, instead of upcoming and running ones. */
  past?: boolean;
  q?: string;
  /** A slug; those below it count, too. */
  topic?: string;
  tag?: string;
  organizerId?: number;
  /** Offline and online find hybrid events, too. */
  format?: string | undefined;
  /** Either side. */
  free?: boolean;
  /** Only events that overlap from … to. */
  from?: Date | null;
  to?: Date | null;
  after?: Position | null;
  before?: Position | null;
}

/** `rating` is the average of its organizer, once enough people have rated; null for what is past, which has ratings of its own. */
export interface CatalogueEvent extends ListedEvent {
  organizerId: number;
  rating: number | null;
}

export interface CataloguePage {
  events: CatalogueEvent[];
  hasPrevious: boolean;
  hasNext: boolean;
}

export const PAGE_SIZE = 20;

/** None that began before is still running. */
const LONGEST_MS = LONGEST_EVENT_DAYS * 86_400_000;

const cache = shortCache<CataloguePage>({ ageMs: 1000, size: 200 });

/** To be called when an event was written, so that its organizer finds it in the list at once. */
export function forgetCatalogue(): void {
  cache.clear();
  forgetInsiders();
}

/** One page of published events. First pages that many look at are kept for a second. */
export async function listEvents(given: CatalogueFilter, now = new Date()): Promise<CataloguePage> {
  const viewer = given.viewer && (await isInsider(given.viewer)) ? given.viewer : null;
  const filter = { ...given, viewer };
  const { q, tag, from, to, after, before, past, topic, format, free, organizerId } = filter;
  const load = () => loadPage(filter, now);
  return viewer || q || tag || from || to || after || before ? load() : cache.get([past, topic, format, free, organizerId].join('|'), load);
}

async function loadPage(filter: CatalogueFilter, now: Date): Promise<CataloguePage> {
  const found = await db.$queryRaw<Omit<CatalogueEvent, 'rating'>[]>(catalogueSql(filter, now));
  const events = await withRatings(found.slice(0, PAGE_SIZE), Boolean(filter.past));
  const hasMore = found.length > PAGE_SIZE;
  return filter.before
    ? { events: events.reverse(), hasPrevious: hasMore, hasNext: true }
    : { events, hasPrevious: Boolean(filter.after), hasNext: hasMore };
}

async function withRatings(events: Omit<CatalogueEvent, 'rating'>[], isPast: boolean): Promise<CatalogueEvent[]> {
  const ratings = await organizerRatings(isPast ? [] : events.map(({ organizerId }) => organizerId));
  return events.map((event) => {
    const { average = null, ratings: count = 0 } = ratings.get(event.organizerId) ?? {};
    return { ...event, rating: count >= ENOUGH_RATINGS ? average : null };
  });
}

/** The statement of a page and the row after it; walks the index of published events by start. */
export function catalogueSql(filter: CatalogueFilter, now: Date): Prisma.Sql {
  const isDescending = Boolean(filter.past) !== Boolean(filter.before);
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const conditions = [
    Prisma.sql`e.status = 'published'`,
    listedFor(filter.viewer ?? null),
    ...time(filter, now),
    ...chosen(filter),
    ...beside(filter, isDescending),
  ];
  return Prisma.sql`
    SELECT ${listedColumns}, e.organizer_id AS "organizerId"
    FROM events e JOIN event_seats s ON s.event_id = e.id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY e.start_at ${direction}, e.id ${direction} LIMIT ${PAGE_SIZE + 1}`;
}

function time({ past, from, to }: CatalogueFilter, now: Date): Prisma.Sql[] {
  const since = from && (past || from > now) ? from : now;
  const ends = past
    ? [Prisma.sql`e.start_at < ${now} AND e.end_at <= ${now}`, ...(from ? [Prisma.sql`e.end_at > ${from}`] : [])]
    : [Prisma.sql`e.start_at > ${new Date(since.getTime() - LONGEST_MS)} AND e.end_at > ${since}`];
  return to ? [...ends, Prisma.sql`e.start_at < ${to}`] : ends;
}

function chosen({ topic, tag, format, free, organizerId, q }: CatalogueFilter): Prisma.Sql[] {
  return [
    ...(topic
      ? [
          Prisma.sql`e.topic_id = ANY (ARRAY(SELECT t.id FROM topics t LEFT JOIN topics p ON p.id = t.parent_id WHERE t.slug = ${topic} OR p.slug = ${topic}))`,
        ]
      : []),
    ...(organizerId ? [Prisma.sql`e.organizer_id = ${organizerId}`] : []),
    ...(tag ? [Prisma.sql`e.tags @> ARRAY[${tag}]::text[]`] : []),
    ...(format ? [Prisma.sql`e.format = ANY (${format === 'hybrid' ? [format] : [format, 'hybrid']})`] : []),
    ...(free ? [Prisma.sql`(e.price = 0 OR e.format = 'hybrid' AND e.online_price = 0)`] : []),
    ...(q ? [matchesWords(q)] : []),
  ];
}

function beside({ after, before }: CatalogueFilter, isDescending: boolean): Prisma.Sql[] {
  const position = before ?? after;
  if (!position) return [];
  const { startAt, id } = position;
  return isDescending
    ? [Prisma.sql`(e.start_at, e.id) < (${startAt}, ${id}::int)`]
    : [Prisma.sql`(e.start_at, e.id) > (${startAt}, ${id}::int)`];
}
