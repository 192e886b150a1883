import { eventRatingRefusal } from '../policies/ratings.ts';
import { forSide, otherPrice, sideRefusal, statusRefusal } from '../policies/registrations.ts';
import type { RegistrationStatus, SettableStatus, Side } from '../policies/registrations.ts';
import { coverOf } from './covers.ts';
import { eventState, placeText, priceText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';
import { paymentState } from './payment.ts';
import { isSideFull, sideText } from './sides.ts';
import type { SidedEvent } from './sides.ts';
import { fullName } from './visitor-names.ts';

/** As much of a registration as its pages show. Amounts are in minor units. */
export interface ShownRegistration {
  id: number;
  status: RegistrationStatus;
  /** Takes part online in an event that is both. */
  isRemote: boolean;
  price: number;
  billedAmount: number;
  refundAmount: number;
  position: number | null;
  /** The visitor has rated the event. */
  hasRated: boolean;
  /** The visitor is the organizer of the event. */
  isOwnEvent?: boolean;
  visitor: { firstName: string; lastName: string; email: string };
  event: ShownEvent &
    SidedEvent & { onlineUrl: string; hasWebinar: boolean; cancelReason: string; organizerName: string; prefersReliable: boolean };
}

export const numberText = ({ t }: Pick<Words, 't'>, id: number): string => t('registrations:number', { id });

/** What has been or is to be paid, in words. */
export function paymentText({ t, fmt }: Words, registration: Omit<ShownRegistration, 'position' | 'visitor'>): string {
  const { price, billedAmount, refundAmount, isRemote } = registration;
  const { format } = forSide(registration.event, isRemote);
  const amounts = {
    due: price - billedAmount,
    paid: billedAmount,
    refunded: refundAmount,
    refund_due: billedAmount - refundAmount,
    none: price,
  };
  const state = paymentState(registration);
  const amount = fmt.money(amounts[state]);
  if (state === 'due') return t(`registrations:payment.${format === 'online' ? 'due' : 'at_door'}`, { amount });
  if (state === 'none' && price === 0) return t('registrations:payment.free');
  return t(`registrations:payment.${state === 'none' && registration.status === 'waitlisted' ? 'waiting' : state}`, { amount });
}

/** Where a registration is in its life, as its page says it. */
function stage({ status, event }: ShownRegistration, now: Date): string {
  const state = eventState(event, now);
  if (status === 'cancelled') return state === 'cancelled' ? 'event_cancelled' : 'cancelled';
  if (status === 'no_show') return status;
  if (status === 'attended') return state === 'past' ? 'attended_over' : 'attended';
  if (status === 'waitlisted') return state === 'past' ? 'waiting_over' : 'waiting';
  return state === 'past' ? 'over' : state === 'running' ? 'running' : 'expected';
}

const DAY_MS = 24 * 60 * 60 * 1000;

function leadText({ t }: Words, registration: ShownRegistration, at: string, now: Date): string {
  const { position, visitor, event } = registration;
  const values = { email: visitor.email, position, organizer: event.organizerName || t('people:deleted'), reason: event.cancelReason };
  if (at === 'expected') {
    const isSoon = event.startAt.getTime() - now.getTime() < DAY_MS;
    return t(`registrations:ticket.lead.${isSoon ? 'expected_soon' : 'expected'}`, values);
  }
  if (at === 'event_cancelled') return event.cancelReason && t('registrations:ticket.lead.reason', values);
  return ['over', 'waiting', 'waiting_over', 'no_show', 'cancelled'].includes(at) ? t(`registrations:ticket.lead.${at}`, values) : '';
}

const isInLine = (at: string) => at === 'waiting';
const hasTicket = (at: string) => at === 'expected' || at === 'running' || at === 'attended';

/** The values of the page of one registration as its visitor sees it. `base` is its address. */
export function ticketPage(registration: ShownRegistration, words: Words, base: string, now = new Date()) {
  const { t, fmt } = words;
  const { visitor, status, position } = registration;
  const event = forSide(registration.event, registration.isRemote);
  const at = stage(registration, now);
  const [date, name, number] = [
    fmt.date(event.startAt, event.timeZone).replaceAll(' ', '\u00a0'),
    visitor.firstName,
    numberText(words, registration.id),
  ];
  return {
    base,
    status,
    number,
    position,
    mayChangeOrder: isInLine(at) && event.prefersReliable,
    side: sideChoice(registration, words, false, now),
    heading: t(`registrations:ticket.${at}`, { date, name }),
    lead: leadText(words, registration, at, now),
    title: event.title,
    eventHref: `/events/${event.id}`,
    cover: coverOf(event),
    day: fmt.day(event.startAt, event.timeZone),
    span: fmt.span(event.startAt, event.endAt, event.timeZone),
    where: whereText(words, event, at),
    guest: fullName(visitor, t),
    payment: paymentText(words, registration),
    joinUrl: hasTicket(at) ? event.onlineUrl : '',
    joinLabel: joinText(registration, words, at),
    hasTicket: hasTicket(at),
    hasCode: hasTicket(at) && event.format !== 'online',
    isInLine: isInLine(at),
    canCancel: canCancel(registration, now),
    rate: rateLink(registration, base, words, now),
    canRegisterAgain: at === 'cancelled' && eventState(event, now) !== 'past',
  };
}

/** A webinar here that somebody was at is there to be watched again. */
const joinText = ({ event }: ShownRegistration, { t }: Words, at: string): string =>
  event.hasWebinar ? t(`events:page.webinar_${at === 'attended' ? 'watch' : 'enter'}`) : t('registrations:ticket.join');

function whereText({ t }: Words, event: ShownEvent, at: string): string {
  if (event.format !== 'online') return placeText(t, event);
  if (hasTicket(at)) return t('registrations:ticket.online');
  return isInLine(at) ? t('registrations:ticket.online_waiting') : placeText(t, event);
}

/** How somebody takes part in a hybrid event, and what they may change that to; null for any other event. */
export function sideChoice(registration: ShownRegistration, words: Words, isOrganizer: boolean, now = new Date()) {
  const { event, isRemote } = registration;
  if (event.format !== 'hybrid') return null;
  const [side, other]: Side[] = isRemote ? ['online', 'offline'] : ['offline', 'online'];
  const text = sideText(words, side!);
  if (sideRefusal(registration, event, now)) return { text, why: '', change: null };
  if (isSideFull(event, other!)) return { text, why: words.t(`registrations:side.no_seat_${other}`), change: null };
  const label = words.t(`registrations:side.to_${other}${isOrganizer ? '_organizer' : ''}`);
  const price = otherPrice(registration, event);
  const change = price === registration.price ? label : words.t('registrations:side.with_price', { label, price: priceText(words, price) });
  return { text, why: '', change: { value: other!, label: change } };
}

/** As much as the rules ask of a registration. */
interface Ruled {
  status: RegistrationStatus;
  event: { status: string; startAt: Date; endAt: Date };
}

export const canCancel = ({ status, event }: Ruled, now = new Date()): boolean =>
  status !== 'cancelled' && statusRefusal(status, 'cancelled', event, now) === null;

/** A registration as a row of «Мои регистрации»; see views/shared/_event-row.ejs. */
export function ownRow(registration: ShownRegistration, words: Words, now = new Date()) {
  const { t, fmt } = words;
  const { id, event, status, position } = registration;
  const at = stage(registration, now);
  const label = hasTicket(at) ? { label: t('registrations:mine.ticket'), icon: 'qr-code' } : { label: t('registrations:mine.details') };
  const cancel = t(`registrations:ticket.${isInLine(at) ? 'leave_waitlist' : 'cancel'}`);
  const rate = rateLink(registration, `/registrations/${id}`, words, now);
  const isOnline = hasTicket(at) && event.hasWebinar && forSide(event, registration.isRemote).onlineUrl !== '';
  return {
    href: `/registrations/${id}`,
    cover: coverOf(event),
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    where: placeText(t, forSide(event, registration.isRemote)),
    isPast: !isAhead(registration, now),
    status,
    place: isInLine(at) ? t('registrations:mine.waiting', { position }) : '',
    isDue: paymentState(registration) === 'due' && isAhead(registration, now),
    links: [
      ...(isOnline
        ? [{ href: `/webinars/${event.id}`, label: joinText(registration, words, at), icon: 'camera-video', look: 'primary' }]
        : []),
      ...(rate ? [{ ...rate, look: 'secondary' }] : []),
      { href: `/registrations/${id}`, ...label },
      ...(canCancel(registration, now) ? [{ href: `/registrations/${id}/cancellation`, label: cancel, look: 'link' }] : []),
    ],
  };
}

/** Where somebody who was there says how it was, or sees what they said; null where there is nothing to say. */
function rateLink({ status, event, hasRated, isOwnEvent }: ShownRegistration, base: string, { t }: Words, now: Date) {
  if (hasRated) return { href: `${base}/rating`, label: t('ratings:event.title_given'), icon: 'star-fill', look: 'secondary' };
  if (eventRatingRefusal({ status, event, isOwnEvent: isOwnEvent === true }, null, now) !== null) return null;
  return { href: `${base}/rating`, label: t('ratings:event.rate'), icon: 'star', look: 'primary' };
}

/** Whether there is still something to come of it. */
export const isAhead = ({ status, event }: Ruled, now = new Date()): boolean => status !== 'cancelled' && event.endAt > now;

/** What an organizer may do with a registration now: statuses to set by one press. */
export function possibleStatuses({ status, event }: Ruled, now = new Date()): SettableStatus[] {
  const all: SettableStatus[] = ['attended', 'no_show', 'registered'];
  return all.filter((one) => one !== status && statusRefusal(status, one, event, now) === null);
}
