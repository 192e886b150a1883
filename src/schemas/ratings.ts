import { z } from 'zod';
import { choice, optionalText } from './fields.ts';

const numbers = ['1', '2', '3', '4', '5'] as const;

/** Stars from 1 to 5. */
const stars = choice(numbers, 'ratings:errors.stars').transform(Number);

const optionalStars = z
  .preprocess((value) => (value === '' ? undefined : value), choice(numbers, 'ratings:errors.stars').optional())
  .transform((value) => (value === undefined ? null : Number(value)));

/** What a participant says of an event. */
export const EventRatingForm = z.object({
  stars,
  content: optionalStars,
  organization: optionalStars,
  place: optionalStars,
  words: optionalText(3000),
});

/** The stars that a link of a mail has chosen; nonsense chooses none. */
export const ChosenStars = z.object({ stars: choice(numbers).optional().catch(undefined) });
