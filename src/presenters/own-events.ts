import { coverOf } from './covers.ts';
import { eventState, isFull, isNearlyFull, placeText, priceText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';

interface OwnEvent extends ShownEvent {
  waitlisted: number;
  billed: number;
}

/** The values of views/shared/_event-row.ejs for an event in its organizer's list. */
export function ownEventRow(event: OwnEvent, words: Words) {
  const { t, fmt } = words;
  const state = eventState(event);
  const [taken, limit] = [fmt.number(event.seatsTaken), fmt.number(event.seatLimit)];
  const isFree = event.price === 0 && event.onlinePrice === 0;
  const money = isFree ? priceText(words, 0) : fmt.money(event.billed);
  return {
    href: `/events/${event.id}`,
    cover: coverOf(event),
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    where: placeText(t, event),
    tags: [stateTag(event, words)],
    meta: `${t('events:mine.taken', { taken, limit })} · ${money}`,
    meter: { value: event.seatsTaken, max: event.seatLimit, isFew: isNearlyFull(event), label: t('events:seats.taken', { taken, limit }) },
    menu: { id: `event-${event.id}`, label: t('events:mine.actions', { title: event.title }), items: rowMenu(event, words) },
    isPast: state === 'past' || state === 'cancelled',
    heading: 'h2',
  };
}

function stateTag(event: OwnEvent, { t, fmt }: Words) {
  const state = eventState(event);
  if (state === 'upcoming' && event.waitlisted > 0) {
    return { text: t('events:mine.waitlisted', { number: fmt.number(event.waitlisted) }), tone: 'warn' };
  }
  if (state === 'upcoming' && isFull(event)) return { text: t('events:seats.none'), tone: 'warn' };
  const tones = { draft: 'warn', upcoming: 'ok', running: 'ok', past: '', cancelled: 'bad' };
  return { text: t(`events:state.${state}`), tone: tones[state] };
}

/** What can be done with an event from a list. */
export function rowMenu(event: ShownEvent, { t }: Words) {
  const page = `/events/${event.id}`;
  const edit = { href: `${page}/edit`, label: t('events:owner.edit'), icon: 'pencil' };
  const visitors = { href: `/registrations?event_id=${event.id}`, label: t('events:owner.visitors'), icon: 'people' };
  const expenses = { href: `${page}/expenses`, label: t('events:owner.expenses'), icon: 'cash-stack' };
  const cancel = { href: `${page}/cancellation`, label: t('events:owner.cancel'), icon: 'x-circle' };
  const remove = { href: `${page}/deletion`, label: t('events:owner.delete'), icon: 'trash3' };
  switch (eventState(event)) {
    case 'draft':
      return [edit, expenses, remove];
    case 'cancelled':
      return [visitors, expenses];
    case 'past':
      return [edit, visitors, { href: `${page}/ratings`, label: t('ratings:participants.title'), icon: 'star' }, expenses];
    default:
      return [edit, visitors, expenses, cancel];
  }
}

interface OwnerFigures {
  waitlisted: number;
  billed: number;
  refunded: number;
  profit: number;
}

/** The panel that the organizer of an event sees on its page. Amounts are in minor units. */
export function ownerPanel(event: ShownEvent, figures: OwnerFigures, { t, fmt }: Words) {
  const page = `/events/${event.id}`;
  const state = eventState(event);
  const isOpen = state === 'upcoming' || state === 'running';
  const links = [
    { when: state !== 'cancelled', href: `${page}/edit`, label: t('events:owner.edit'), icon: 'pencil' },
    { when: state !== 'draft', href: `/registrations?event_id=${event.id}`, label: t('events:owner.visitors'), icon: 'people' },
    { when: state === 'past', href: `${page}/ratings`, label: t('ratings:participants.title'), icon: 'star' },
    { when: true, href: `${page}/expenses`, label: t('events:owner.expenses'), icon: 'cash-stack' },
    { when: state !== 'draft', href: `/reports?event_id=${event.id}`, label: t('events:owner.reports'), icon: 'bar-chart' },
    { when: state !== 'draft', href: `${page}/mails`, label: t('events:owner.mails'), icon: 'envelope' },
  ];
  const endings = [
    { when: isOpen, href: `${page}/cancellation`, label: t('events:owner.cancel'), icon: 'x-circle' },
    {
      when: state !== 'cancelled' && event.seatsTaken + figures.waitlisted === 0,
      href: `${page}/deletion`,
      label: t('events:owner.delete'),
      icon: 'trash3',
    },
  ];
  return {
    stats: [
      {
        label: t('events:owner.registered'),
        value: t('events:mine.taken', { taken: fmt.number(event.seatsTaken), limit: fmt.number(event.seatLimit) }),
        note: figures.waitlisted > 0 ? t('events:owner.waitlisted', { number: fmt.number(figures.waitlisted) }) : '',
      },
      { label: t('events:owner.billed'), value: fmt.money(figures.billed - figures.refunded) },
      { label: t('events:owner.profit'), value: fmt.money(figures.profit) },
    ],
    links: links.filter((link) => link.when),
    endings: endings.filter((link) => link.when),
    copyAction: `${page}/copies`,
  };
}

interface DraftEvent extends ShownEvent {
  description: string;
  topicId: number | null;
}

/** What is ready and what is missing before a draft is published. */
export function draftChecklist(event: DraftEvent, { t }: Words, now = new Date()) {
  const edit = `/events/${event.id}/edit`;
  const isOver = event.endAt <= now;
  return [
    isOver
      ? {
          isDone: false,
          title: t('events:draft.over'),
          hint: t('events:draft.over_hint'),
          href: `${edit}#start_at`,
          action: t('events:draft.change'),
        }
      : { isDone: true, title: t('events:draft.basics') },
    { isDone: true, title: t('events:draft.limits') },
    event.description
      ? { isDone: true, title: t('events:draft.has_description') }
      : {
          isDone: false,
          title: t('events:draft.no_description'),
          hint: t('events:draft.no_description_hint'),
          href: `${edit}#description`,
          action: t('events:draft.add'),
        },
    ...(event.topicId === null
      ? [
          {
            isDone: false,
            title: t('events:draft.no_topic'),
            hint: t('events:draft.no_topic_hint'),
            href: `${edit}#topic_id`,
            action: t('events:draft.choose'),
          },
        ]
      : []),
  ];
}
