import { DateTime } from 'luxon';
import { SITE_ZONE } from '../schemas/events.ts';
import { coverOf } from './covers.ts';
import { isFull, isNearlyFull, seatsText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';
import { rowMenu } from './own-events.ts';

interface NextEvent extends ShownEvent {
  waitlisted: number;
  gained: number;
}

/** What an organizer's home page says first: which day it is and how long until the next event. */
export function dashboardLead(next: readonly NextEvent[], { t, fmt }: Words, now = new Date()): string {
  const today = fmt.dayLong(now, SITE_ZONE);
  const [first] = next;
  return first ? t('dashboard:lead', { today, next: untilNext(first, t, now) }) : t('dashboard:lead_alone', { today });
}

function untilNext({ startAt, timeZone }: NextEvent, t: Words['t'], now: Date): string {
  if (startAt <= now) return t('dashboard:next.running');
  const day = (date: Date) => DateTime.fromJSDate(date, { zone: timeZone }).startOf('day');
  const days = Math.round(day(startAt).diff(day(now), 'days').days);
  if (days === 0) return t('dashboard:next.today');
  return days === 1 ? t('dashboard:next.tomorrow') : t('dashboard:next.in_days', { count: days });
}

/** The values of views/home/_next-event.ejs. */
export function nextEventRow(event: NextEvent, words: Words) {
  const { t, fmt } = words;
  const seats = { taken: fmt.number(event.seatsTaken), limit: fmt.number(event.seatLimit) };
  const visitors = `/registrations?event_id=${event.id}`;
  return {
    href: `/events/${event.id}`,
    cover: coverOf(event),
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    meter: { value: event.seatsTaken, max: event.seatLimit, isFew: isNearlyFull(event), label: t('events:seats.taken', seats) },
    seats: [t('dashboard:next.seats', { ...seats, count: event.seatLimit }), ...newsOf(event, words)].join(' · '),
    visitors,
    menu: {
      id: `event-${event.id}`,
      label: t('events:mine.actions', { title: event.title }),
      items: rowMenu(event, words).filter(({ href }) => href !== visitors),
    },
  };
}

/** What there is to say of its seats: that few are left, or who waits, and what came in a week. */
function newsOf(event: NextEvent, { t, fmt }: Words): string[] {
  const isWorthWords = isFull(event) || isNearlyFull(event);
  return [
    isWorthWords && seatsText(t, event, fmt),
    event.waitlisted > 0 && t('dashboard:next.waitlisted', { number: fmt.number(event.waitlisted) }),
    event.gained > 0 && !isFull(event) && t('dashboard:next.gained', { number: fmt.number(event.gained) }),
  ].filter((news) => news !== false);
}
