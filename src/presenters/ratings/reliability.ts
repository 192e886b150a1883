import type { Words } from '../formatter.ts';

interface Figures {
  attended: number;
  missed: number;
  late: number;
  ratings: number;
  stars: number;
}

/** Of fewer events than these nothing can be said. */
const LEAST_EVENTS = 3;

/** From here on somebody can be relied on. */
const GOOD_SHARE = 0.8;

export type ShownReliability = ReturnType<typeof reliabilityWords>;

/** The values of views/ratings/_reliability.ejs: «Приходит: 31 из 34» and what that is made of. */
export function reliabilityWords({ attended, missed, late, ratings, stars }: Figures, { t, fmt }: Words) {
  const events = attended + missed + late;
  const isKnown = events >= LEAST_EVENTS;
  const number = (count: number) => ({ count, number: fmt.number(count) });
  return {
    isKnown,
    isGood: isKnown && attended / events >= GOOD_SHARE,
    text: isKnown
      ? t('ratings:reliability.comes', { attended: fmt.number(attended), events: fmt.number(events) })
      : t('ratings:reliability.unknown'),
    reasons: [
      events > 0 ? t('ratings:reliability.attended', number(attended)) : t('ratings:reliability.nothing'),
      ...(missed > 0 ? [t('ratings:reliability.missed', number(missed))] : []),
      ...(late > 0 ? [t('ratings:reliability.late', number(late))] : []),
      ...(ratings > 0 ? [t('ratings:reliability.rated', { ...number(ratings), average: fmt.rating(stars / ratings) })] : []),
    ],
  };
}
