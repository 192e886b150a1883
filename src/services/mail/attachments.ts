import { readFileSync } from 'node:fs';
import type { Attachment } from '../../adapters/message.ts';
import { config } from '../../config.ts';
import { eventCalendar } from '../../formats/ics.ts';
import { qrPng } from '../../formats/qr.ts';
import { calendarEntry } from '../../presenters/calendar.ts';
import type { Words } from '../../presenters/formatter.ts';
import type { RegistrationFacts } from '../../presenters/mails.ts';

/** The mark of the site: mail programs show no SVG. */
export const logo: Attachment = {
  filename: 'logo.png',
  contentType: 'image/png',
  cid: 'logo',
  content: readFileSync(new URL('../../../views/mail/logo.png', import.meta.url)),
};

/** The code of the ticket: the address of the registration, as on its page. */
export const ticketCode = ({ token }: RegistrationFacts): Attachment => ({
  filename: 'ticket.png',
  contentType: 'image/png',
  cid: 'ticket',
  content: qrPng(`${config.baseUrl}/r/${token}`),
});

/** The event for a calendar, with the link of an online one; `cancelled` takes it out again. */
export function calendarFile(facts: RegistrationFacts, words: Words, now: Date, cancelled = false): Attachment {
  const { eventId, eventStatus, eventUpdatedAt, format, onlineUrl } = facts;
  const entry = calendarEntry({ ...facts, id: eventId, status: eventStatus, updatedAt: eventUpdatedAt }, words);
  const file = eventCalendar({ ...entry, ...(format === 'online' && !cancelled ? { location: onlineUrl } : {}), cancelled }, now);
  const method = cancelled ? 'CANCEL' : 'PUBLISH';
  return { filename: 'event.ics', contentType: `text/calendar; charset=utf-8; method=${method}`, content: Buffer.from(file) };
}
