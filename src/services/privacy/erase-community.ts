import type { Transaction } from '../../db.ts';

/** Erases all that the account has beside registrations; posts and discussions stay without a name, complaints without their note. Gives the picture whose file is left. */
export async function eraseCommunity(tx: Transaction, id: number, now: Date): Promise<string | null> {
  await eraseNotices(tx, id);
  await leaveGroups(tx, id, now);
  const [profile] = await tx.$queryRaw<
    { avatarId: string | null }[]
  >`DELETE FROM profiles WHERE account_id = ${id} RETURNING avatar_id AS "avatarId"`;
  await tx.$executeRaw`DELETE FROM follows WHERE account_id = ${id} OR organizer_id = ${id}`;
  await tx.complaint.updateMany({ where: { reporterId: id }, data: { note: '' } });
  const of = { where: { accountId: id } };
  await tx.accountTopic.deleteMany(of);
  await tx.newsSetting.deleteMany(of);
  await tx.savedReport.deleteMany(of);
  await tx.reportDownload.deleteMany(of);
  await tx.accountToken.deleteMany(of);
  return profile?.avatarId ?? null;
}

/** One's own notices, and those of others in which one's name stands: answers, requests, invitations. */
async function eraseNotices(tx: Transaction, id: number): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM notifications n WHERE n.account_id = ${id}
      OR n.kind = 'reply' AND n.link IN (SELECT '/posts/' || p.id FROM posts p WHERE p.author_id = ${id})
      OR n.kind IN ('group-event', 'followed-event') AND n.link IN (SELECT '/events/' || e.id FROM events e WHERE e.organizer_id = ${id})
      OR n.kind = 'group-request' AND n.payload ->> 'accountId' = ${String(id)}`;
}

/**
 * Ends all memberships. A group with nobody else in it goes too, unless events or discussions hang on it: that one is closed, and so is
 * one that was closed before, and their leader stays as nobody.
 */
async function leaveGroups(tx: Transaction, id: number, now: Date): Promise<void> {
  await tx.$executeRaw`DELETE FROM group_requests WHERE account_id = ${id}`;
  await tx.$executeRaw`DELETE FROM group_bans WHERE account_id = ${id}`;
  await tx.$executeRaw`
    DELETE FROM groups g USING group_members m WHERE m.group_id = g.id AND m.account_id = ${id} AND g.member_count = 1
      AND NOT EXISTS (SELECT 1 FROM events WHERE group_id = g.id) AND NOT EXISTS (SELECT 1 FROM discussions WHERE group_id = g.id)`;
  await tx.$executeRaw`
    UPDATE groups g SET archived_at = ${now}::timestamptz FROM group_members m
    WHERE m.group_id = g.id AND m.account_id = ${id} AND g.member_count = 1 AND g.archived_at IS NULL`;
  await tx.$executeRaw`
    DELETE FROM group_members m WHERE m.account_id = ${id} AND (m.role <> 'leader' OR EXISTS (
      SELECT 1 FROM group_members o WHERE o.group_id = m.group_id AND o.role = 'leader' AND o.account_id <> ${id}))`;
  await tx.$executeRaw`DELETE FROM group_mutes WHERE account_id = ${id}`;
  // Looked at here rather than by COMMIT, whose errors tell no state.
  await tx.$executeRaw`SET CONSTRAINTS "group_members_leader" IMMEDIATE`;
}
