import { sides } from '../policies/registrations.ts';
import { seatsText } from './events.ts';
import type { Words } from './formatter.ts';
import { sideOf, sideText } from './sides.ts';
import type { SidedEvent } from './sides.ts';
import { isGone } from '../policies/privacy.ts';

interface Option {
  value: string;
  label: string;
}

interface PickedEvent extends SidedEvent {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
}

/** Events for a select: «Джаз на крыше · Сб, 28 ноября · 19:00 · Осталось 12 мест». */
export const eventOptions = (events: PickedEvent[], words: Words): Option[] =>
  events.map((event) => ({
    value: String(event.id),
    label: words.t('registrations:new.event_option', {
      title: event.title,
      when: words.fmt.when(event.startAt, event.timeZone),
      seats: seatsOf(event, words),
    }),
  }));

/** «Осталось 12 мест»; of two sides «Очно: мест нет, Онлайн: 388 мест». */
function seatsOf(event: PickedEvent, words: Words): string {
  const { t, fmt } = words;
  if (event.format !== 'hybrid') return seatsText(t, event, fmt);
  return sides
    .map((side) => t('registrations:new.side_seats', { side: sideText(words, side), seats: seatsText(t, sideOf(event, side), fmt) }))
    .join(', ');
}

/** The choice of a side, as long as one of the events has two. */
export const pickedSides = (events: PickedEvent[], words: Words): Option[] =>
  events.some(({ format }) => format === 'hybrid') ? sides.map((value) => ({ value, label: sideText(words, value) })) : [];

interface PickedVisitor {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
}

/** Visitors for a select: «Круглова Анна · anna@mail.ru». */
export const visitorOptions = (visitors: PickedVisitor[], { t }: Words): Option[] =>
  visitors
    .filter(({ email }) => !isGone(email))
    .map(({ id, firstName, lastName, email }) => ({
      value: String(id),
      label: t('registrations:new.visitor_option', { name: `${lastName} ${firstName}`, contact: email }),
    }));
