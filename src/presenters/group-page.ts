import { coverOf } from './covers.ts';
import { eventState, isFull, isNearlyFull, placeText, seatsText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';

interface GroupEvent extends ShownEvent {
  attended: number;
  average: number | null;
  ratings: number;
  isRegistered: boolean;
  isOwn: boolean;
}

/** The values of views/shared/_event-row.ejs for an event on the page of its group: what it was like, once it is over. */
export function groupEventRow(event: GroupEvent, words: Words) {
  const { t, fmt } = words;
  const isPast = eventState(event) === 'past';
  const came = isPast && event.attended > 0 ? t('groups:came', { count: event.attended, number: fmt.number(event.attended) }) : '';
  return {
    href: `/events/${event.id}`,
    cover: coverOf(event),
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    where: [placeText(t, event), came].filter(Boolean).join(' · '),
    isPast,
    tags: [
      ...(event.membersOnly ? [{ text: t('events:members_only'), icon: 'people' }] : []),
      ...(event.isRegistered && !isPast ? [{ text: t('groups:registered'), icon: 'check-lg', tone: 'ok' }] : []),
    ],
    few: !isPast && isNearlyFull(event) ? seatsText(t, event, fmt) : '',
    rating: isPast && event.ratings > 0 ? { average: event.average, ratings: event.ratings } : null,
    links:
      isPast || event.isRegistered || event.isOwn
        ? []
        : [{ href: `/events/${event.id}/register`, label: t(isFull(event) ? 'events:page.join_waitlist' : 'events:page.register') }],
  };
}

interface Named {
  name: string;
}

/** «Анна, Игорь, Ольга и ещё 1 281 человек». Who deleted their account has no name. */
export function facesText(faces: readonly Named[], memberCount: number, { t, fmt }: Words): string {
  const names = faces.flatMap(({ name }) => name.split(/\s+/).slice(0, 1).filter(Boolean)).slice(0, 3);
  const rest = memberCount - names.length;
  const list = names.join(', ');
  if (rest <= 0) return list;
  return list ? t('groups:faces', { names: list, count: rest, number: fmt.number(rest) }) : '';
}
