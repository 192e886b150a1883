import { Prisma } from '../../generated/client.ts';

/** Who looks at a list; null is a guest. */
export type Viewer = { id: number; role: string } | null;

/** The condition on events `e` under which a list shows them: those for members only are shown to members, the organizer and admins. */
export function listedFor(viewer: Viewer): Prisma.Sql {
  if (viewer === null) return Prisma.sql`NOT e.members_only`;
  if (viewer.role === 'admin') return Prisma.sql`true`;
  return Prisma.sql`(NOT e.members_only OR e.organizer_id = ${viewer.id}::int OR EXISTS (
    SELECT 1 FROM group_members gm WHERE gm.group_id = e.group_id AND gm.account_id = ${viewer.id}::int))`;
}
