import { Prisma } from '../../generated/client.ts';

/** Words alone: nothing that websearch_to_tsquery would read as an operator. */
const plainWords = /^[\p{L}\p{N}\s.,'’«»:;()/-]+$/u;

/** The words as a tsquery in which the last one may be unfinished; null for a query with operators. */
export function unfinishedQuery(q: string): string | null {
  const hasOperator = !plainWords.test(q) || /(^|\s)-|\bor\b/i.test(q);
  const words = q.match(/[\p{L}\p{N}]+/gu) ?? [];
  return hasOperator || words.length === 0 ? null : `${words.join(' & ')}:*`;
}

/**
 * The published events that a search finds, in both languages at once. Materialized: by their index, never by reading
 * the text of one event after another in the order of the list.
 */
export function matchesWords(q: string): Prisma.Sql {
  const unfinished = unfinishedQuery(q);
  const prefix = unfinished ? Prisma.sql` || to_tsquery('russian', ${unfinished}) || to_tsquery('english', ${unfinished})` : Prisma.empty;
  return Prisma.sql`e.id IN (
    WITH found AS MATERIALIZED (
      SELECT f.id FROM events f
      WHERE f.status = 'published' AND event_search(f.title, f.location, f.description)
        @@ (websearch_to_tsquery('russian', ${q}) || websearch_to_tsquery('english', ${q})${prefix}))
    SELECT id FROM found)`;
}
