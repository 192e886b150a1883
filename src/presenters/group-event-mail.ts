import { priceOf } from './events.ts';
import type { Words } from './formatter.ts';
import type { MailPair } from './mails.ts';

interface AnnouncedEvent {
  eventId: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  price: number;
  onlinePrice: number;
  organizerName: string;
  groupName: string;
  groupSlug: string;
  firstName: string;
}

/** Values of views/mail/group-event: who, what, when, where and for how much. */
export function groupEventMail(event: AnnouncedEvent, words: Words, baseUrl: string) {
  const { fmt } = words;
  return {
    say: {
      name: event.firstName,
      title: event.title,
      group: event.groupName,
      organizer: event.organizerName,
      date: fmt.date(event.startAt, event.timeZone),
      when: fmt.when(event.startAt, event.timeZone),
    },
    url: `${baseUrl}/events/${event.eventId}`,
    groupUrl: `${baseUrl}/groups/${event.groupSlug}`,
    pairs: pairsOf(event, words),
  };
}

function pairsOf(event: AnnouncedEvent, words: Words): MailPair[] {
  const { t, fmt } = words;
  const { startAt, endAt, timeZone, format, location } = event;
  const place =
    format === 'online'
      ? { value: t('mail:online') }
      : { value: location, ...(format === 'hybrid' ? { note: t('mail:group-event.or_online') } : {}) };
  return [
    { label: t('mail:pairs.when'), value: fmt.dayLong(startAt, timeZone), note: fmt.span(startAt, endAt, timeZone) },
    { label: t('mail:pairs.where'), ...place },
    { label: t('mail:group-event.price'), value: priceOf(words, event) },
    { label: t('mail:group-event.who'), value: event.organizerName },
  ];
}
