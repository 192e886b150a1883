import type { RegistrationStatus } from './registrations.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** After the end of an event a rating may be given for so long, and the sides wait for each other; triggers of the database know it too. */
const GIVING_DAYS = 14;
/** A rating that was given may be changed for so long. */
const CHANGING_DAYS = 30;

/** Stars stand beside somebody in lists once so many have given them. */
export const ENOUGH_RATINGS = 5;

export const aspects = ['content', 'organization', 'place'] as const;
export type Aspect = (typeof aspects)[number];

export const presences = ['came', 'missed', 'warned'] as const;
export type Presence = (typeof presences)[number];

export const givenUntil = (endAt: Date): Date => new Date(endAt.getTime() + GIVING_DAYS * DAY_MS);
export const changedUntil = (createdAt: Date): Date => new Date(createdAt.getTime() + CHANGING_DAYS * DAY_MS);

interface Rated {
  status: RegistrationStatus;
  event: { status: string; endAt: Date };
}

interface Given {
  stars: number;
  createdAt: Date;
  publishedAt: Date | null;
}

/** Why a rating cannot be given or changed any more, as a key of ratings:refused, or null if it can. */
function timeRefusal({ event }: Rated, given: Given | null, now: Date): string | null {
  if (given) return now >= changedUntil(given.createdAt) ? 'rating_fixed' : null;
  if (event.status !== 'published') return 'rating_not_held';
  if (now < event.endAt) return 'rating_not_ended';
  return now >= givenUntil(event.endAt) ? 'rating_closed' : null;
}

/** The same for what a participant says of an event: only who was there, and not its organizer. */
export function eventRatingRefusal(registration: Rated & { isOwnEvent?: boolean }, given: Given | null, now: Date): string | null {
  const refusal = timeRefusal(registration, given, now);
  if (refusal || given) return refusal;
  if (registration.isOwnEvent) return 'rating_own_event';
  return registration.status === 'attended' ? null : 'rating_not_present';
}

/** The same for what an organizer says of a participant: who had a seat, or gave it up themselves. */
export const participantRatingRefusal = (registration: Rated & { cancelledBy: string | null }, given: Given | null, now: Date) =>
  timeRefusal(registration, given, now) ?? (given || isRateable(registration) ? null : 'rating_not_present');

export const isRateable = ({ status, cancelledBy }: { status: RegistrationStatus; cancelledBy: string | null }): boolean =>
  status === 'cancelled' ? cancelledBy === 'visitor' : status !== 'waitlisted';

/** Once the other side could be seen, fewer stars would be revenge. */
export const leastStars = (given: Given | null): number => (given?.publishedAt ? given.stars : 1);

/** What the aspect «place» is for somebody: of an event on the net, it is the connection. */
export const placeOf = (format: string, isRemote: boolean): 'place' | 'connection' =>
  format === 'online' || (format === 'hybrid' && isRemote) ? 'connection' : 'place';

/** Of whom it is known what their presence means for the registration. */
export const statusOf: Record<Presence, 'attended' | 'no_show'> = { came: 'attended', missed: 'no_show', warned: 'no_show' };
