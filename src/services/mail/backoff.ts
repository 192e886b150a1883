const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses between the tries: ten tries within two days, then it is given up. */
const PAUSES_MS = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 20 * HOUR];

export const MAX_ATTEMPTS = PAUSES_MS.length + 1;

/** Milliseconds from the given failed try (the first is 1) to the next one; null when that was the last. */
export const pauseAfter = (attempt: number): number | null => PAUSES_MS[attempt - 1] ?? null;
