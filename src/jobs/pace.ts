const BUSY_MS = 250;
const IDLE_MS = 1000;
const TROUBLE_MS = 30_000;

/**
 * How long to rest after a round of at most `limit` mails; null is a round that broke. A full one is followed by the next at once,
 * quiet ones get rarer, failing ones much rarer.
 */
export function nextPause(lastMs: number, limit: number, round: { claimed: number; isUnreachable: boolean } | null): number {
  if (!round || round.isUnreachable) return Math.min(TROUBLE_MS, Math.max(IDLE_MS, lastMs * 2));
  if (round.claimed === limit) return 0;
  return round.claimed > 0 ? BUSY_MS : Math.min(IDLE_MS, Math.max(BUSY_MS, lastMs * 2));
}
