import pg from 'pg';

/** Hears that something happened in a room, whichever process wrote it; the one place to put another broker. */
export interface Bus {
  /** Calls for every piece of news, as its room and what is behind the first colon; `onGap` when some may have been missed. Gives what ends it. */
  subscribe(onNews: (room: string, news: string) => void, onGap: () => void): () => void;
  close(): Promise<void>;
}

const RETRY_MS = 1000;
/** A connection that a firewall has forgotten says nothing, for hours: so often it is asked, and so long it may take to answer. */
const PULSE_MS = 10_000;
const PATIENCE_MS = 5000;

/** Of a connection that is broken already there is nothing more to say. */
const closeQuietly = (client: pg.Client) => client.end().catch(() => {});

/** News by LISTEN of PostgreSQL on a connection of its own, which is opened again when it breaks. */
export function openBus(
  connectionString: string,
  channel: string,
  onTrouble: (error: Error) => void,
  { pulseMs = PULSE_MS, patienceMs = PATIENCE_MS } = {},
): Bus {
  const listeners = new Set<{ onNews: (room: string, news: string) => void; onGap: () => void }>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pulse: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString,
      application_name: 'tochka-sbora live',
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
    });
    let isBroken = false;
    const again = (error?: Error) => {
      if (isBroken || isClosed) return;
      isBroken = true;
      clearInterval(pulse);
      if (error) onTrouble(error);
      client = null;
      void closeQuietly(next);
      timer = setTimeout(start, RETRY_MS);
    };
    next.on('error', again);
    next.on('end', () => again());
    next.on('notification', ({ payload = '' }) => {
      const colon = payload.indexOf(':');
      for (const { onNews } of listeners) onNews(payload.slice(0, colon), payload.slice(colon + 1));
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      return again(error as Error);
    }
    if (isClosed) return next.end();
    client = next;
    pulse = setInterval(() => void next.query('SELECT 1').catch(again), pulseMs);
    for (const { onGap } of listeners) onGap();
  }

  const start = () => void connect();
  start();

  return {
    subscribe(onNews, onGap) {
      const listener = { onNews, onGap };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(pulse);
      await client?.end();
    },
  };
}
