import { eventRatingRefusal } from '../../policies/ratings.ts';
import { takesSeat } from '../../policies/registrations.ts';
import type { RegistrationFacts } from '../../presenters/mails.ts';
import { reminderWindowMs } from './reminders.ts';

const isAhead = ({ eventStatus, endAt }: RegistrationFacts, now: Date) => eventStatus === 'published' && endAt > now;
const hasSeat = (facts: RegistrationFacts, now: Date) => isAhead(facts, now) && takesSeat(facts.status);

const isDue = (kind: keyof typeof reminderWindowMs) => (facts: RegistrationFacts, now: Date) => {
  const untilStartMs = facts.startAt.getTime() - now.getTime();
  return hasSeat(facts, now) && untilStartMs > 0 && untilStartMs <= reminderWindowMs[kind];
};

const isRatingAsked = ({ status, eventStatus, endAt, hasRated }: RegistrationFacts, now: Date) =>
  !hasRated && eventRatingRefusal({ status, event: { status: eventStatus, endAt } }, null, now) === null;

/** While this holds, the mail of the kind still tells the truth. */
const stillTrue = {
  'registration-confirmed': hasSeat,
  'registration-waitlisted': (facts, now) => isAhead(facts, now) && facts.status === 'waitlisted',
  'registration-promoted': hasSeat,
  'registration-moved': hasSeat,
  'registration-again': (facts, now) => isAhead(facts, now) && facts.status !== 'cancelled',
  'registration-cancelled': ({ status }) => status === 'cancelled',
  'registration-refunded': ({ refundAmount }) => refundAmount > 0,
  'event-changed': (facts, now) => isAhead(facts, now) && facts.status !== 'cancelled',
  'event-cancelled': ({ eventStatus }) => eventStatus === 'cancelled',
  'reminder-day': isDue('reminder-day'),
  'reminder-hour': isDue('reminder-hour'),
  'rating-request': isRatingAsked,
} satisfies Record<string, (facts: RegistrationFacts, now: Date) => boolean>;

export type RegistrationMailKind = keyof typeof stillTrue;

export const isRegistrationMail = (kind: string): kind is RegistrationMailKind => kind in stillTrue;

/** Whether things have changed since the mail was queued, so that it must not be sent any more. */
export const isOutdated = (kind: RegistrationMailKind, facts: RegistrationFacts, now: Date): boolean => !stillTrue[kind](facts, now);
