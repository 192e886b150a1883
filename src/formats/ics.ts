import { ICalCalendarMethod, ICalEventStatus, default as calendar } from 'ical-generator';

export interface CalendarEntry {
  /** The same for every version of the event, so that a calendar updates its entry. */
  uid: string;
  title: string;
  description: string;
  location: string;
  url: string;
  startAt: Date;
  endAt: Date;
  organizerName?: string;
  /** Takes the entry out of calendars that have it. */
  cancelled?: boolean;
  /** Grows with every change of the event. */
  sequence?: number;
}

/** An event as an iCalendar file (RFC 5545). Times are UTC, so no table of zones is needed; calendars show them in the reader's zone. */
export function eventCalendar(entry: CalendarEntry, now: Date = new Date()): string {
  const file = calendar({
    prodId: { company: 'Tochka sbora', product: 'Events', language: 'RU' },
    method: entry.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  file.createEvent({
    id: oneLine(entry.uid),
    sequence: entry.sequence ?? 0,
    stamp: now,
    start: entry.startAt,
    end: entry.endAt,
    summary: oneLine(entry.title),
    description: withoutControls(entry.description),
    location: oneLine(entry.location),
    url: oneLine(entry.url),
    status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: entry.organizerName ? organizer(entry.organizerName) : null,
  });
  return `${file.toString()}\r\n`;
}

// PUBLISH wants an organizer, but a person's address has no place in a public file; a quoted parameter cannot hold a quote
const organizer = (name: string): { name: string; email: string } => ({
  name: oneLine(name).replace(/["\\]/g, "'"),
  email: 'noreply@invalid',
});

const withoutControls = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\t\r\n]/gu, '');
const oneLine = (text: string): string => withoutControls(text).replace(/\s+/g, ' ').trim();
