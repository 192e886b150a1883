import { config } from '../config.ts';
import type { CalendarEntry } from '../formats/ics.ts';
import { placeText } from './events.ts';
import type { Words } from './formatter.ts';

interface CalendarEvent {
  id: number;
  title: string;
  status: string;
  description: string;
  startAt: Date;
  endAt: Date;
  format: string;
  location: string;
  organizerName: string;
  updatedAt: Date;
}

/** An event for a calendar file; the same uid in everybody's, so that a later file updates the entry of an earlier one. */
export const calendarEntry = (event: CalendarEvent, { t }: Pick<Words, 't'>): CalendarEntry => ({
  uid: `event-${event.id}@${new URL(config.baseUrl).host}`,
  title: event.title,
  description: event.description,
  location: placeText(t, event),
  url: `${config.baseUrl}/events/${event.id}`,
  startAt: event.startAt,
  endAt: event.endAt,
  organizerName: event.organizerName,
  cancelled: event.status === 'cancelled',
  sequence: Math.floor(event.updatedAt.getTime() / 1000),
});
