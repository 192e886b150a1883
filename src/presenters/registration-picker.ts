import { seatsText } from './events.ts';
import type { Words } from './formatter.ts';

interface Option {
  value: string;
  label: string;
}

interface PickedEvent {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
  seatLimit: number;
  seatsTaken: number;
}

/** Events for a select: «Джаз на крыше · Сб, 28 ноября · 19:00 · Осталось 12 мест». */
export const eventOptions = (events: PickedEvent[], { t, fmt }: Words): Option[] =>
  events.map((event) => ({
    value: String(event.id),
    label: t('registrations:new.event_option', {
      title: event.title,
      when: fmt.when(event.startAt, event.timeZone),
      seats: seatsText(t, event, fmt),
    }),
  }));

interface PickedVisitor {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
}

/** Visitors for a select: «Круглова Анна · anna@mail.ru». */
export const visitorOptions = (visitors: PickedVisitor[], { t }: Words): Option[] =>
  visitors.map(({ id, firstName, lastName, email }) => ({
    value: String(id),
    label: t('registrations:new.visitor_option', { name: `${lastName} ${firstName}`, contact: email }),
  }));
