import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import type { Visibility } from '../../policies/people.ts';
import { changePicture } from '../media/save.ts';
import type { PictureChange } from '../media/save.ts';

/** What a person says about themselves, and to whom. */
export interface Profile {
  /** '' is the name of the account. */
  shownName: string;
  about: string;
  city: string;
  links: string[];
  topicIds: number[];
  visibility: Visibility;
  showsPlans: boolean;
}

export interface OwnProfile extends Profile {
  avatarId: string | null;
  joinedAt: Date;
}

/** One's own profile; who has not filled it in has one with all defaults. */
export async function getOwnProfile(accountId: number): Promise<OwnProfile> {
  const [profile] = await db.$queryRaw<OwnProfile[]>`
    SELECT coalesce(p.shown_name, '') AS "shownName", coalesce(p.about, '') AS about, coalesce(p.city, '') AS city, coalesce(p.links, '{}') AS links,
      coalesce(p.visibility, 'logged_in') AS visibility, coalesce(p.shows_plans, false) AS "showsPlans", p.avatar_id AS "avatarId", a.created_at AS "joinedAt",
      ARRAY(SELECT topic_id FROM account_topics t WHERE t.account_id = a.id ORDER BY topic_id) AS "topicIds"
    FROM accounts a LEFT JOIN profiles p ON p.account_id = a.id WHERE a.id = ${accountId}`;
  return profile!;
}

/**
 * Writes a profile with its picture; topics that have been deleted meanwhile are left out.
 * @throws RefusedPicture for what is no picture, or too large a one
 */
export async function saveProfile(accountId: number, profile: Profile, picture: PictureChange): Promise<void> {
  const { avatarId: current } = await getOwnProfile(accountId);
  await changePicture(db, { accountId, purpose: 'avatar', current }, picture, (avatarId) => store(accountId, profile, avatarId));
}

function store(accountId: number, { topicIds, ...profile }: Profile, avatarId: string | null): Promise<void> {
  return db.$transaction(async (tx) => {
    const data = { ...profile, avatarId };
    await tx.profile.upsert({ where: { accountId }, create: { accountId, ...data }, update: data, select: { accountId: true } });
    await chooseTopics(tx, accountId, topicIds);
  });
}

async function chooseTopics(tx: Transaction, accountId: number, topicIds: readonly number[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM account_topics WHERE account_id = ${accountId} AND topic_id <> ALL(${topicIds}::int[])`;
  await tx.$executeRaw`
    INSERT INTO account_topics (account_id, topic_id) SELECT ${accountId}, id FROM topics WHERE id = ANY(${topicIds}::int[])
    ON CONFLICT DO NOTHING`;
}
