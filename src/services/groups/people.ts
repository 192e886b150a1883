import { db } from '../../db.ts';
import type { GroupRole } from '../../policies/groups.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';

export interface GroupPerson extends ShownPerson {
  role: GroupRole;
}

/** Who leads a group and who helps, leaders first. */
export const listOrganizers = (groupId: number): Promise<GroupPerson[]> => db.$queryRaw<GroupPerson[]>`
  SELECT ${shownColumns}, m.role FROM group_members m JOIN ${shownTables} ON a.id = m.account_id
  WHERE m.group_id = ${groupId} AND m.role IN ('leader', 'moderator')
  ORDER BY m.role = 'leader' DESC, m.joined_at, m.account_id LIMIT 10`;

/** The first members of a group, for a row of faces. */
export const listFaces = (groupId: number, limit = 6): Promise<ShownPerson[]> => db.$queryRaw<ShownPerson[]>`
  SELECT ${shownColumns} FROM group_members m JOIN ${shownTables} ON a.id = m.account_id
  WHERE m.group_id = ${groupId} ORDER BY m.joined_at, m.account_id LIMIT ${limit}`;
