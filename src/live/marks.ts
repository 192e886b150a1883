/** A part of a recording that a host marked while it was on air, in its seconds. */
export interface Mark {
  id: string;
  start: number;
  finish: number;
  title: string;
}

const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 90;

/**
 * The marks of all hosts as they can be watched, in the order of time: within the recording, of which the end may never have come, and none
 * over another. Marks of the same moment, by two hosts or by one who pressed twice, are one; the first of them keeps its id.
 */
export function settleMarks(marks: Mark[], durationSeconds: number): Mark[] {
  const settled: Mark[] = [];
  for (const mark of marks.toSorted((a, b) => a.start - b.start || a.finish - b.finish)) {
    if (mark.start >= durationSeconds) continue;
    const trimmed = trim(mark, durationSeconds);
    const last = settled.at(-1);
    if (last && isSame(last, trimmed)) settled[settled.length - 1] = join(last, trimmed);
    else if (!last || trimmed.finish > last.finish) settled.push({ ...trimmed, start: Math.max(trimmed.start, last?.finish ?? 0) });
  }
  return settled;
}

function trim(mark: Mark, durationSeconds: number): Mark {
  const finish = Math.min(mark.finish, durationSeconds);
  return { ...mark, start: Math.max(0, Math.min(mark.start, finish - SHORTEST_SECONDS)), finish };
}

/** Half of the shorter one is in both, and together they are not too long to watch. */
function isSame(one: Mark, other: Mark): boolean {
  const both = Math.min(one.finish, other.finish) - other.start;
  const shorter = Math.min(one.finish - one.start, other.finish - other.start);
  return both * 2 >= shorter && Math.max(one.finish, other.finish) - one.start <= LONGEST_SECONDS;
}

const join = (one: Mark, other: Mark): Mark => ({ ...one, finish: Math.max(one.finish, other.finish), title: one.title || other.title });
