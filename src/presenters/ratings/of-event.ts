import { aspects, eventRatingRefusal, givenUntil } from '../../policies/ratings.ts';
import type { Aspect } from '../../policies/ratings.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';
import type { Words } from '../formatter.ts';
import { ownState } from './event-rating.ts';
import { reviewOf } from './reviews.ts';
import type { Reader, ReviewedEvent } from './reviews.ts';

interface Summary extends Record<Aspect, number | null> {
  ratings: number;
  average: number | null;
  spread: number[];
  reviews: number;
}

interface RatedEvent extends ReviewedEvent {
  status: string;
  endAt: Date;
  format: string;
}

interface OwnPart {
  registrationId: number;
  status: RegistrationStatus;
  isOwnEvent: boolean;
  own: { stars: number; words: string; createdAt: Date; publishedAt: Date | null; hiddenAt: Date | null; hiddenReason: string } | null;
}

interface Found {
  summary: Summary;
  reviews: { rows: Parameters<typeof reviewOf>[0][]; next: number | null };
  /** What the reader has to do with it. */
  part: OwnPart | null;
}

/** The values of views/ratings/_of-event.ejs and _summary.ejs. */
export function ratingsOfEvent(event: RatedEvent, { summary, reviews, part }: Found, reader: Reader, words: Words, now = new Date()) {
  const { t } = words;
  return {
    ...summaryOf(event, summary, words),
    reviews: reviews.rows.map((review) => reviewOf(review, event, reader, words)),
    reviewCount: summary.reviews,
    more: reviews.next === null ? '' : `/events/${event.id}/reviews?before=${reviews.next}`,
    moreText: t('ratings:reviews.more', { count: summary.reviews - reviews.rows.length }),
    ...partOf(event, part, words, now),
  };
}

/** Numbers of an event: how many, how good, how they are spread, and each aspect's average. */
export function summaryOf(event: RatedEvent, summary: Summary, { t, fmt }: Words) {
  const { ratings, average, spread } = summary;
  return {
    average,
    ratings,
    bars: [5, 4, 3, 2, 1].map((stars) => ({
      stars,
      count: spread[stars - 1] ?? 0,
      label: t('ratings:bar', { stars, number: fmt.number(spread[stars - 1] ?? 0) }),
    })),
    aspects: aspects.flatMap((name) => {
      const value = summary[name];
      return value === null
        ? []
        : [t('ratings:aspect_average', { aspect: t(`ratings:aspect.${labelOf(name, event.format)}`), average: fmt.rating(value) })];
    }),
  };
}

function labelOf(name: Aspect, format: string): string {
  if (name !== 'place') return name;
  return { online: 'connection', hybrid: 'both' }[format] ?? 'place';
}

/** What the reader may still say, and where what they said stands. */
function partOf(event: RatedEvent, part: OwnPart | null, words: Words, now: Date) {
  const { t, fmt } = words;
  if (!part) return { rate: null, own: null };
  const canRate = eventRatingRefusal({ ...part, event }, part.own, now) === null;
  const href = `/registrations/${part.registrationId}/rating`;
  const date = fmt.date(givenUntil(event.endAt), event.timeZone);
  return {
    rate: canRate
      ? {
          href,
          label: t(part.own ? 'ratings:event.edit' : 'ratings:event.rate'),
          isFirst: !part.own,
          until: t('ratings:event.until', { date }),
        }
      : null,
    own: part.own && !part.own.publishedAt ? { href, ...ownState(part.own, event, words) } : null,
  };
}
