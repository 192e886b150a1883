import { DateTime } from 'luxon';
import { givenUntil } from '../policies/ratings.ts';
import type { Words } from './formatter.ts';

/** What the mails about a registration speak of, as it is now. Amounts are in minor units. */
export interface RegistrationFacts {
  id: number;
  status: 'registered' | 'waitlisted' | 'cancelled' | 'attended' | 'no_show';
  price: number;
  billedAmount: number;
  refundAmount: number;
  token: string;
  /** The place in the waiting list, from 1; 0 for who is not in it. */
  position: number;
  firstName: string;
  lastName: string;
  eventId: number;
  title: string;
  eventStatus: 'draft' | 'published' | 'cancelled';
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  /** As the visitor takes part: of a hybrid event, their side. */
  format: 'offline' | 'online';
  isHybrid: boolean;
  location: string;
  onlineUrl: string;
  /** Who is reliable goes first: a place in the waiting list may change. */
  prefersReliable: boolean;
  cancelReason: string;
  eventUpdatedAt: Date;
  hasWaitlist: boolean;
  organizerName: string;
  hasRated: boolean;
  /** The secret of the account with this address by which its mails are stopped; null without one. */
  mailToken: string | null;
}

/** A line of the table of a mail: «Когда: Суббота, 28 ноября», below it more quietly the hours and what it was before. */
export interface MailPair {
  label: string;
  value: string;
  note?: string;
  was?: string;
  link?: { href: string; label: string };
}

/** What an event was before it changed; dates as ISO text, as they come out of the outbox. */
export interface EventBefore {
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  location: string;
}

/** Values of views/mail/<kind> for a mail about a registration. */
export function registrationMail(
  facts: RegistrationFacts,
  { words, baseUrl, now, before }: { words: Words; baseUrl: string; now: Date; before?: EventBefore | undefined },
) {
  const { t, fmt } = words;
  const owed = facts.billedAmount - facts.refundAmount;
  return {
    // the parameters of every text
    say: {
      name: facts.firstName || t('mail:hello'),
      title: facts.title,
      number: String(facts.id),
      position: fmt.number(facts.position),
      date: fmt.date(facts.startAt, facts.timeZone),
      when: fmt.when(facts.startAt, facts.timeZone),
      start: startText(words, facts, now),
      owed: fmt.money(owed),
      refunded: fmt.money(facts.refundAmount),
      until: fmt.date(givenUntil(facts.endAt), facts.timeZone),
    },
    number: String(facts.id),
    reason: facts.cancelReason,
    isOnline: facts.format === 'online',
    isWaiting: facts.status === 'waitlisted',
    mayChangeOrder: facts.status === 'waitlisted' && facts.prefersReliable,
    hasWaitlist: facts.hasWaitlist,
    isOwed: facts.status === 'cancelled' && owed > 0,
    manageUrl: `${baseUrl}/r/${facts.token}`,
    cancelUrl: `${baseUrl}/r/${facts.token}/cancellation`,
    comingUrl: `${baseUrl}/r/${facts.token}/coming`,
    starLinks: starLinks(words, `${baseUrl}/r/${facts.token}/rating`),
    eventUrl: `${baseUrl}/events/${facts.eventId}`,
    onlineUrl: facts.onlineUrl,
    eventPairs: [whatPair(words, facts, before), whenPair(words, facts, before), wherePair(words, facts, before)],
    ticketPairs: [{ label: t('mail:pairs.ticket'), value: String(facts.id) }, ...paymentPairs(words, facts)],
    ticketElsewhere: { label: t('mail:pairs.ticket'), value: t('mail:reminder-day.ticket', { number: String(facts.id) }) },
    moneyPairs: moneyPairs(words, facts),
  };
}

/** One link for each number of stars; the page behind it sends nothing by itself. */
const starLinks = ({ t }: Words, rateUrl: string) =>
  [1, 2, 3, 4, 5].map((stars) => ({ stars, href: `${rateUrl}?stars=${stars}`, label: t('ratings:of_five', { count: stars }) }));

/** «Завтра в 19:00», by the calendar of the event's zone; a day further off is named. */
function startText({ t, fmt }: Words, { startAt, timeZone }: RegistrationFacts, now: Date): string {
  const day = (date: Date) => DateTime.fromJSDate(date, { zone: timeZone }).startOf('day');
  const daysOff = Math.round(day(startAt).diff(day(now), 'days').days);
  const time = fmt.time(startAt, timeZone);
  if (daysOff === 0) return t('mail:start.today', { time });
  if (daysOff === 1) return t('mail:start.tomorrow', { time });
  return fmt.when(startAt, timeZone);
}

function whatPair({ t }: Words, { title }: RegistrationFacts, before?: EventBefore): MailPair {
  const was = before && before.title !== title ? { was: t('mail:was', { value: before.title }) } : {};
  return { label: t('mail:pairs.what'), value: title, ...was };
}

function whenPair({ t, fmt }: Words, facts: RegistrationFacts, before?: EventBefore): MailPair {
  const { startAt, endAt, timeZone } = facts;
  const pair = { label: t('mail:pairs.when'), value: fmt.dayLong(startAt, timeZone), note: fmt.span(startAt, endAt, timeZone) };
  const moved = before && (before.startAt.getTime() !== startAt.getTime() || before.endAt.getTime() !== endAt.getTime());
  if (!moved) return pair;
  const value = `${fmt.day(before.startAt, before.timeZone)}, ${fmt.span(before.startAt, before.endAt, before.timeZone)}`;
  return { ...pair, was: t('mail:was', { value }) };
}

/** The link of an online event is for those who have a seat, not for those who wait for one. */
function wherePair({ t }: Words, facts: RegistrationFacts, before?: EventBefore): MailPair {
  const { format, isHybrid, location, onlineUrl, status, eventStatus } = facts;
  const isElsewhere = before && before.location && before.location !== location && !(isHybrid && format === 'online');
  const was = isElsewhere ? { was: t('mail:was', { value: before.location }) } : {};
  if (format === 'offline') return { label: t('mail:pairs.where'), value: location, ...was };
  const isOpen = eventStatus === 'published' && status !== 'waitlisted' && status !== 'cancelled';
  const link = isOpen ? { link: { href: onlineUrl, label: t('mail:join') } } : {};
  return { label: t('mail:pairs.where'), value: t('mail:online'), ...was, ...link };
}

function paymentPairs({ t, fmt }: Words, { price, billedAmount, refundAmount, format }: RegistrationFacts): MailPair[] {
  if (price === 0) return [];
  const paid = billedAmount - refundAmount;
  const unpaid = format === 'online' ? 'due' : 'at_door';
  const value = t(`registrations:payment.${paid < price ? unpaid : 'paid'}`, { amount: fmt.money(paid < price ? price - paid : paid) });
  return [{ label: t('mail:pairs.payment'), value }];
}

/** What was paid, what came back, what is still to come back. */
function moneyPairs({ t, fmt }: Words, { status, billedAmount, refundAmount }: RegistrationFacts): MailPair[] {
  const owed = status === 'cancelled' ? billedAmount - refundAmount : 0;
  const amounts = { billed: billedAmount, refunded: refundAmount, owed };
  return Object.entries(amounts)
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => ({ label: t(`mail:pairs.${name}`), value: fmt.money(amount) }));
}
