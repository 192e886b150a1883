import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import type { GroupRole } from '../../policies/groups.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';

export interface GroupMember extends ShownPerson {
  role: GroupRole;
  mutedUntil: Date | null;
  joinedAt: Date;
}

/** Where a page of members begins: after this one of the order. */
export interface MemberPosition {
  role: GroupRole;
  joinedAt: Date;
  personId: number;
}

interface MembersQuery {
  groupId: number;
  q?: string;
  role?: GroupRole | undefined;
  after?: MemberPosition | null;
  limit?: number;
}

const MEMBERS_PER_PAGE = 30;

const memberColumns = Prisma.sql`${shownColumns}, m.role, m.muted_until AS "mutedUntil", m.joined_at AS "joinedAt"`;
const memberTables = Prisma.sql`group_members m JOIN ${shownTables} ON a.id = m.account_id`;
const rankOf = (role: Prisma.Sql) => Prisma.sql`array_position(ARRAY['leader', 'moderator', 'member'], ${role}::text)`;

/** One page of a group's members: leaders, then who helps, then the rest, each in the order of their coming. */
export async function listMembers({ groupId, q, role, after = null, limit = MEMBERS_PER_PAGE }: MembersQuery) {
  const conditions = [
    Prisma.sql`m.group_id = ${groupId}`,
    ...(role ? [Prisma.sql`m.role = ${role}`] : []),
    ...(after
      ? [
          Prisma.sql`(${rankOf(Prisma.sql`m.role`)}, m.joined_at, m.account_id)
            > (${rankOf(Prisma.sql`${after.role}`)}, ${after.joinedAt}::timestamptz, ${after.personId}::int)`,
        ]
      : []),
  ];
  const like = `%${(q ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  const found = await db.$queryRaw<GroupMember[]>`
    SELECT * FROM (
      SELECT ${memberColumns} FROM ${memberTables}
      WHERE ${Prisma.join(conditions, ' AND ')}) found
    WHERE ${q ? Prisma.sql`name ILIKE ${like}` : Prisma.sql`true`}
    ORDER BY ${rankOf(Prisma.sql`role`)}, "joinedAt", "personId" LIMIT ${limit + 1}`;
  return { members: found.slice(0, limit), hasNext: found.length > limit };
}

/** Somebody in a group, or who asks to be: `role` is null. */
export interface Candidate extends ShownPerson {
  role: GroupRole | null;
  mutedUntil: Date | null;
}

/**
 * Somebody who is in a group or asks to be.
 * @throws NotFound for anybody else
 */
export async function getCandidate(groupId: number, accountId: number): Promise<Candidate> {
  const [candidate] = await db.$queryRaw<Candidate[]>`
    SELECT ${shownColumns}, m.role, m.muted_until AS "mutedUntil"
    FROM ${shownTables} LEFT JOIN group_members m ON m.account_id = a.id AND m.group_id = ${groupId}
    WHERE a.id = ${accountId}
      AND (m.role IS NOT NULL OR EXISTS (SELECT 1 FROM group_requests r WHERE r.group_id = ${groupId} AND r.account_id = a.id))`;
  if (!candidate) throw new NotFound();
  return candidate;
}
