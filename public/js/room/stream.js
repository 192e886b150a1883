const KINDS = [
  'state',
  'pause',
  'message',
  'message-hidden',
  'question',
  'votes',
  'poll',
  'reactions',
  'viewers',
  'muted',
  'removed',
  'settings',
];

/** What happens in the room; a browser that lost its connection asks for what it missed by itself. */
export function openStream(url) {
  const source = new EventSource(url);
  const listeners = new Map(KINDS.map((kind) => [kind, []]));
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const data = JSON.parse(event.data);
      for (const listener of listeners.get(kind)) listener(data);
    });
  }
  return { on: (kind, listener) => listeners.get(kind).push(listener), close: () => source.close() };
}
