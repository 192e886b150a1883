import { Prisma } from '../../generated/client.ts';

/** A person beside what they wrote or lead. The name is '' once the account was deleted. */
export interface ShownPerson {
  personId: number;
  name: string;
  avatarId: string | null;
}

/** The columns of a ShownPerson; needs `shownTables` over an account `a`. */
export const shownColumns = Prisma.sql`
  a.id AS "personId", coalesce(nullif(p.shown_name, ''), concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) AS name, p.avatar_id AS "avatarId"`;

/** accounts a with the profile p, if there is one. */
export const shownTables = Prisma.sql`accounts a LEFT JOIN profiles p ON p.account_id = a.id`;
