import { Prisma } from '../../generated/client.ts';

/** Words alone: nothing that websearch_to_tsquery would read as an operator. */
const plainWords = /^[\p{L}\p{N}\s.,'’«»:;()/-]+$/u;

/** Shorter ones begin too many other words. */
const SHORTEST_PREFIX = 4;

/** The words as a tsquery in which the last one may be unfinished; null for a short last word and for a query with operators. */
export function unfinishedQuery(q: string): string | null {
  const words = q.match(/[\p{L}\p{N}]+/gu) ?? [];
  const hasOperator = !plainWords.test(q) || /(^|\s)-|\bor\b/i.test(q);
  const isShort = (words.at(-1)?.length ?? 0) < SHORTEST_PREFIX;
  return hasOperator || isShort ? null : `${words.join(' & ')}:*`;
}

/**
 * The published events that a search finds. PostgreSQL's Russian configuration takes Latin words for English ones, so that
 * it serves both languages. Materialized: found by the index of words, never by reading one text after another in the order of the list.
 */
export function matchesWords(q: string): Prisma.Sql {
  const unfinished = unfinishedQuery(q);
  const prefix = unfinished ? Prisma.sql` || to_tsquery('russian', ${unfinished})` : Prisma.empty;
  return Prisma.sql`e.id IN (
    WITH found AS MATERIALIZED (
      SELECT f.id FROM events f
      WHERE f.status = 'published' AND event_search(f.title, f.location, f.description, f.tags)
        @@ (websearch_to_tsquery('russian', ${q})${prefix}))
        SELECT id FROM found)`;
}
