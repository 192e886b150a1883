import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import type { Aspect } from '../../policies/ratings.ts';
import { announcePublished } from './announce.ts';
import { forgetAverages } from './averages.ts';
import { explainingRefusals } from './refusals.ts';

/** What a participant says of an event; each is 1 to 5, aspects null where they said nothing. */
export type EventOpinion = { stars: number; words: string } & Record<Aspect, number | null>;

/**
 * Gives or changes what a participant says of an event; with the organizer's rating in, both are published. `authorId` is their account, if
 * they were logged in: only then the review stands beside its name and picture.
 * @throws Conflict with the rule of the ratings that forbids it
 */
export async function rateEvent(
  registrationId: number,
  opinion: EventOpinion,
  now: Date = new Date(),
  authorId: number | null = null,
): Promise<'given' | 'changed'> {
  const result = await explainingRefusals(() =>
    db.$transaction(async (tx) => {
      // The same form sent twice at once must find its own first rating.
      await tx.$queryRaw`SELECT 1 FROM reg_for_the_event WHERE id = ${registrationId} FOR NO KEY UPDATE`;
      if ((await change(tx, registrationId, opinion, now, authorId)) > 0) return 'changed';
      await give(tx, registrationId, opinion, now, authorId);
      await announcePublished(tx, [registrationId]);
      return 'given';
    }),
  );
  forgetAverages();
  return result;
}

const change = (
  tx: Transaction,
  registrationId: number,
  { stars, content, organization, place, words }: EventOpinion,
  now: Date,
  authorId: number | null,
) =>
  tx.$executeRaw`
    UPDATE event_ratings SET stars = ${stars}, content = ${content}, organization = ${organization}, place = ${place}, words = ${words}, updated_at = ${now}, author_id = coalesce(${authorId}::int, author_id)
    WHERE registration_id = ${registrationId}`;

const give = (
  tx: Transaction,
  registrationId: number,
  { stars, content, organization, place, words }: EventOpinion,
  now: Date,
  authorId: number | null,
) =>
  tx.$executeRaw`
    INSERT INTO event_ratings (registration_id, event_id, author_id, stars, content, organization, place, words, created_at, updated_at)
    SELECT id, event_id, ${authorId}::int, ${stars}, ${content}, ${organization}, ${place}, ${words}, ${now}, ${now} FROM reg_for_the_event WHERE id = ${registrationId}`;
