import type { Response } from 'express';
import { canEditEvent } from '../../policies/events.ts';
import { eventState } from '../../presenters/events.ts';
import { ratingsOfEvent } from '../../presenters/ratings/of-event.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { organizerRating } from '../../services/ratings/averages.ts';
import { findRatingReader } from '../../services/ratings/reader.ts';
import { listReviews, ratingSummary } from '../../services/ratings/reviews.ts';

/** How many reviews an event's own page shows. */
const FIRST_REVIEWS = 3;

/** What the page of an event says of ratings: the organizer's, and its own once it is over. */
export async function eventRatings(res: Response, event: EventDetails) {
  const [organizer, own] = await Promise.all([
    organizerRating(event.organizerId),
    eventState(event) === 'past' ? ofPast(res, event) : null,
  ]);
  return { organizer, own };
}

async function ofPast(res: Response, event: EventDetails) {
  const { account } = res.locals;
  const [summary, reviews, part] = await Promise.all([
    ratingSummary(event.id),
    listReviews(event.id, null, FIRST_REVIEWS),
    account?.emailConfirmed ? findRatingReader(event.id, account.email) : null,
  ]);
  const reader = { accountId: account?.id ?? null, isOrganizer: canEditEvent(account, event) };
  return ratingsOfEvent(event, { summary, reviews, part }, reader, res.locals);
}
