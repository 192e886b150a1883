import { describe, expect, test } from 'vitest';
import { eventRatingRefusal, isRateable, leastStars, participantRatingRefusal, placeOf } from '../../../src/policies/ratings.ts';

const endAt = new Date('2026-11-20T18:00:00Z');
const after = (days: number) => new Date(endAt.getTime() + days * 24 * 60 * 60 * 1000);
const attended = { status: 'attended' as const, event: { status: 'published', endAt }, cancelledBy: null };
const given = { stars: 3, createdAt: after(1), publishedAt: null };

describe.each([
  ['an event', eventRatingRefusal],
  ['a participant', participantRatingRefusal],
])('a rating of %s', (_of, refusal) => {
  test.each([
    [-0.01, 'rating_not_ended'],
    [0, null],
    [13.99, null],
    [14, 'rating_closed'],
  ])('given %s days after the end is refused with %s', (days, code) => {
    expect(refusal(attended, null, after(days))).toBe(code);
  });

  test.each([
    [14, null],
    [30.99, null],
    [31, 'rating_fixed'],
  ])('changed %s days after the end is refused with %s: for 30 days from when it was given', (days, code) => {
    expect(refusal(attended, given, after(days))).toBe(code);
  });

  test('of an event that was not held is refused', () => {
    expect(refusal({ ...attended, event: { status: 'cancelled', endAt } }, null, after(1))).toBe('rating_not_held');
  });
});

test('who did not come rates nothing, but is rated; who never had a seat is not', () => {
  const missed = { ...attended, status: 'no_show' as const };
  expect(eventRatingRefusal(missed, null, after(1))).toBe('rating_not_present');
  expect(participantRatingRefusal(missed, null, after(1))).toBeNull();
  expect(isRateable({ status: 'waitlisted', cancelledBy: null })).toBe(false);
  expect(isRateable({ status: 'cancelled', cancelledBy: 'visitor' })).toBe(true);
  expect(isRateable({ status: 'cancelled', cancelledBy: 'organizer' })).toBe(false);
});

test('stars go down only until they are published', () => {
  expect(leastStars(null)).toBe(1);
  expect(leastStars(given)).toBe(1);
  expect(leastStars({ ...given, publishedAt: after(2) })).toBe(3);
});

test.each([
  ['offline', false, 'place'],
  ['online', false, 'connection'],
  ['hybrid', false, 'place'],
  ['hybrid', true, 'connection'],
] as const)('at an event that is %s (remote: %s) the third part is the %s', (format, isRemote, part) => {
  expect(placeOf(format, isRemote)).toBe(part);
});
