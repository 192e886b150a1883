import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { isAdmin } from '../../policies/accounts.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import { canSeePerson } from '../../policies/people.ts';
import type { Visibility } from '../../policies/people.ts';
import { hasPublicPage, shownColumns, shownTables, visibilityOf } from './shown.ts';
import type { ShownPerson } from './shown.ts';

interface PersonRow extends ShownPerson {
  visibility: Visibility;
  /** Has published events, now or before. */
  runsEvents: boolean;
  isFollowed: boolean;
  joinedAt: Date;
  about: string;
  city: string;
  links: string[];
  showsPlans: boolean;
}

/** A person's page. What they say about themselves is null for those to whom it is not open. */
export interface Person extends ShownPerson {
  runsEvents: boolean;
  isFollowed: boolean;
  personal: Pick<PersonRow, 'joinedAt' | 'about' | 'city' | 'links' | 'showsPlans'> | null;
}

/**
 * A person as the reader (null is a guest) may see them. Whoever runs events has a page that everybody may open.
 * @throws NotFound if there is none, or none for this reader
 */
export async function getPerson(id: number, reader: CurrentAccount | null): Promise<Person> {
  const [row] = await db.$queryRaw<PersonRow[]>`
    SELECT ${shownColumns}, ${hasPublicPage} AS "runsEvents", ${readerFollows(reader)} AS "isFollowed", a.created_at AS "joinedAt",
      ${visibilityOf} AS visibility,
      coalesce(p.about, '') AS about, coalesce(p.city, '') AS city, coalesce(p.links, '{}') AS links, coalesce(p.shows_plans, false) AS "showsPlans"
    FROM ${shownTables} WHERE a.id = ${id} AND a.deleted_at IS NULL`;
  const isOpen = row !== undefined && (isAdmin(reader) || canSeePerson(reader?.id ?? null, row));
  if (!row || !(isOpen || row.runsEvents)) throw new NotFound();

  const { personId, name, avatarId, seenBy, runsEvents, isFollowed, joinedAt, about, city, links, showsPlans } = row;
  const personal = isOpen ? { joinedAt, about, city, links, showsPlans } : null;
  return { personId, name, avatarId, seenBy, runsEvents, isFollowed, personal };
}

const readerFollows = (reader: CurrentAccount | null): Prisma.Sql =>
  reader ? Prisma.sql`EXISTS (SELECT 1 FROM follows f WHERE f.account_id = ${reader.id} AND f.organizer_id = a.id)` : Prisma.sql`false`;
