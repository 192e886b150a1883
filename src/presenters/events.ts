import type { Locale, Translate } from '../i18n.ts';
import { coverOf } from './covers.ts';
import type { Words } from './formatter.ts';

/** As much of an event as its card, row or summary shows. Times are instants, prices in minor units, seats those of both sides. */
export interface ShownEvent {
  id: number;
  title: string;
  status: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  price: number;
  onlinePrice: number;
  /** Only members of its group can register; lists alone say so. */
  membersOnly?: boolean;
  coverMotif: string;
  coverId: string | null;
  seatLimit: number;
  seatsTaken: number;
  /** Stars of the organizer, where lists know them. */
  rating?: number | null;
}

type SeatCount = Pick<ShownEvent, 'seatLimit' | 'seatsTaken'>;
type State = 'draft' | 'cancelled' | 'past' | 'running' | 'upcoming';

/** Where an event is in its life; only `cancelled` and `draft` are stored. */
export function eventState(event: Pick<ShownEvent, 'status' | 'startAt' | 'endAt'>, now = new Date()): State {
  if (event.status === 'draft' || event.status === 'cancelled') return event.status;
  if (event.endAt <= now) return 'past';
  return event.startAt <= now ? 'running' : 'upcoming';
}

export const seatsLeft = ({ seatLimit, seatsTaken }: SeatCount): number => seatLimit - seatsTaken;

export const isFull = (event: SeatCount): boolean => seatsLeft(event) <= 0;

/** Few enough to be worth a colour: five, or fifteen in a hundred. */
export const isNearlyFull = (event: SeatCount): boolean => event.seatsTaken > 0 && seatsLeft(event) <= Math.max(5, event.seatLimit * 0.15);

/** «Осталось 12 мест», «96 мест» while most are free, «Мест нет». */
export function seatsText(t: Translate, event: SeatCount, fmt?: Words['fmt']): string {
  const left = seatsLeft(event);
  if (left <= 0) return t('events:seats.none');
  const key = left * 2 <= event.seatLimit || left <= 5 ? 'left' : 'free';
  return t(`events:seats.${key}`, { count: left, number: fmt ? fmt.number(left) : left });
}

/** «1 200 ₽» or «Бесплатно». */
export const priceText = ({ t, fmt }: Pick<Words, 't' | 'fmt'>, price: number): string =>
  price === 0 ? t('events:free') : fmt.money(price);

/** What it costs to take part: one price, or that of either side of a hybrid event, «Бесплатно или 300 ₽». */
export function priceOf(
  words: Pick<Words, 't' | 'fmt'>,
  { format, price, onlinePrice }: Pick<ShownEvent, 'format' | 'price' | 'onlinePrice'>,
): string {
  if (format !== 'hybrid' || price === onlinePrice) return priceText(words, price);
  const [low, high] = [price, onlinePrice].toSorted((a, b) => a - b).map((one) => priceText(words, one));
  return words.t('events:either_price', { low, high });
}

/** The place of an event as a reader may know it: the link of an online one is not for everybody. */
export const placeText = (t: Translate, event: Pick<ShownEvent, 'format' | 'location'>): string =>
  event.format === 'online' ? t('events:online') : event.location;

export type EventCard = ReturnType<typeof makeCard>;

const cards = new WeakMap<ShownEvent, Partial<Record<Locale, EventCard>>>();

/** The values of views/shared/_event-card.ejs, made once for a row and language: the catalogue shows the same rows for a second. */
export function eventCard(event: ShownEvent, words: Words): EventCard {
  const known = cards.get(event) ?? {};
  if (!known[words.locale]) cards.set(event, known);
  return (known[words.locale] ??= makeCard(event, words));
}

function makeCard(event: ShownEvent, words: Words) {
  const { t, fmt } = words;
  const full = isFull(event);
  return {
    href: `/events/${event.id}`,
    cover: coverOf(event),
    tile: fmt.tile(event.startAt, event.timeZone),
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    where: placeText(t, event),
    price: priceOf(words, event),
    seats: full ? t('events:waitlist') : seatsText(t, event, fmt),
    isFew: full || isNearlyFull(event),
    rating: event.rating == null ? '' : fmt.rating(event.rating),
    ...cardTag(t, event, full),
  };
}

function cardTag(t: Translate, event: ShownEvent, full: boolean) {
  const state = eventState(event);
  if (state === 'past' || state === 'cancelled' || state === 'running') return { tag: t(`events:state.${state}`), tagIcon: '' };
  if (full) return { tag: t('events:seats.none'), tagIcon: '' };
  if (event.membersOnly) return { tag: t('events:members_only'), tagIcon: 'lock-fill' };
  if (event.format === 'online') return { tag: t('events:format.online'), tagIcon: 'camera-video' };
  return event.format === 'hybrid' ? { tag: t('events:format.hybrid'), tagIcon: 'collection-play' } : { tag: '', tagIcon: '' };
}

/** The values of views/events/_summary.ejs, the panel beside a form about the event. */
export function eventSummary(event: ShownEvent, words: Words) {
  const { t, fmt } = words;
  return {
    href: `/events/${event.id}`,
    cover: coverOf(event),
    title: event.title,
    tile: fmt.tile(event.startAt, event.timeZone),
    startsAt: event.startAt.toISOString(),
    day: fmt.dayLong(event.startAt, event.timeZone),
    span: fmt.span(event.startAt, event.endAt, event.timeZone),
    where: placeText(t, event),
    isOnline: event.format === 'online',
    price: priceOf(words, event),
    sides: sidePrices(event, words),
    seats: seatsText(t, event, fmt),
  };
}

/** What either side of a hybrid event costs; nothing where one price says it all. */
function sidePrices({ format, price, onlinePrice }: ShownEvent, words: Words): { label: string; price: string }[] {
  if (format !== 'hybrid' || price === onlinePrice) return [];
  return [
    { label: words.t('registrations:side.offline'), price: priceText(words, price) },
    { label: words.t('registrations:side.online'), price: priceText(words, onlinePrice) },
  ];
}
