import { linkParts } from '../formats/link-parts.ts';
import type { Locale } from '../i18n.ts';
import { reactionSigns } from '../policies/webinars.ts';
import type { ReactionSign } from '../policies/webinars.ts';
import type { RoomTab } from '../schemas/webinar-talk.ts';
import type { Words } from './formatter.ts';

interface Message {
  id: number;
  viewerId: number;
  name: string;
  isHost: boolean;
  body: string;
  at: Date;
}

interface Question {
  id: number;
  viewerId: number;
  name: string;
  body: string;
  votes: number;
  pinnedAt: Date | null;
  answeredAt: Date | null;
  mine: boolean;
}

interface Poll {
  id: number;
  question: string;
  options: string[];
  isMultiple: boolean;
  isOpen: boolean;
  counts: number[];
  voters: number;
}

/** What a room page is drawn from. */
export interface RoomFacts {
  visit: {
    eventId: number;
    title: string;
    state: 'waiting' | 'live' | 'ended';
    startAt: Date;
    endAt: Date;
    timeZone: string;
    mutedAt: Date | null;
  };
  pass: { viewerId: number; isHost: boolean };
  tab: RoomTab;
  after: number;
  event: { organizerName: string; organizer: { personId: number } };
  /** The oldest message that is on the page already, for those who read back; null: the newest are shown. */
  before: number | null;
  messages: Message[];
  /** What the host named as worth seeing again, in the order of time. */
  topics: { title: string; at: Date }[];
  questions: Question[];
  polls: Poll[];
  choices: Map<number, number[]>;
  reactions: Partial<Record<ReactionSign, number>>;
  viewers: number;
  rules: { slowModeSeconds: number; blockedWords: string[] };
  /** Who may only read, or not enter: for hosts. */
  silenced: { id: number; name: string; isRemoved: boolean }[];
  /** When the newest piece of the broadcast came. */
  heardAt: Date | null;
  isPaused: boolean;
  /** The languages that there are captions in. */
  captions: string[];
}

/** No piece for so long: the host's connection is lost. */
export const LOST_SECONDS = 15;

/** So many messages are on a page. */
export const MESSAGES = 100;

export type ShownRoom = ReturnType<typeof roomPage>;

/** The values of views/webinars/room.ejs. */
export function roomPage(facts: RoomFacts, words: Words, now = new Date()) {
  const { visit, pass, tab, after, event, before, viewers, rules, isPaused, captions, silenced } = facts;
  const { t, fmt, locale } = words;
  const { eventId: id, title, state, startAt, endAt, timeZone } = visit;
  const named = ({ name }: { name: string }) => name || t('people:deleted');
  const polls = facts.polls.map((poll) => shownPoll(poll, facts.choices.get(poll.id) ?? [], pass.isHost, words));
  return {
    ...{ id, title, state, tab, after, viewers, isPaused, timeZone, captions, silenced },
    path: `/webinars/${id}`,
    viewerId: pass.viewerId,
    isHost: pass.isHost,
    isMuted: visit.mutedAt !== null,
    organizer: { name: event.organizerName || t('people:deleted'), href: event.organizerName ? `/people/${event.organizer.personId}` : '' },
    startsAt: startAt.toISOString(),
    starts: `${fmt.dayLong(startAt, timeZone)}, ${fmt.span(startAt, endAt, timeZone)}`,
    lasts: durationText(endAt.getTime() - startAt.getTime(), locale),
    left: timeLeft(startAt, now, locale),
    lostSeconds: state === 'live' ? silentSeconds(facts, now) : 0,
    messages: facts.messages.map((message) => ({
      ...message,
      name: named(message),
      isOwn: message.viewerId === pass.viewerId,
      time: fmt.time(message.at, timeZone),
      parts: linkParts(message.body),
    })),
    isBack: before !== null,
    earlier: facts.messages.length >= MESSAGES ? (facts.messages[0]?.id ?? 0) : 0,
    topics: facts.topics.map(({ title: topic, at }) => ({ title: topic, time: fmt.time(at, timeZone) })),
    pinned: facts.questions.find(({ pinnedAt }) => pinnedAt !== null) ?? null,
    questions: facts.questions.map((question) => ({
      ...question,
      name: named(question),
      isPinned: question.pinnedAt !== null,
      isAnswered: question.answeredAt !== null,
    })),
    polls: polls.reverse(),
    hasOpenPoll: polls.some(({ isOpen }) => isOpen),
    reactions: reactionSigns.map((sign) => ({ sign, count: facts.reactions[sign] ?? 0, label: t(`webinars:reactions.${sign}`) })),
    rules: { slowMode: rules.slowModeSeconds, words: rules.blockedWords.join(', ') },
  };
}

/** Days, hours and minutes, or hours, minutes and seconds within the last day, with the words that go with each; nothing below zero. */
function timeLeft(startAt: Date, now: Date, locale: Locale) {
  const seconds = Math.max(0, Math.floor((startAt.getTime() - now.getTime()) / 1000));
  const values = {
    day: Math.floor(seconds / 86_400),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
  const units = values.day > 0 ? (['day', 'hour', 'minute'] as const) : (['hour', 'minute', 'second'] as const);
  const shown = { ...values, hour: values.day > 0 ? values.hour % 24 : values.hour };
  return {
    isOver: seconds === 0,
    units: units.map((unit) => ({ unit, value: String(shown[unit]).padStart(2, '0'), word: unitWord(shown[unit], unit, locale) })),
  };
}

/** «часов» of «5 часов». */
function unitWord(value: number, unit: string, locale: Locale): string {
  const parts = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).formatToParts(value);
  return parts.find(({ type }) => type === 'unit')?.value ?? '';
}

/** «1 ч 30 мин» */
export function durationText(ms: number, locale: Locale): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const parts = [
    [Math.floor(minutes / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const text = ([value, unit]: (typeof parts)[number]) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  return parts
    .filter(([value]) => value > 0)
    .map(text)
    .join(' ');
}

/** Since the newest piece came, once that is long ago; else 0. */
function silentSeconds({ heardAt, isPaused }: RoomFacts, now: Date): number {
  if (!heardAt || isPaused) return 0;
  const seconds = Math.floor((now.getTime() - heardAt.getTime()) / 1000);
  return seconds >= LOST_SECONDS ? seconds : 0;
}

/** Who has not chosen yet sees no results, so as not to follow the others; hosts do, and everybody does once it is closed. */
export function shownPoll(
  { id, question, options, isMultiple, isOpen, counts, voters }: Poll,
  own: number[],
  isHost: boolean,
  { t }: Words,
) {
  const percent = (count: number) => (voters === 0 ? 0 : Math.round((count * 100) / voters));
  return {
    ...{ id, question, isMultiple, isOpen },
    hasVoted: own.length > 0,
    showsResults: !isOpen || own.length > 0 || isHost,
    voters: t('webinars:poll.voters', { count: voters }),
    options: options.map((text, index) => ({ index, text, percent: percent(counts[index] ?? 0), isOwn: own.includes(index) })),
  };
}
