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
  event: { organizerName: string };
  messages: Message[];
  questions: Question[];
  polls: Poll[];
  choices: Map<number, number[]>;
  reactions: Partial<Record<ReactionSign, number>>;
  viewers: number;
  rules: { slowModeSeconds: number; blockedWords: string[] };
  /** When the newest piece of the broadcast came. */
  heardAt: Date | null;
  isPaused: boolean;
  /** The languages that there are captions in. */
  captions: string[];
}

/** No piece for so long: the host's connection is lost. */
export const LOST_SECONDS = 15;

export type ShownRoom = ReturnType<typeof roomPage>;

/** The values of views/webinars/room.ejs. */
export function roomPage(facts: RoomFacts, words: Words, now = new Date()) {
  const { visit, pass, tab, after, event, viewers, rules, isPaused, captions } = facts;
  const { t, fmt } = words;
  const { eventId: id, title, state, startAt, timeZone } = visit;
  const polls = facts.polls.map((poll) => shownPoll(poll, facts.choices.get(poll.id) ?? [], pass.isHost, words));
  return {
    ...{ id, title, state, tab, after, viewers, isPaused, timeZone, captions },
    path: `/webinars/${id}`,
    viewerId: pass.viewerId,
    isHost: pass.isHost,
    isMuted: visit.mutedAt !== null,
    organizer: event.organizerName || t('people:deleted'),
    startsAt: startAt.toISOString(),
    starts: `${fmt.dayLong(startAt, timeZone)}, ${fmt.time(startAt, timeZone)}`,
    left: timeLeft(startAt, now),
    lostSeconds: state === 'live' ? silentSeconds(facts, now) : 0,
    messages: facts.messages.map((message) => ({ ...message, time: fmt.time(message.at, timeZone) })),
    questions: facts.questions.map((question) => ({
      ...question,
      isPinned: question.pinnedAt !== null,
      isAnswered: question.answeredAt !== null,
    })),
    polls: polls.reverse(),
    hasOpenPoll: polls.some(({ isOpen }) => isOpen),
    reactions: reactionSigns.map((sign) => ({ sign, count: facts.reactions[sign] ?? 0, label: t(`webinars:reactions.${sign}`) })),
    rules: { slowMode: rules.slowModeSeconds, words: rules.blockedWords.join(', ') },
  };
}

/** Two digits each; nothing below zero. */
function timeLeft(startAt: Date, now: Date) {
  const seconds = Math.max(0, Math.floor((startAt.getTime() - now.getTime()) / 1000));
  const two = (number: number) => String(number).padStart(2, '0');
  return {
    isOver: seconds === 0,
    hours: two(Math.floor(seconds / 3600)),
    minutes: two(Math.floor(seconds / 60) % 60),
    seconds: two(seconds % 60),
  };
}

/** Since the newest piece came, once that is long ago; else 0. */
function silentSeconds({ heardAt, isPaused }: RoomFacts, now: Date): number {
  if (!heardAt || isPaused) return 0;
  const seconds = Math.floor((now.getTime() - heardAt.getTime()) / 1000);
  return seconds >= LOST_SECONDS ? seconds : 0;
}

/** Who has not chosen yet sees no results, so as not to follow the others; hosts do, and everybody does once it is closed. */
function shownPoll({ id, question, options, isMultiple, isOpen, counts, voters }: Poll, own: number[], isHost: boolean, { t }: Words) {
  const percent = (count: number) => (voters === 0 ? 0 : Math.round((count * 100) / voters));
  return {
    ...{ id, question, isMultiple, isOpen },
    hasVoted: own.length > 0,
    showsResults: !isOpen || own.length > 0 || isHost,
    voters: t('webinars:poll.voters', { count: voters }),
    options: options.map((text, index) => ({ index, text, percent: percent(counts[index] ?? 0), isOwn: own.includes(index) })),
  };
}
