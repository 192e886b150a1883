import { eventState, eventSummary, isFull, isNearlyFull, seatsText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';

interface PageEvent extends ShownEvent {
  organizerName: string;
  description: string;
  topicSlug: string | null;
  topicRu: string | null;
  topicEn: string | null;
  cancelReason: string;
  cancelledAt: Date | null;
}

/** Paragraphs of plain text, each a list of lines: an empty line ends a paragraph. */
export const paragraphsOf = (text: string): string[][] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => part.split('\n'));

/** What a search engine or a preview says of an event: the beginning of its description. */
export function shortDescription(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).replace(/\s+\S*$/, '')}…`;
}

/** The values of the event's page that do not depend on who looks at it. */
export function eventPage(event: PageEvent, waitlisted: number, words: Words) {
  const { t } = words;
  const state = eventState(event);
  const isOpen = state === 'upcoming' || state === 'running';
  return {
    id: event.id,
    state,
    isOpen,
    isFull: isFull(event),
    summary: eventSummary(event, words),
    organizer: event.organizerName,
    paragraphs: paragraphsOf(event.description),
    tags: eventTags(event, words),
    notice: stateNotice(event, words),
    seats: seatsLine(event, waitlisted, words),
    map: mapLink(event),
    register: {
      href: `/events/${event.id}/register`,
      label: t(isFull(event) ? 'events:page.join_waitlist' : 'events:page.register'),
    },
    calendar: state === 'draft' ? '' : `/events/${event.id}.ics`,
  };
}

function eventTags(event: PageEvent, { t, locale }: Words) {
  const state = eventState(event);
  const topic = locale === 'ru' ? event.topicRu : event.topicEn;
  const marks = {
    draft: { text: t('events:state.draft'), tone: 'warn', icon: 'eye-slash' },
    cancelled: { text: t('events:state.cancelled'), tone: 'bad', icon: 'x-circle-fill' },
    past: { text: t('events:state.past'), tone: '', icon: 'check2-all' },
    running: { text: t('events:state.running'), tone: 'ok', icon: 'record-circle' },
    full: { text: t('events:seats.none'), tone: 'bad', icon: 'x-circle' },
  };
  const mark = state === 'upcoming' ? (isFull(event) ? marks.full : null) : marks[state];
  const format =
    event.format === 'online'
      ? { text: t('events:format.online'), tone: 'info', icon: 'camera-video' }
      : { text: t('events:format.offline'), tone: '', icon: 'geo-alt' };
  return {
    topic: topic ? { text: topic, href: `/events?topic=${event.topicSlug}` } : null,
    marks: [format, ...(mark ? [mark] : [])],
  };
}

function stateNotice(event: PageEvent, { t, fmt }: Words) {
  const state = eventState(event);
  if (state === 'past') {
    return { kind: 'info', title: t('events:page.past_notice'), text: t('events:page.past_text') };
  }
  if (state !== 'cancelled') return null;
  const day = event.cancelledAt ? fmt.date(event.cancelledAt, event.timeZone) : '';
  return { kind: 'bad', title: t('events:page.cancelled_notice', { day }), text: event.cancelReason };
}

function seatsLine(event: PageEvent, waitlisted: number, { t, fmt }: Words) {
  const number = fmt.number(event.seatLimit);
  const full = isFull(event);
  return {
    text: full ? t('events:seats.all_taken', { count: event.seatLimit, number }) : seatsText(t, event, fmt),
    rest: full ? (waitlisted > 0 ? t('events:page.in_waitlist', { count: waitlisted }) : '') : t('events:seats.of', { limit: number }),
    isFew: full || isNearlyFull(event),
    meter: {
      value: event.seatsTaken,
      max: event.seatLimit,
      isFew: isNearlyFull(event),
      label: t('events:seats.taken', { taken: fmt.number(event.seatsTaken), limit: number }),
    },
  };
}

/** A search for the place on an open map, in a page of its own: nothing of theirs runs in ours. */
const mapLink = ({ format, location }: PageEvent): string =>
  format === 'online' ? '' : `https://www.openstreetmap.org/search?${new URLSearchParams({ query: location })}`;
