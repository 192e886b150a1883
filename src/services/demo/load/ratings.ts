import { wordsOnPeople } from '../reviews/of-people.ts';
import { demoReviews } from '../reviews/index.ts';
import type { DemoReview } from '../reviews/review.ts';
import { demoPeople, nameOf } from '../people/index.ts';
import { admin } from '../people/known.ts';
import { seeded, shuffled } from '../seeded.ts';
import { DAY_MS, HOUR_MS, earlier } from '../times.ts';
import type { LoadedEvent } from './events.ts';
import { insertRows, insertWithIds } from './insert.ts';
import { eventRatingRow, participantRatingRow } from './rating-rows.ts';
import type { Given, Said } from './rating-rows.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

/** Rates what has ended: reviews with words, stars without, and what organizers say of people; published as the site would have done. */
export async function loadRatings({ tx, now, accounts }: Pick<World, 'tx' | 'now' | 'accounts'>, events: LoadedEvent[]): Promise<void> {
  const adminId = known(accounts, nameOf(admin));
  const words = wordsInTurn();
  const rated = events
    .filter(({ event, endAt }) => !event.state && endAt < now)
    .map((one, n) => {
      const given = givenTo(one, n, now);
      return { ...one, given, said: saidOf(one, given, n, now, words) };
    });
  const given = rated
    .flatMap((one) => one.given.map((rating) => ({ rating, row: eventRatingRow(rating, one, now, adminId) })))
    .toSorted((a, b) => a.rating.at.getTime() - b.rating.at.getTime());
  const ids = await insertWithIds(
    tx,
    'event_ratings',
    given.map(({ row }) => row),
  );
  await tx.$executeRaw`
    UPDATE event_ratings o SET author_id = a.id
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id JOIN accounts a ON lower(a.email) = lower(v.email_address)
    WHERE r.id = o.registration_id`;
  await insertRows(
    tx,
    'participant_ratings',
    rated.flatMap((one) => one.said.map((rating) => participantRatingRow(rating, one, now))),
  );
  await tx.complaint.createMany({
    data: given.flatMap(({ rating: { complaint, at }, row: { publishedAt: since } }, n) =>
      complaint
        ? [
            {
              eventRatingId: ids[n]!,
              ...complaintRow(complaint, accounts),
              createdAt: earlier(new Date((since ?? at).getTime() + 5 * HOUR_MS), now),
            },
          ]
        : [],
    ),
  });
}

const complaintRow = ({ by, reason, note }: NonNullable<DemoReview['complaint']>, accounts: World['accounts']) => ({
  reporterId: known(accounts, by),
  reason,
  note,
});

/** Those who had something to say, the newest first as on the page; of the others a third, with stars only. */
function givenTo({ event, endAt, registrations }: LoadedEvent, n: number, now: Date): Given[] {
  const random = seeded(700 + n);
  const people = demoPeople.map(nameOf);
  const reviews = demoReviews.get(event.title) ?? [];
  const named = new Set(reviews.map(({ by }) => by).filter((by) => by !== undefined));
  const attended = registrations.filter(({ status }) => status === 'attended');
  const anybody = shuffled(
    attended.filter(({ person }) => person > 0 && !named.has(people[person]!)),
    random,
  );
  const since = (share: number) =>
    new Date(endAt.getTime() + HOUR_MS + share * (Math.min(9 * DAY_MS, now.getTime() - endAt.getTime()) - 2 * HOUR_MS));
  const moments = reviews.map(() => since(random() ** 2)).toSorted((a, b) => b.getTime() - a.getTime());
  const withWords = reviews.flatMap((review, place) => {
    const registration = review.by ? attended.find(({ person }) => people[person] === review.by) : anybody.shift();
    return registration ? [{ ...review, registration, at: moments[place]! }] : [];
  });
  const isFresh = now.getTime() - endAt.getTime() < 2 * DAY_MS;
  const silent = anybody.filter(() => random() < (isFresh ? 0.08 : 0.33));
  return [...withWords, ...silent.map((registration) => ({ stars: starsOf(random()), words: '', registration, at: since(random() ** 2) }))];
}

const starsOf = (luck: number) => (luck < 0.72 ? 5 : luck < 0.93 ? 4 : luck < 0.985 ? 3 : 2);

/** Organizers rate most of those who registered, and always those whose review they have answered. */
function saidOf(
  { event, endAt, registrations }: LoadedEvent,
  given: Given[],
  n: number,
  now: Date,
  words: ReturnType<typeof wordsInTurn>,
): Said[] {
  const random = seeded(900 + n);
  const isFresh = now.getTime() - endAt.getTime() < 2 * DAY_MS;
  const reviews = new Map(given.map((one) => [one.registration.id, one]));
  const ratable = registrations.filter(
    ({ status, cancelledBy }) => status !== 'waitlisted' && (status !== 'cancelled' || cancelledBy === 'visitor'),
  );
  return ratable
    .filter(({ id, person }) => {
      const review = reviews.get(id);
      if (review && review.words !== '') return !review.waits;
      return person > 0 ? random() < (isFresh ? 0.1 : 0.55) : !event.title.startsWith('Камерный');
    })
    .map((registration) => {
      const presence = registration.status === 'attended' ? 'came' : registration.status === 'cancelled' ? 'warned' : 'missed';
      const stars = presence === 'came' ? (random() < 0.85 ? 5 : 4) : presence === 'warned' ? 4 : random() < 0.5 ? 2 : 1;
      const at = new Date(endAt.getTime() + HOUR_MS + random() * (Math.min(3 * DAY_MS, now.getTime() - endAt.getTime()) - 2 * HOUR_MS));
      return { registration, at, stars, presence, words: random() < 0.12 ? words(presence, stars) : '' };
    });
}

/** Each of the words is said once. */
function wordsInTurn() {
  const left = structuredClone(wordsOnPeople);
  return (presence: Said['presence'], stars: number): string =>
    left[presence === 'came' && stars < 5 ? 'came_but' : presence].shift() ?? '';
}
