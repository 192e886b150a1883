import { isFull, isNearlyFull, priceText, seatsText } from './events.ts';
import type { Words } from './formatter.ts';
import { sideOf } from './sides.ts';
import type { SidedEvent } from './sides.ts';

const sides = [
  { name: 'offline', icon: 'geo-alt' },
  { name: 'online', icon: 'camera-video' },
] as const;

type PageEvent = SidedEvent & { id: number; location: string; hasWebinar: boolean };

/** The values of views/events/_ways.ejs: what each side of a hybrid event costs and has room for; none for an event of one side. */
export function eventWays(event: PageEvent, words: Words) {
  if (event.format !== 'hybrid') return [];
  const { t, fmt } = words;
  return sides.map(({ name, icon }) => {
    const side = sideOf(event, name);
    const full = isFull(side);
    const limit = fmt.number(side.seatLimit);
    const title = t(`registrations:side.${name}`);
    return {
      icon,
      title,
      isOnline: name === 'online',
      place: name === 'online' ? t(event.hasWebinar ? 'events:page.webinar_hint' : 'events:online_hint') : event.location,
      price: priceText(words, side.price),
      seats: full ? t('events:seats.none') : `${seatsText(t, side, fmt)} ${t('events:seats.of', { limit })}`,
      isFew: isNearlyFull(side),
      waitlist: full ? `/events/${event.id}/register?attendance=${name}` : '',
      meter: {
        value: side.seatsTaken,
        max: side.seatLimit,
        isFew: isNearlyFull(side),
        label: `${title}. ${t('events:seats.taken', { taken: fmt.number(side.seatsTaken), limit })}`,
      },
    };
  });
}
