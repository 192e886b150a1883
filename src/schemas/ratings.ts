import { z } from 'zod';
import { complaintReasons } from '../policies/complaints.ts';
import { presences } from '../policies/ratings.ts';
import type { Presence } from '../policies/ratings.ts';
import { choice, optionalLine, optionalRowId, optionalText } from './fields.ts';

const numbers = ['1', '2', '3', '4', '5'] as const;

/** Stars from 1 to 5. */
const starCount = choice(numbers, 'ratings:errors.stars').transform(Number);

const optionalStars = z
  .preprocess((value) => (value === '' ? undefined : value), choice(numbers, 'ratings:errors.stars').optional())
  .transform((value) => (value === undefined ? null : Number(value)));

/** What a participant says of an event. */
export const EventRatingForm = z.object({
  stars: starCount,
  content: optionalStars,
  organization: optionalStars,
  place: optionalStars,
  words: optionalText(3000),
});

/** The stars that a link of a mail has chosen; nonsense chooses none. */
export const ChosenStars = z.object({ stars: choice(numbers).optional().catch(undefined) });

const rowField = /^(presence|stars|words)_([1-9]\d{0,9})$/;
const MOST_ROWS = 50;

/** The registrations whose rows came with a form. */
export function rowsOf(body: unknown): number[] {
  const ids = Object.keys(body ?? {}).flatMap((name) => rowField.exec(name)?.[2] ?? []);
  return [...new Set(ids.map(Number))].filter((id) => id <= 2_147_483_647).slice(0, MOST_ROWS);
}

const optionalPresence = z
  .preprocess((value) => (value === '' ? undefined : value), choice(presences, 'ratings:errors.presence').optional())
  .transform((value) => value ?? null);

/** What an organizer says of several participants; each row is optional, but stars want to know whether the person came. */
export const participantsForm = (ids: number[]) =>
  z
    .object(
      Object.fromEntries<z.ZodType>(
        ids.flatMap((id) => [
          [`presence_${id}`, optionalPresence],
          [`stars_${id}`, optionalStars],
          [`words_${id}`, optionalText(1000)],
        ]),
      ),
    )
    .transform((typed, ctx) =>
      ids.map((id) => {
        const [presence, stars, words] = [typed[`presence_${id}`], typed[`stars_${id}`], typed[`words_${id}`]] as [
          Presence | null,
          number | null,
          string,
        ];
        const wrong = (field: string, message: string) => ctx.addIssue({ code: 'custom', path: [`${field}_${id}`], message });
        if (stars !== null && presence === null) wrong('presence', 'ratings:errors.presence');
        if (stars === null && words !== '') wrong('stars', 'ratings:errors.stars');
        return { id, presence, stars, words };
      }),
    );

/** Which page of the participants. */
export const ParticipantsQuery = z.object({ after: optionalRowId('forms:invalid').catch(null) });

const requiredText = (max: number, missing: string) => optionalText(max).refine((text) => text !== '', missing);

/** The organizer's reply to a review. */
export const ReplyForm = z.object({ reply: requiredText(2000, 'ratings:errors.reply') });

/** What is wrong with a review. */
export const ComplaintForm = z.object({ reason: choice(complaintReasons, 'ratings:errors.reason'), note: optionalText(500) });

/** What an administrator decides of a review; hiding needs a reason, which its author is told. */
export const ResolutionForm = z
  .object({ resolution: choice(['hidden', 'kept']), reason: optionalLine(300) })
  .refine(({ resolution, reason }) => resolution === 'kept' || reason !== '', { path: ['reason'], error: 'ratings:errors.hiding' });

/** Which page of reviews. */
export const ReviewsQuery = z.object({ before: optionalRowId('forms:invalid').catch(null) });
