import { aspects, changedUntil, eventRatingRefusal, givenUntil, leastStars, placeOf } from '../../policies/ratings.ts';
import type { Aspect, Presence } from '../../policies/ratings.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';
import type { Words } from '../formatter.ts';
import { shortName } from './names.ts';

interface Rater {
  status: RegistrationStatus;
  isOwnEvent: boolean;
  visitor: { firstName: string; lastName: string };
  event: { id: number; title: string; status: string; startAt: Date; endAt: Date; timeZone: string; format: string; organizerName: string };
}

type Own = {
  stars: number;
  words: string;
  createdAt: Date;
  publishedAt: Date | null;
  hiddenAt: Date | null;
  hiddenReason: string;
} & Record<Aspect, number | null>;

interface Ratings {
  isRemote: boolean;
  own: Own | null;
  ofOrganizer: { stars: number; presence: Presence } | null;
  profile: { name: string; visibility: string } | null;
}

/** What the form of an event's rating is opened with; stars that a link has chosen count if they may be given. */
export function ratingValues({ own }: Ratings, chosen: string | undefined): Record<string, string> {
  const stars = chosen !== undefined && Number(chosen) >= leastStars(own) ? chosen : own?.stars;
  const typed = { stars, words: own?.words, ...Object.fromEntries(aspects.map((aspect) => [aspect, own?.[aspect]])) };
  return Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, String(value ?? '')]));
}

/** The values of views/ratings/event.ejs. `base` is the address of the registration. */
export function eventRatingPage(registration: Rater, ratings: Ratings, words: Words, base: string, now = new Date()) {
  const { t, fmt } = words;
  const { event } = registration;
  const { own, ofOrganizer } = ratings;
  const refusal = eventRatingRefusal(registration, own, now);
  const until = fmt.date(own ? changedUntil(own.createdAt) : givenUntil(event.endAt), event.timeZone);
  return {
    base,
    action: `${base}/rating`,
    title: event.title,
    eventHref: `/events/${event.id}`,
    tile: fmt.tile(event.startAt, event.timeZone),
    when: fmt.day(event.startAt, event.timeZone),
    wasThere: registration.status === 'attended',
    heading: t(own ? 'ratings:event.title_given' : 'ratings:event.title'),
    submit: t(own ? 'ratings:event.change' : 'ratings:event.submit'),
    refusal: refusal ? t(`ratings:refused.${refusal}`, { date: fmt.date(givenUntil(event.endAt), event.timeZone) }) : '',
    until: t(own ? 'ratings:event.changed_until' : 'ratings:event.given_until', { date: until }),
    least: leastStars(own),
    shownAs: shownAs(registration, ratings, words),
    aspects: aspects.map((name) => ({
      name,
      label: t(`ratings:aspect.${name === 'place' ? placeOf(event.format, ratings.isRemote) : name}`),
    })),
    given: own && ownState(own, event, words),
    ofOrganizer: ofOrganizer && {
      text: t('ratings:event.of_organizer', {
        name: event.organizerName || t('people:deleted'),
        presence: t(`ratings:presence.${ofOrganizer.presence}`),
      }),
      stars: ofOrganizer.stars,
    },
  };
}

/** Under which name people will read it, before it is written. */
function shownAs({ visitor }: Rater, { profile }: Ratings, { t }: Words): string {
  const names = { short: shortName(visitor), full: profile?.name };
  const seenBy = profile?.name ? profile.visibility : 'hidden';
  return t(`ratings:event.shown_${seenBy}`, names);
}

/** Where one's own rating stands: published, waiting for the other side, or hidden with the reason. */
export function ownState(own: Omit<Own, Aspect | 'createdAt'>, event: { endAt: Date; timeZone: string }, { t, fmt }: Words) {
  const rest = { stars: own.stars, words: own.words, reason: own.hiddenReason };
  if (own.hiddenAt) return { ...rest, tag: { text: t('ratings:state.hidden'), tone: 'bad', icon: 'eye-slash' } };
  if (own.publishedAt) return { ...rest, tag: { text: t('ratings:state.published'), tone: 'ok', icon: 'check2' } };
  const date = fmt.date(givenUntil(event.endAt), event.timeZone);
  return { ...rest, tag: { text: t('ratings:state.waiting', { date }), tone: '', icon: 'clock' } };
}
