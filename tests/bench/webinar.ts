import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, get, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { SECRET, startSite } from './site.ts';
import type { BenchSite } from './site.ts';

// A webinar with a thousand viewers on one web process, with passes and PostgreSQL in place: what they ask for every second, and what is said.
// The viewers run in this process, on the same machine: their own work is in the times, not in the share of a core.

const VIEWERS = 1000;
const SECONDS = 30;
const SEGMENT_BYTES = 50_000;
const MESSAGES_A_SECOND = 20;
const EVENT = 1;
const BROADCAST_SECRET = randomUUID();
const DEVICE = randomUUID();
/** Sockets are opened a few at a time, as people come. */
const COMING_MS = 3000;

export async function benchWebinar(): Promise<void> {
  const site = await startSite(fill);
  try {
    console.log(`\nA webinar: ${VIEWERS} viewers, ${SECONDS} s`);
    console.table({
      [`playlist and a piece of ${SEGMENT_BYTES / 1000} kB a second`]: await watchedBy(site, () => broadcast(site)),
      [`${MESSAGES_A_SECOND} messages a second by SSE`]: await watchedBy(site, () => talk(site)),
    });
  } finally {
    await site.stop();
  }
}

async function fill(databaseUrl: string): Promise<void> {
  await withDatabase(databaseUrl, (client) =>
    client.query(`
      INSERT INTO accounts (email, password_hash, first_name, last_name, role) VALUES ('organizer@example.test', '', 'Анна', 'Орлова', 'organizer');
      INSERT INTO events (organizer_id, title, status, description, start_at, end_at, location, format, has_webinar, visitor_limit, price, topic_id)
      VALUES (1, 'Вебинар', 'published', '', now(), now() + interval '2 hours', '', 'online', true, 5000, 0, 1);
      INSERT INTO event_seats (event_id, seat_limit) VALUES (1, 5000);
      INSERT INTO webinars (event_id, state, started_at) VALUES (1, 'live', now());
      INSERT INTO webinar_epochs (event_id, epoch, host_id, secret, init_bytes) VALUES (1, 1, 1, '${BROADCAST_SECRET}', 1);
      INSERT INTO visitors (organizer_id, first_name, last_name, email_address)
      SELECT 1, 'Зритель', n::text, n || '@example.test' FROM generate_series(1, ${VIEWERS}) n;
      INSERT INTO reg_for_the_event (organizer_id, event_id, visitor_id) SELECT 1, 1, id FROM visitors ORDER BY id;
      INSERT INTO webinar_viewers (event_id, registration_id, name, device) SELECT 1, id, 'Зритель', '${DEVICE}' FROM reg_for_the_event ORDER BY id;
      INSERT INTO webinar_viewers (event_id, account_id, name) VALUES (1, 1, 'Анна Орлова');
      ANALYZE`),
  );
}

async function withDatabase<T>(databaseUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

interface Outcome {
  errors: number;
  times: number[];
  expected: number;
}

/** What a part of the bench took of the web process, and how long things took to arrive. */
async function watchedBy(site: BenchSite, part: () => Promise<Outcome>) {
  const before = await cpuSeconds(site.pid);
  const started = performance.now();
  const { errors, times, expected } = await part();
  const seconds = (performance.now() - started) / 1000;
  const share = ((await cpuSeconds(site.pid)) - before) / seconds;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (rank: number) => Math.round(sorted[Math.floor((sorted.length - 1) * rank)] ?? Number.NaN);
  return {
    errors,
    received: `${times.length} of ${expected}`,
    'p50 ms': at(0.5),
    'p95 ms': at(0.95),
    'max ms': at(1),
    '% of a core': Math.round(share * 100),
  };
}

/** The kernel counts in hundredths of a second. */
async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The host sends a piece a second; every viewer waits for it in the playlist and then asks for it. */
async function broadcast({ url }: BenchSite): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const sentAt: number[] = [];
  const outcome: Outcome = { errors: 0, times: [], expected: 0 };
  const first = Math.ceil(COMING_MS / 1000) + 1;
  const viewers = Array.from({ length: VIEWERS }, async (_, index) => {
    await wait(500 + (index / VIEWERS) * COMING_MS);
    const cookie = passCookie(index + 1, 'viewer');
    for (let seq = first; seq < first + SECONDS; seq += 1) {
      try {
        const list = (await read(agent, `${url}/webinars/${EVENT}/live.m3u8?_HLS_msn=${seq}`, cookie)).toString();
        if (!list.includes(`media/1-${seq}.m4s`)) throw new Error('not in the list');
        const piece = await read(agent, `${url}/webinars/${EVENT}/media/1-${seq}.m4s`, cookie);
        if (piece.length < SEGMENT_BYTES) throw new Error('not whole');
        outcome.times.push(performance.now() - sentAt[seq]!);
      } catch {
        outcome.errors += 1;
      }
    }
  });
  const began = performance.now();
  for (let seq = 0; seq < first + SECONDS; seq += 1) {
    await wait(Math.max(0, began + seq * 1000 - performance.now()));
    sentAt[seq] = performance.now();
    await send(agent, `${url}/webinars/${EVENT}/epochs/1/segments/${seq}?duration=1&at=${Date.now()}`);
  }
  await Promise.all(viewers);
  agent.destroy();
  return { ...outcome, expected: VIEWERS * SECONDS };
}

/** Messages are written as the site writes them, in the database; every viewer reads the stream of the room. */
async function talk({ url, databaseUrl }: BenchSite): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const outcome: Outcome = { errors: 0, times: [], expected: VIEWERS * SECONDS * MESSAGES_A_SECOND };
  const streams: IncomingMessage[] = [];
  await Promise.all(
    Array.from({ length: VIEWERS }, async (_, index) => {
      await wait((index / VIEWERS) * COMING_MS);
      const stream = await open(agent, `${url}/webinars/${EVENT}/events`, passCookie(index + 1, 'viewer'));
      stream.setEncoding('utf8').on('data', (text: string) => {
        for (const [, sent] of text.matchAll(/"sentAt":([\d.]+)/g)) outcome.times.push(performance.now() - Number(sent));
      });
      stream.once('aborted', () => (outcome.errors += 1));
      streams.push(stream);
    }),
  );
  await wait(1000);
  await withDatabase(databaseUrl, async (client) => {
    const began = performance.now();
    for (let n = 0; n < SECONDS * MESSAGES_A_SECOND; n += 1) {
      await wait(Math.max(0, began + (n * 1000) / MESSAGES_A_SECOND - performance.now()));
      const message = {
        id: n,
        viewerId: 1,
        name: 'Анна Орлова',
        isHost: false,
        body: 'Отличный доклад, спасибо',
        sentAt: performance.now(),
      };
      await client.query(`SELECT log_webinar($1, 'message', $2::jsonb)`, [EVENT, JSON.stringify(message)]);
    }
  });
  await wait(2000);
  const { errors } = outcome;
  for (const stream of streams) stream.destroy();
  agent.destroy();
  return { ...outcome, errors };
}

/** What the site gives to a browser that enters the room, beside the cookie of its session. */
function passCookie(viewerId: number, role: 'host' | 'viewer'): string {
  const value = [EVENT, viewerId, DEVICE, role, Date.now() + 3_600_000, '-'].join(' ');
  const signature = createHmac('sha256', SECRET).update(value).digest('base64').replace(/=+$/, '');
  return `sid=s%3A${randomUUID()}.x; webinar-${EVENT}=${encodeURIComponent(`s:${value}.${signature}`)}`;
}

function open(agent: Agent, url: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { cookie } }, (reply) =>
      reply.statusCode === 200 ? resolve(reply) : reject(new Error(`${url} answered ${reply.statusCode}`)),
    ).once('error', reject);
  });
}

async function read(agent: Agent, url: string, cookie: string): Promise<Buffer> {
  return Buffer.concat((await (await open(agent, url, cookie)).toArray()) as Buffer[]);
}

const piece = Buffer.concat([box('moof', box('mfhd', Buffer.alloc(0))), box('mdat', Buffer.alloc(SEGMENT_BYTES, 1))]);
const hostCookie = passCookie(VIEWERS + 1, 'host');

/** A box of an mp4. */
function box(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

/** @throws Error if the site does not take the piece */
function send(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: hostCookie, 'X-Broadcast-Secret': BROADCAST_SECRET, 'Content-Length': piece.length };
    const sending = request(url, { agent, method: 'PUT', headers }, (reply) => {
      reply.resume();
      reply.once('end', () => (reply.statusCode === 204 ? resolve() : reject(new Error(`${url} answered ${reply.statusCode}`))));
    });
    sending.once('error', reject);
    sending.end(piece);
  });
}
