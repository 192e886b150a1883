import { eventCard } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';
import { durationText, shownPoll } from './webinar-room.ts';

type Poll = Parameters<typeof shownPoll>[0];

interface Facts {
  visit: { eventId: number; title: string };
  event: { organizerName: string; organizer: { personId: number }; groupSlug: string | null };
  isHost: boolean;
  mayWatch: boolean;
  seconds: number;
  viewers: number;
  highlights: number;
  polls: Poll[];
  choices: Map<number, number[]>;
  unanswered: { body: string; name: string; votes: number }[];
  next: ShownEvent[];
  /** Of the registration's own link; empty without one. */
  token: string;
}

/** The values of views/webinars/ended.ejs. */
export function endingPage(facts: Facts, words: Words) {
  const { visit, event, isHost, mayWatch, seconds, viewers, highlights, polls, choices, unanswered, next, token } = facts;
  const { t, fmt, locale } = words;
  const open = polls.map((poll) => ({ ...poll, isOpen: false }));
  return {
    title: visit.title,
    organizer: { name: event.organizerName || t('people:deleted'), href: event.organizerName ? `/people/${event.organizer.personId}` : '' },
    event: `/events/${visit.eventId}`,
    watch: mayWatch ? `/webinars/${visit.eventId}` : '',
    rate: isHost || !token ? '' : `/r/${token}/rating`,
    lasted: t('webinars:ended.lasted', { duration: durationText(seconds * 1000, locale) }),
    recording: mayWatch
      ? `${t('webinars:ended.recording')}${highlights > 0 ? ` ${t('webinars:ended.moments', { count: highlights })}` : ''}`
      : t('webinars:ended.hosts_only'),
    viewers: viewers > 0 ? t('webinars:ended.viewers', { count: viewers, number: fmt.number(viewers) }) : '',
    polls: open.map((poll) => shownPoll(poll, choices.get(poll.id) ?? [], isHost, words)),
    unanswered: unanswered.slice(0, 20).map(({ body, name, votes }) => ({ body, name, votes })),
    answers:
      unanswered.length === 0
        ? ''
        : t(event.groupSlug ? 'webinars:ended.answers_in_group' : 'webinars:ended.answers', { count: unanswered.length }),
    next: next.map((one) => eventCard(one, words)),
  };
}
