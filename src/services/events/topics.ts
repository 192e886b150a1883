import { db } from '../../db.ts';
import { shortCache } from '../short-cache.ts';

export interface Topic {
  id: number;
  slug: string;
  nameRu: string;
  nameEn: string;
}

const cache = shortCache<Topic[]>({ ageMs: 60_000, size: 1 });

/** All topics in their order. They hardly ever change, so a minute old is fresh. */
export const listTopics = (): Promise<Topic[]> =>
  cache.get(
    'topics',
    () => db.$queryRaw<Topic[]>`
      SELECT id, slug, name_ru AS "nameRu", name_en AS "nameEn" FROM topics ORDER BY position, id`,
  );
