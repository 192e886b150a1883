import { reviewsOfClubs } from './clubs.ts';
import { reviewsOfLibrary } from './library.ts';
import { reviewsOfMarina } from './marina.ts';
import { reviewsOutdoors } from './outdoors.ts';
import type { DemoReview } from './review.ts';

/** By the title of the event. */
export const demoReviews: ReadonlyMap<string, DemoReview[]> = new Map(
  Object.entries({ ...reviewsOfMarina, ...reviewsOfLibrary, ...reviewsOutdoors, ...reviewsOfClubs }),
);
