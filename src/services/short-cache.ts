interface Entry<T> {
  value: Promise<T>;
  until: number;
}

export interface ShortCache<T> {
  /** What `load` gives for the key, at most `ageMs` old; callers at the same time share one load. A failed load is not kept. */
  get: (key: string, load: () => Promise<T>) => Promise<T>;
  /** Drops everything: whoever has just written sees it. */
  clear: () => void;
}

/** Keeps results for a moment, at most `size` of them. */
export function shortCache<T>({ ageMs, size }: { ageMs: number; size: number }): ShortCache<T> {
  const entries = new Map<string, Entry<T>>();

  function load(key: string, read: () => Promise<T>): Promise<T> {
    const entry = { value: read(), until: Number.POSITIVE_INFINITY };
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > size) entries.delete(entries.keys().next().value!);
    entry.value.then(
      () => (entry.until = Date.now() + ageMs),
      () => entries.get(key) === entry && entries.delete(key),
    );
    return entry.value;
  }

  return {
    get(key, read) {
      const known = entries.get(key);
      return known && Date.now() < known.until ? known.value : load(key, read);
    },
    clear: () => entries.clear(),
  };
}
