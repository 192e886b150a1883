/** Gives the next number of a sequence, 0 ≤ x < 1. */
export type Random = () => number;

function seedOf(key: string): number {
  let hash = 2166136261;
  for (const letter of key) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  return hash;
}

/** A sequence that is always the same for the same key (FNV-1a seed, mulberry32). Not for secrets. */
export function seededRandom(key: string): Random {
  let state = seedOf(key);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One item of a list that is not empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** The item at an index, counting round and round a list that is not empty. */
export function cycle<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}
