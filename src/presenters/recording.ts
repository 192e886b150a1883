import { BUCKET_SECONDS } from '../live/peaks.ts';
import type { Activity } from '../live/peaks.ts';
import type { Entry } from '../policies/webinars.ts';
import type { Words } from './formatter.ts';
import { shownPoll } from './webinar-room.ts';

interface Part {
  id: string;
  start: number;
  finish: number;
  title: string;
  origin: 'audience' | 'mark' | 'host';
  clipState: string;
  clipBytes: number | null;
}

interface Said {
  id: number;
  at: Date;
  second: number;
  name: string;
  isHost: boolean;
  body: string;
}

interface Facts {
  eventId: number;
  startedAt: Date;
  seconds: number;
  epochs: { epoch: number; start: number; bytes: number }[];
  isRemoved: boolean;
  areMomentsFound: boolean;
  activity: Activity[];
  highlights: Part[];
  chapters: { id: number; start: number; title: string }[];
  captions: string[];
  messages: Said[];
  /** How many messages there are; the page has no more than the first thousands. */
  allMessages: number;
  questions: (Said & { votes: number; isAnswered: boolean })[];
  polls: Parameters<typeof shownPoll>[0][];
  viewers: number;
  settings: { viewersMayDownload: boolean; retentionDays: number | null };
  bytes: number;
  file: { state: string; bytes: number | null };
  endedAt: Date;
}

interface Visit {
  eventId: number;
  title: string;
  timeZone: string;
}

/** «00:11:50» */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return [whole / 3600, (whole / 60) % 60, whole % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

/** «640 МБ»; what is smaller than a megabyte is one. */
export function megabytes(bytes: number, { t, fmt }: Words): string {
  const mega = bytes / 1024 / 1024;
  if (mega < 1024) return t('recording:megabytes', { amount: fmt.number(Math.max(1, Math.round(mega))) });
  return t('recording:gigabytes', { amount: fmt.number(Math.round(mega / 102.4) / 10) });
}

function duration(seconds: number, t: Words['t']): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return t('recording:minutes', { count: minutes });
  return t('recording:hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

const WIDTH = 1188;
const HEIGHT = 120;
const MOST_BARS = 132;
const LOWEST = 6;

/** Bars of what the audience did, of equal stretches of time, with those in which a highlight lies marked. */
export function timeline({ activity, highlights, seconds }: Pick<Facts, 'activity' | 'highlights' | 'seconds'>) {
  const each = Math.max(1, Math.ceil(activity.length / MOST_BARS));
  const count = Math.ceil(activity.length / each);
  const heights = Array.from({ length: count }, (_, index) =>
    activity
      .slice(index * each, (index + 1) * each)
      .reduce((sum, { reactions, messages, votes }) => sum + reactions + 2 * messages + 1.5 * votes, 0),
  );
  const highest = Math.max(1, ...heights);
  const step = WIDTH / Math.max(1, count);
  const secondsEach = seconds / Math.max(1, count);
  return heights.map((value, index) => {
    const height = LOWEST + (value / highest) * (HEIGHT - LOWEST);
    const start = index * secondsEach;
    const isPeak = highlights.some((part) => part.start < start + secondsEach && part.finish > start);
    return {
      x: round(index * step),
      y: round(HEIGHT - height),
      width: round(step * 0.7),
      height: round(height),
      start: Math.round(start),
      isPeak,
    };
  });
}

const round = (value: number) => Math.round(value * 10) / 10;

const MARKS = 7;

/** Chapters as marks between the bars. */
const chapterMarks = ({ chapters, seconds }: Pick<Facts, 'chapters' | 'seconds'>) =>
  chapters.filter(({ start }) => start < seconds).map(({ start, title }) => ({ x: round((start / seconds) * WIDTH), title }));

/** Where the keyboard stops on the timeline, and what it is called there. */
const places = ({ highlights, chapters }: Pick<Facts, 'highlights' | 'chapters'>, { t }: Words) =>
  [
    ...chapters.map(({ start, title }) => ({ second: start, title })),
    ...highlights.map((part) => ({ second: part.start, finish: part.finish, title: nameOf(part, t) })),
  ].toSorted((a, b) => a.second - b.second);

/** Moments of the clock below the bars, from the first to the last second. */
const marks = (seconds: number): string[] =>
  Array.from({ length: MARKS }, (_, index) => {
    const text = clock((seconds * index) / (MARKS - 1));
    return seconds < 3600 ? text.slice(3) : text.slice(0, -3);
  });

const inPart =
  ({ start, finish }: Part) =>
  ({ second }: { second: number }) =>
    second >= start && second < finish;

const nameOf = ({ title, start }: Part, t: Words['t']): string => title || t('recording:untitled', { time: clock(start) });

/** «1:30» */
const minutesOf = (seconds: number): string => clock(Math.round(seconds)).replace(/^00:0?/, '');

/** How a highlight is listed: with where it came from and what the audience did in it. */
function highlightLine(part: Part, { messages, questions, activity }: Pick<Facts, 'messages' | 'questions' | 'activity'>, { t }: Words) {
  const said = messages.filter(inPart(part)).length + questions.filter(inPart(part)).length;
  const reactions = activity
    .slice(Math.floor(part.start / BUCKET_SECONDS), Math.ceil(part.finish / BUCKET_SECONDS))
    .reduce((sum, bucket) => sum + bucket.reactions, 0);
  const words = [
    part.origin === 'mark' ? t('recording:marked') : '',
    t('recording:length', { length: minutesOf(part.finish - part.start) }),
    said > 0 ? t('recording:said', { count: said }) : '',
    reactions > 0 ? t('recording:reacted', { count: reactions }) : '',
  ];
  return {
    ...part,
    time: clock(part.start),
    title: nameOf(part, t),
    note: words.filter(Boolean).join(' · '),
  };
}

/** Who was not there reads what was said, but not by whom. Once the recording is removed, it has the times of the clock. */
const shownTalk = (facts: Facts, zone: string, isInsider: boolean, { t, fmt }: Words) =>
  [
    ...facts.messages.map((message) => ({ ...message, isQuestion: false, votes: 0 })),
    ...facts.questions.map((question) => ({ ...question, isQuestion: true })),
  ]
    .toSorted((a, b) => a.second - b.second || a.at.getTime() - b.at.getTime())
    .map(({ id, at, second, name, isHost, body, isQuestion, votes }) => ({
      ...{ isHost, body, isQuestion, votes, second },
      id: `${isQuestion ? 'q' : 'm'}${id}`,
      name: isInsider || isHost ? name || t('people:deleted') : t('recording:somebody'),
      time: facts.seconds > 0 ? clock(second) : fmt.time(at, zone),
    }));

/** Files that play without a script: each a life of the host's page. */
const partsOf = ({ epochs }: Facts, words: Words) =>
  epochs.map(({ epoch, start, bytes }, index) => ({
    name: `${epoch}.mp4`,
    label: words.t('recording:part', { number: index + 1, time: clock(start), size: megabytes(bytes, words) }),
  }));

/** The values of views/webinars/recording.ejs. */
export function recordingPage(facts: Facts, visit: Visit, entry: Entry, words: Words) {
  const { t, fmt } = words;
  const isHost = entry === 'host';
  const mayDownload = (isHost || facts.settings.viewersMayDownload) && facts.file.state === 'ready';
  return {
    id: facts.eventId,
    title: visit.title,
    isHost,
    isThere: facts.seconds > 0 && !facts.isRemoved,
    lead: [
      t('recording:of_webinar'),
      fmt.day(facts.startedAt, visit.timeZone),
      ...(facts.seconds > 0 ? [duration(facts.seconds, t)] : []),
      t('recording:watched', { count: facts.viewers }),
    ].join(' · '),
    total: clock(facts.seconds),
    bars: timeline(facts),
    seconds: facts.seconds,
    marks: marks(facts.seconds),
    chapterMarks: chapterMarks(facts),
    places: places(facts, words),
    parts: partsOf(facts, words),
    areMomentsFound: facts.areMomentsFound,
    highlights: facts.highlights.map((part) => highlightLine(part, facts, words)),
    chapters: facts.chapters.map(({ id, start, title }) => ({ id, start, title, time: clock(start) })),
    captions: facts.captions,
    missing: facts.allMessages > facts.messages.length ? words.t('recording:first_messages', { count: facts.messages.length }) : '',
    talk: shownTalk(facts, visit.timeZone, entry === 'host' || entry === 'viewer', words),
    polls: facts.polls.map((poll) => shownPoll({ ...poll, isOpen: false }, [], isHost, words)),
    isFileComing: (isHost || facts.settings.viewersMayDownload) && facts.file.state === 'queued',
    download: mayDownload ? megabytes(facts.file.bytes!, words) : '',
  };
}
export type ShownRecording = ReturnType<typeof recordingPage>;

/** The values of views/webinars/highlight.ejs. */
export function highlightPage(facts: Facts, id: string, visit: Visit, entry: Entry, words: Words) {
  const part = facts.highlights.find((one) => one.id === id);
  if (!part) return null;
  const line = highlightLine(part, facts, words);
  const others = facts.highlights.filter((one) => one.id !== id).map((one) => highlightLine(one, facts, words));
  const clip = part.clipState === 'ready' ? megabytes(part.clipBytes!, words) : '';
  return {
    ...line,
    eventId: facts.eventId,
    event: visit.title,
    isHost: entry === 'host',
    clip,
    clipState: part.clipState,
    others,
    seconds: part.finish - part.start,
  };
}

/** The values of views/webinars/recording-desk.ejs. */
export function recordingDesk(facts: Facts, visit: Visit, words: Words) {
  const { t, fmt } = words;
  const { retentionDays } = facts.settings;
  const until = retentionDays === null ? null : new Date(facts.endedAt.getTime() + retentionDays * 86_400_000);
  return {
    ...recordingPage(facts, visit, 'host', words),
    space: t('recording:desk.space', { size: megabytes(facts.bytes, words) }),
    until: until && !facts.isRemoved ? t('recording:desk.until', { date: fmt.date(until, visit.timeZone) }) : '',
    fileState: facts.file.state,
  };
}
