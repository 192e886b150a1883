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
  'moment',
];
const RETRY_MS = 3000;

/**
 * What happens in the room, once and in order. A browser that lost its connection asks for what it missed by itself; where it gives up (a server
 * that starts anew answers nothing good), it is opened again after a while, and `onDoubt` is told.
 */
export function openStream(url, onDoubt = () => {}) {
  const address = new URL(url, location.href);
  const listeners = new Map(KINDS.map((kind) => [kind, []]));
  let source;
  let timer;
  open();

  function open() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(address);
    for (const kind of ['joined', ...KINDS]) source.addEventListener(kind, hear);
    source.addEventListener('error', ({ target }) => {
      if (target !== source || target.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, RETRY_MS * (1 + Math.random()));
      onDoubt();
    });
  }

  function hear({ type, data, lastEventId, target }) {
    if (target !== source) return;
    address.searchParams.set('after', lastEventId);
    const news = JSON.parse(data);
    for (const listener of listeners.get(type) ?? []) listener(news);
  }

  return {
    on: (kind, listener) => listeners.get(kind).push(listener),
    /** Begins again where it was: a connection can be dead without anybody knowing. */
    reopen: open,
    close() {
      clearTimeout(timer);
      source.close();
      source = null;
    },
  };
}
