/** What the audience did in ten seconds of a broadcast, and how many were there to do it. */
export interface Activity {
  reactions: number;
  messages: number;
  votes: number;
  viewers: number;
}

/** A part of a recording, in seconds; `score` says how lively it was beside the others. */
export interface Peak {
  start: number;
  finish: number;
  score: number;
}

export const BUCKET_SECONDS = 10;

/** Typing a message takes more than pressing a button, and a vote for a question says that it matters to many. */
const weights = { reactions: 1, messages: 2, votes: 1.5 } as const;

/** Among fewer viewers than this one lively person would make every peak. */
const FEWEST_VIEWERS = 5;

const LEAD_SECONDS = 10;
const SHORTEST_SECONDS = 20;
const LONGEST_SECONDS = 90;
const APART_SECONDS = 120;
const FEWEST = 3;
const MOST = 7;
const SECONDS_FOR_EACH = 8 * 60;

/** In so little there is no usual liveliness that a peak could rise above. */
const FEWEST_BUCKETS = 9;

/**
 * The parts that the audience found best: peaks of what it did in each ten seconds beside the number of viewers at that time, smoothed,
 * at least two minutes apart, each from ten seconds before it rose, 20–90 s long, in the order of time and none over another. A long
 * broadcast has up to 7, a short one up to 3, one of less than 20 s itself; none where nobody did anything.
 */
export function findPeaks(activity: Activity[], durationSeconds: number): Peak[] {
  const scores = smooth(activity.map(liveliness));
  const level = scores.length < FEWEST_BUCKETS ? 0 : Math.max(median(scores) * 1.5, mean(scores));
  const chosen: number[] = [];
  const candidates = scores.map((score, index) => ({ score, index })).filter(({ score, index }) => score > level && isTop(scores, index));
  for (const { index } of candidates.toSorted((a, b) => b.score - a.score || a.index - b.index)) {
    if (chosen.length >= atMost(durationSeconds)) break;
    if (chosen.every((other) => Math.abs(other - index) * BUCKET_SECONDS >= APART_SECONDS)) chosen.push(index);
  }
  const parts = chosen.toSorted((a, b) => a - b).flatMap((index) => partAround(scores, index, durationSeconds));
  return parts.map((part, index) => ({ ...part, finish: Math.min(part.finish, parts[index + 1]?.start ?? durationSeconds) }));
}

const liveliness = ({ reactions, messages, votes, viewers }: Activity): number =>
  (weights.reactions * reactions + weights.messages * messages + weights.votes * votes) / Math.max(viewers, FEWEST_VIEWERS);

const smooth = (values: number[]): number[] =>
  values.map((value, index) => ((values[index - 1] ?? value) + 2 * value + (values[index + 1] ?? value)) / 4);

const isTop = (scores: number[], index: number): boolean =>
  scores[index]! >= (scores[index - 1] ?? 0) && scores[index]! > (scores[index + 1] ?? 0);

const atMost = (durationSeconds: number): number => Math.min(MOST, Math.max(FEWEST, Math.round(durationSeconds / SECONDS_FOR_EACH)));

/** From where the liveliness passes half of the peak to where it falls below it again. */
function partAround(scores: number[], top: number, durationSeconds: number): Peak[] {
  const half = scores[top]! / 2;
  let first = top;
  let last = top;
  while (first > 0 && scores[first - 1]! >= half) first -= 1;
  while (last < scores.length - 1 && scores[last + 1]! >= half) last += 1;
  const start = Math.max(0, Math.max(first, top - 4) * BUCKET_SECONDS - LEAD_SECONDS);
  const wanted = (last + 1) * BUCKET_SECONDS;
  const finish = Math.min(durationSeconds, Math.max(start + SHORTEST_SECONDS, Math.min(wanted, start + LONGEST_SECONDS)));
  const from = Math.max(0, Math.min(start, finish - SHORTEST_SECONDS));
  return finish > from ? [{ start: from, finish, score: scores[top]! }] : [];
}

const mean = (values: number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
