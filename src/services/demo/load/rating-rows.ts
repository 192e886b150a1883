import type { DemoReview } from '../reviews/review.ts';
import { DAY_MS, HOUR_MS, earlier } from '../times.ts';
import type { LoadedEvent } from './events.ts';

type Registered = LoadedEvent['registrations'][number];
export interface Given extends Omit<DemoReview, 'stars'> {
  stars: number;
  registration: Registered;
  at: Date;
}
export interface Said {
  registration: Registered;
  at: Date;
  stars: number;
  presence: 'came' | 'missed' | 'warned';
  words: string;
}

/** Both sides are in, or fourteen days have passed. */
function publishedAt(mine: Date, other: Date | undefined, endAt: Date, now: Date): Date | null {
  if (other) return mine > other ? mine : other;
  const due = new Date(endAt.getTime() + 14 * DAY_MS);
  return due <= now ? due : null;
}

export type Rated = LoadedEvent & { given: Given[]; said: Said[] };

/** A review or stars only, as the site would have kept it by now. */
export function eventRatingRow(
  { registration, stars, words, at, reply = '', aspects, hidden }: Given,
  event: Rated,
  now: Date,
  adminId: number,
) {
  const other = event.said.find((said) => said.registration.id === registration.id)?.at;
  const published = publishedAt(at, other, event.endAt, now);
  const after = (hours: number) => published && earlier(new Date(published.getTime() + hours * HOUR_MS), now);
  const hiddenAt = hidden ? after(3) : null;
  return {
    registrationId: registration.id,
    eventId: event.id,
    stars,
    content: aspects?.[0] ?? null,
    organization: aspects?.[1] ?? null,
    place: aspects?.[2] ?? null,
    words,
    createdAt: at,
    updatedAt: at,
    publishedAt: published,
    hiddenAt,
    hiddenById: hiddenAt && adminId,
    hiddenReason: hiddenAt && hidden ? hidden : '',
    reply: published ? reply : '',
    repliedAt: reply === '' ? null : after(7),
  };
}

/** What the organizer says of the same registration. */
export function participantRatingRow({ registration, stars, presence, words, at }: Said, event: Rated, now: Date) {
  const other = event.given.find((given) => given.registration.id === registration.id)?.at;
  return {
    registrationId: registration.id,
    eventId: event.id,
    stars,
    presence,
    words,
    createdAt: at,
    updatedAt: at,
    publishedAt: publishedAt(at, other, event.endAt, now),
  };
}
