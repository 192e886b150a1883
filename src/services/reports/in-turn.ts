import type { Ask } from './query.ts';

/** Asks one after the other, however many are asked at once: a single connection answers one query at a time. */
export function inTurn(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (query) => {
    const answer = last.then(() => ask<never>(query));
    last = answer;
    return answer;
  };
}
