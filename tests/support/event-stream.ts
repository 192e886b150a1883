import { get } from 'node:http';

/** What a reader of an event stream has heard so far. */
export interface Heard {
  /** The data of all events of a kind. */
  of(kind: string): Record<string, unknown>[];
  lastId(): number;
  close(): void;
  /** The server has ended it. */
  hasEnded(): boolean;
}

/** Listens to server-sent events as a browser does; resolves once the server has let it in. */
export async function listen(url: string, { cookie = '', lastId }: { cookie?: string; lastId?: number | undefined } = {}): Promise<Heard> {
  const events: { id: number; kind: string; data: string }[] = [];
  let rest = '';
  let hasEnded = false;
  const headers = { accept: 'text/event-stream', cookie, ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }) };
  const request = get(url, { headers }, (res) => {
    res.once('close', () => (hasEnded = true));
    res.setEncoding('utf8').on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
        if (field('event')) events.push({ id: Number(field('id')), kind: field('event'), data: field('data') });
      }
    });
  });
  request.on('error', () => {});
  for (let tries = 0; tries < 200 && events.length === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  if (events.length === 0) throw new Error(`${url} lets nobody in`);
  return {
    of: (kind) => events.filter((event) => event.kind === kind).map(({ data }) => JSON.parse(data) as Record<string, unknown>),
    lastId: () => events.at(-1)!.id,
    close: () => request.destroy(),
    hasEnded: () => hasEnded,
  };
}
