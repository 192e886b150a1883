import { db } from '../../db.ts';
import { shortCache } from '../short-cache.ts';

export interface Topic {
  id: number;
  slug: string;
  nameRu: string;
  nameEn: string;
  icon: string;
  position: number;
  /** Null for one at the top. */
  parentId: number | null;
  /** The slug of the topic above, or its own. */
  rootSlug: string;
}

/** Another process may have changed them: an admin waits this long at most. */
const cache = shortCache<Topic[]>({ ageMs: 5000, size: 1 });

/** To be called when a topic was written. */
export const forgetTopics = (): void => cache.clear();

/** All topics in their order: each with those below it right after it. */
export const listTopics = (): Promise<Topic[]> =>
  cache.get(
    'topics',
    () => db.$queryRaw<Topic[]>`
      SELECT t.id, t.slug, t.name_ru AS "nameRu", t.name_en AS "nameEn", t.icon, t.position, t.parent_id AS "parentId",
        coalesce(p.slug, t.slug) AS "rootSlug"
      FROM topics t LEFT JOIN topics p ON p.id = t.parent_id
      ORDER BY coalesce(p.position, t.position), coalesce(p.id, t.id), t.parent_id NULLS FIRST, t.position, t.id`,
  );
