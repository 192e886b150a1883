import { withQuery } from './catalogue.ts';
import { eventWays } from './event-sides.ts';
import { eventState, eventSummary, isFull, isNearlyFull, seatsText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';

interface ShownPerson {
  personId: number;
  name: string;
  avatarId: string | null;
  seenBy: string;
}

interface PageEvent extends ShownEvent {
  organizer: ShownPerson;
  description: string;
  topicSlug: string | null;
  topicRu: string | null;
  topicEn: string | null;
  tags: string[];
  groupSlug: string | null;
  groupName: string | null;
  membersOnly: boolean;
  prefersReliable: boolean;
  hasWebinar: boolean;
  onlineLimit: number;
  onlineTaken: number;
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

/** What the page says that is counted or depends on who looks at it. */
interface Around {
  waitlisted: number;
  /** Marked as having come. */
  attended: number;
  /** Who looks may not know the place. */
  isOutside: boolean;
}

/** The values of the event's page. */
export function eventPage(given: PageEvent, { waitlisted, attended, isOutside }: Around, words: Words) {
  const { t } = words;
  const event = isOutside ? withoutPlace(given, words) : given;
  const state = eventState(event);
  const isOpen = state === 'upcoming' || state === 'running';
  return {
    id: event.id,
    state,
    isOpen,
    isOutside,
    isFull: isFull(event),
    summary: eventSummary(event, words),
    onlineHint: t(event.hasWebinar ? 'events:page.webinar_hint' : 'events:online_hint'),
    past: state === 'past' ? (attended > 0 ? t('events:page.came', { count: attended }) : t('events:page.past')) : '',
    organizer: event.organizer,
    paragraphs: paragraphsOf(event.description),
    tags: eventTags(event, words),
    labels: event.tags.map((tag) => ({ text: tag, href: withQuery('/events', { tag }) })),
    group: event.groupSlug ? { name: event.groupName, href: `/groups/${event.groupSlug}` } : null,
    notice: stateNotice(event, words),
    seats: seatsLine(event, waitlisted, words),
    ways: isOpen && !isOutside ? eventWays(event, words) : [],
    prefersReliable: event.prefersReliable,
    maps: isOutside ? [] : mapLinks(event),
    register: {
      href: `/events/${event.id}/register`,
      label: t(isFull(event) ? 'events:page.join_waitlist' : 'events:page.register'),
    },
    calendar: state === 'draft' ? '' : `/events/${event.id}.ics`,
  };
}

/** An event for members only as others may know it. */
export const withoutPlace = <E extends { location: string }>(event: E, { t }: Pick<Words, 't'>): E => ({
  ...event,
  location: t('events:page.members_place'),
});

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
  const formats: Record<string, { text: string; tone: string; icon: string }> = {
    offline: { text: t('events:format.offline'), tone: '', icon: 'geo-alt' },
    online: { text: t('events:format.online'), tone: 'info', icon: 'camera-video' },
    hybrid: { text: t('events:format.hybrid'), tone: '', icon: 'collection-play' },
  };
  const members = event.membersOnly ? [{ text: t('events:members_only'), tone: 'warn', icon: 'lock-fill' }] : [];
  return {
    topic: topic ? { text: topic, href: `/topics/${event.topicSlug}` } : null,
    marks: [formats[event.format]!, ...members, ...(mark ? [mark] : [])],
  };
}

function stateNotice(event: PageEvent, { t, fmt }: Words) {
  if (eventState(event) !== 'cancelled') return null;
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

/** Searches for the place on maps, in pages of their own: nothing of theirs runs in ours. */
const mapLinks = ({ format, location }: PageEvent): { name: string; href: string }[] =>
  format === 'online'
    ? []
    : [
        { name: 'openstreetmap', href: `https://www.openstreetmap.org/search?${new URLSearchParams({ query: location })}` },
        { name: 'yandex', href: `https://yandex.ru/maps/?${new URLSearchParams({ text: location })}` },
      ];

interface Standing {
  membership: object | null;
  hasRequested: boolean;
  isBanned: boolean;
}

/** What somebody who is not in the group of an event for members only can do about it: the values of views/events/_members.ejs. */
export function membersGate(
  event: { id: number; groupSlug: string | null; groupName: string | null; joinPolicy: string | null; isGroupArchived: boolean },
  standing: Standing,
) {
  const action =
    event.isGroupArchived || standing.isBanned
      ? 'closed'
      : standing.hasRequested
        ? 'waiting'
        : event.joinPolicy === 'request'
          ? 'request'
          : 'join';
  return {
    ...{ action, name: event.groupName, href: `/groups/${event.groupSlug}` },
    login: `/login?${new URLSearchParams({ return_to: `/events/${event.id}` })}`,
  };
}
