import { Prisma } from '../../generated/client.ts';
import type { Visibility } from '../../policies/people.ts';

/** A person beside what they wrote or lead. The name is '' once the account was deleted. */
export interface ShownPerson {
  personId: number;
  name: string;
  avatarId: string | null;
  /** Who may open their page, so that no name leads to a page that is not there. */
  seenBy: Visibility;
}

/** Whoever has run an event has a page that everybody may open; what it says of the person follows the profile. */
export const hasPublicPage = Prisma.sql`EXISTS (SELECT 1 FROM events o WHERE o.organizer_id = a.id AND o.status <> 'draft')`;

/** Whom somebody lets see their profile; an account whose address nobody has confirmed may be anybody's, and shows none. */
export const visibilityOf = Prisma.sql`CASE WHEN a.email_confirmed_at IS NULL THEN 'hidden' ELSE coalesce(p.visibility, 'logged_in') END`;

/** The columns of a ShownPerson; needs `shownTables` over an account `a`. */
export const shownColumns = Prisma.sql`
  a.id AS "personId", coalesce(nullif(p.shown_name, ''), concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) AS name, p.avatar_id AS "avatarId",
  CASE WHEN ${hasPublicPage} THEN 'everyone' ELSE ${visibilityOf} END AS "seenBy"`;

/** accounts a with the profile p, if there is one. */
export const shownTables = Prisma.sql`accounts a LEFT JOIN profiles p ON p.account_id = a.id`;
