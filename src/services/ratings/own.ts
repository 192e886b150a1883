import { db } from '../../db.ts';
import type { Aspect, Presence } from '../../policies/ratings.ts';

/** What somebody has said of an event, as they see it themselves. */
export type OwnRating = { stars: number; words: string } & Record<Aspect, number | null> & {
    createdAt: Date;
    publishedAt: Date | null;
    hiddenAt: Date | null;
    hiddenReason: string;
    reply: string;
  };

/** The ratings of a registration as its visitor may see them. */
export interface RatingsOfRegistration {
  isRemote: boolean;
  own: OwnRating | null;
  /** What the organizer said, once it is published; their words are not for the visitor. */
  ofOrganizer: { stars: number; presence: Presence } | null;
  /** The name of the account that rates and who may see its profile; null for who has not logged in. */
  profile: { name: string; visibility: string } | null;
}

/** What was said on both sides of a registration. */
export async function ratingsOf(registrationId: number, authorId: number | null): Promise<RatingsOfRegistration> {
  const [own, ofOrganizer, [about]] = await Promise.all([
    db.eventRating.findUnique({ where: { registrationId } }),
    db.participantRating.findFirst({
      where: { registrationId, publishedAt: { not: null } },
      select: { stars: true, presence: true },
    }),
    db.$queryRaw<{ isRemote: boolean; name: string | null; visibility: string }[]>`
      SELECT r.is_remote AS "isRemote", CASE WHEN a.id IS NOT NULL THEN coalesce(nullif(p.shown_name, ''), concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, ''))) END AS name,
        coalesce(p.visibility, 'logged_in') AS visibility
      FROM reg_for_the_event r LEFT JOIN accounts a ON a.id = ${authorId}::int
        LEFT JOIN profiles p ON p.account_id = a.id
      WHERE r.id = ${registrationId}`,
  ]);
  const { isRemote = false, name = null, visibility = 'hidden' } = about ?? {};
  return {
    isRemote,
    own,
    ofOrganizer: ofOrganizer as { stars: number; presence: Presence } | null,
    profile: name === null ? null : { name, visibility },
  };
}
