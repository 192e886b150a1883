import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { shortCache } from '../short-cache.ts';

/** Who looks at a list; null is a guest. */
export type Viewer = { id: number; role: string } | null;

/** The condition on events `e` under which a list shows them: those for members only are shown to members, the organizer and admins. */
export function listedFor(viewer: Viewer): Prisma.Sql {
  if (viewer === null) return Prisma.sql`NOT e.members_only`;
  if (viewer.role === 'admin') return Prisma.sql`true`;
  return Prisma.sql`(NOT e.members_only OR e.organizer_id = ${viewer.id}::int OR e.group_id IN (
    SELECT gm.group_id FROM group_members gm WHERE gm.account_id = ${viewer.id}::int))`;
}

const insiders = shortCache<boolean>({ ageMs: 1000, size: 1000 });

/** To be called when an event or a membership was written. */
export const forgetInsiders = (): void => insiders.clear();

/** Whether there is any event for members only that an account may see: who sees none reads the same lists as guests. */
export const isInsider = (viewer: NonNullable<Viewer>): Promise<boolean> =>
  insiders.get(`${viewer.id} ${viewer.role}`, async () => {
    const [found] = await db.$queryRaw<{ isInsider: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM events e WHERE e.members_only AND e.status = 'published' AND ${listedFor(viewer)}) AS "isInsider"`;
    return found!.isInsider;
  });

/** Whether an account may take part in an event for members only, and so see where it is. */
export async function isMemberOf(groupId: number, viewer: Viewer): Promise<boolean> {
  if (viewer === null) return false;
  return (await db.groupMember.count({ where: { groupId, accountId: viewer.id } })) > 0;
}
