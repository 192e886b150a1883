const NAME = 'studio';

const promised = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });

function openDatabase() {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('parts', { keyPath: 'id' });
    request.result.createObjectStore('pieces', { autoIncrement: true });
  });
  return promised(request);
}

/**
 * What has been recorded and not been sent yet, first come first served. It lies in the browser's own database, where a reload and an outage
 * leave it whole; here is only the list. A part is one life of an encoder, with its init segment.
 */
export async function openQueue(eventId) {
  const database = await openDatabase();
  const parts = new Map();
  const list = [];
  const act = (store, mode, action) => promised(action(database.transaction(store, mode, { durability: 'relaxed' }).objectStore(store)));

  const known = await act('parts', 'readonly', (store) => store.getAll());
  for (const part of known) if (part.eventId === eventId) parts.set(part.id, part);
  const keys = await act('pieces', 'readonly', (store) => store.getAllKeys());
  for (const key of keys) {
    const { bytes, ...piece } = (await act('pieces', 'readonly', (store) => store.get(key))) ?? {};
    if (parts.has(piece.partId)) list.push({ ...piece, key, size: bytes.byteLength });
  }

  // In the order of the calls: a piece must not get before its part, nor before an earlier one.
  let writing = Promise.resolve();
  const inTurn = (action) => (writing = writing.then(action, action));

  const remove = (store, key) => inTurn(() => act(store, 'readwrite', (open) => open.delete(key)).catch(() => {}));

  return {
    parts,
    list,
    /** The other webinars of which something lies here. */
    others: [...new Set(known.map((part) => part.eventId))].filter((id) => id !== eventId),
    /** Something is only in the memory of this page: the browser has no room left for it. */
    get isOverflowing() {
      return list.some(({ isHomeless }) => isHomeless);
    },
    get seconds() {
      return list.reduce((sum, { duration }) => sum + duration, 0);
    },
    savePart(part) {
      parts.set(part.id, part);
      return inTurn(() => act('parts', 'readwrite', (store) => store.put(part)).catch(() => {}));
    },
    addPiece(piece) {
      const { bytes, ...rest } = piece;
      const entry = { ...rest, key: null, size: bytes.byteLength, bytes };
      list.push(entry);
      return inTurn(async () => {
        // Where the browser has no room left it stays here, and goes with the page.
        entry.key = await act('pieces', 'readwrite', (store) => store.add(piece)).catch(() => null);
        if (entry.key === null) entry.isHomeless = true;
        else delete entry.bytes;
      });
    },
    /** Null for one that is gone: another page has sent it. */
    bytesOf: async (entry) => entry.bytes ?? (await act('pieces', 'readonly', (store) => store.get(entry.key)))?.bytes ?? null,
    /** The first one has arrived. */
    async shift() {
      const entry = list.shift();
      await inTurn(() => (entry.key === null ? null : act('pieces', 'readwrite', (store) => store.delete(entry.key)).catch(() => {})));
    },
    /** Resolves once all that was told to be kept is. */
    settle: () => inTurn(() => {}),
    /** Forgets all of a webinar. */
    async forget(id) {
      const own = new Set(
        (await act('parts', 'readonly', (store) => store.getAll())).filter((part) => part.eventId === id).map((part) => part.id),
      );
      for (const key of await act('pieces', 'readonly', (store) => store.getAllKeys())) {
        const piece = await act('pieces', 'readonly', (store) => store.get(key));
        if (own.has(piece?.partId)) await remove('pieces', key);
      }
      for (const part of own) await remove('parts', part);
    },
    /** Forgets parts of which nothing is left to send, but the one that is being recorded. */
    async tidy(current) {
      const used = new Set([current, ...list.map(({ partId }) => partId)]);
      for (const id of [...parts.keys()].filter((each) => !used.has(each))) {
        parts.delete(id);
        await remove('parts', id);
      }
    },
  };
}
