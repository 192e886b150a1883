import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { hasPublicPage, shownColumns, shownTables } from './shown.ts';
import type { ShownPerson } from './shown.ts';

/** One of the two: an organizer or a group. */
export interface Followed {
  organizerId: number | null;
  groupId: number | null;
}

export interface FollowedGroup {
  id: number;
  slug: string;
  name: string;
}

/**
 * Lets somebody follow an organizer or a group; doing it again changes nothing. Gives the name of what is followed.
 * @throws NotFound if there is none, for somebody who runs no events, and for oneself
 */
export async function follow(accountId: number, { organizerId, groupId }: Followed): Promise<string> {
  const name = await nameOf(
    { organizerId, groupId },
    Prisma.sql`${hasPublicPage} AND a.id <> ${accountId}`,
    Prisma.sql`g.archived_at IS NULL`,
  );
  await db.follow.createMany({ data: { accountId, organizerId, groupId }, skipDuplicates: true });
  return name;
}

/**
 * Ends that; doing it again changes nothing. Gives the name of what was followed.
 * @throws NotFound if there is no such organizer or group
 */
export async function unfollow(accountId: number, { organizerId, groupId }: Followed): Promise<string> {
  const isFollowed = Prisma.sql`EXISTS (SELECT 1 FROM follows f WHERE f.account_id = ${accountId} AND f.organizer_id = a.id)`;
  const name = await nameOf({ organizerId, groupId }, Prisma.sql`(${hasPublicPage} OR ${isFollowed})`, Prisma.sql`true`);
  await db.follow.deleteMany({ where: { accountId, organizerId, groupId } });
  return name;
}

async function nameOf({ organizerId, groupId }: Followed, ofOrganizer: Prisma.Sql, ofGroup: Prisma.Sql): Promise<string> {
  const [found] =
    organizerId === null
      ? await db.$queryRaw<{ name: string }[]>`SELECT g.name FROM groups g WHERE g.id = ${groupId} AND ${ofGroup}`
      : await db.$queryRaw<{ name: string }[]>`
          SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = ${organizerId} AND a.deleted_at IS NULL AND ${ofOrganizer}`;
  if (!found) throw new NotFound();
  return found.name;
}

/** The organizers whom somebody follows, the latest first. */
export const listFollowedPeople = (accountId: number): Promise<ShownPerson[]> => db.$queryRaw<ShownPerson[]>`
  SELECT ${shownColumns} FROM ${shownTables} JOIN follows f ON f.organizer_id = a.id
  WHERE f.account_id = ${accountId} AND a.deleted_at IS NULL ORDER BY f.id DESC`;

/** The groups that somebody follows, the latest first. */
export const listFollowedGroups = (accountId: number): Promise<FollowedGroup[]> => db.$queryRaw<FollowedGroup[]>`
  SELECT g.id, g.slug, g.name FROM follows f JOIN groups g ON g.id = f.group_id
  WHERE f.account_id = ${accountId} AND g.archived_at IS NULL ORDER BY f.id DESC`;
