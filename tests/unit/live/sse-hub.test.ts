import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { createHub } from '../../../src/live/sse-hub.ts';
import type { Entry, Hub } from '../../../src/live/sse-hub.ts';

const opened: { server: Server; hub: Hub; readers: AbortController[] }[] = [];

afterEach(async () => {
  for (const { server, hub, readers } of opened.splice(0)) {
    hub.close();
    for (const reader of readers) reader.abort();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A room whose entries are kept in memory, with readers over HTTP. */
async function openRoom({ beforeReading = async (_id: number) => {} } = {}) {
  const kept: Entry[] = [];
  const hub = createHub(
    {
      after: async (_room, id, limit) => {
        await beforeReading(id);
        return kept.filter((entry) => entry.id > id).slice(0, limit);
      },
      latest: async () => kept.at(-1)?.id ?? 0,
    },
    (error) => {
      throw error;
    },
  );
  const server = createServer((req, res) => {
    const given = req.headers['last-event-id'];
    hub.join('room', res, { lastId: given === undefined ? null : Number(given), isHost: req.url === '/host' });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const readers: AbortController[] = [];
  opened.push({ server, hub, readers });

  function say(text: string, forHosts = false): void {
    kept.push({ id: kept.length + 1, kind: 'message', data: { text }, forHosts });
    hub.wake('room');
  }

  /** Somebody who has joined; `until` gives the texts heard once there are so many, `lastId` what their browser would send. */
  async function reader({ lastId, path = '/' }: { lastId?: number; path?: string } = {}) {
    const stop = new AbortController();
    readers.push(stop);
    const headers = lastId === undefined ? {} : { 'Last-Event-ID': String(lastId) };
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { headers, signal: stop.signal });
    const stream = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const texts = () => [...heard.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
    const untilTrue = async (isTrue: () => boolean) => {
      while (!isTrue()) heard += (await stream.read()).value ?? '';
    };
    await untilTrue(() => heard.includes('event: joined'));
    return {
      until: async (count: number) => {
        await untilTrue(() => texts().length >= count);
        return texts();
      },
      lastId: () => Number([...heard.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1]),
      leave: () => stop.abort(),
    };
  }
  return { say, reader, hub };
}

test('everybody in a room hears what happens from then on, in order', async () => {
  const { say, reader } = await openRoom();
  say('before');
  const readers = await Promise.all([reader(), reader()]);
  for (const text of ['one', 'two', 'three']) say(text);

  for (const each of readers) expect(await each.until(3)).toEqual(['one', 'two', 'three']);
});

test('who comes back hears first what was said meanwhile, once', async () => {
  const { say, reader } = await openRoom();
  const first = await reader();
  say('one');
  await first.until(1);
  const lastId = first.lastId();
  first.leave();
  for (let count = 0; count < 1200; count += 1) say(`meanwhile ${count}`);

  const again = await reader({ lastId });
  say('two');
  const heard = await again.until(1201);

  expect(heard).toHaveLength(1201);
  expect([heard[0], heard[1199], heard[1200]]).toEqual(['meanwhile 0', 'meanwhile 1199', 'two']);
});

test('who joined a quiet room and lost the connection misses nothing either', async () => {
  const { say, reader } = await openRoom();
  say('before');
  const quiet = await reader();
  quiet.leave();
  say('one');

  expect(await (await reader({ lastId: quiet.lastId() })).until(1)).toEqual(['one']);
});

test('what is for hosts is not sent to others', async () => {
  const { say, reader } = await openRoom();
  const host = await reader({ path: '/host' });
  const viewer = await reader();
  say('for hosts', true);
  say('for all');

  expect(await host.until(2)).toEqual(['for hosts', 'for all']);
  expect(await viewer.until(1)).toEqual(['for all']);
});

test('who left is no longer counted', async () => {
  const { reader, hub, say } = await openRoom();
  const [one, two] = await Promise.all([reader(), reader()]);
  expect(hub.readers('room')).toBe(2);
  one.leave();
  await expect.poll(() => hub.readers('room')).toBe(1);
  say('still here');

  expect(await two.until(1)).toEqual(['still here']);
});

test('nobody waits while one who missed hours of it catches up', async () => {
  const gate = Promise.withResolvers<void>();
  const { say, reader } = await openRoom({ beforeReading: (id) => (id < 3000 ? gate.promise : Promise.resolve()) });
  for (let count = 1; count <= 3000; count += 1) say(String(count));
  const here = await reader();
  const back = await reader({ lastId: 0 });
  say('new');

  expect(await here.until(1)).toEqual(['new']);
  gate.resolve();
  const heard = await back.until(3001);
  expect([heard.length, heard[0], heard.at(-1), new Set(heard).size]).toEqual([3001, '1', 'new', 3001]);
});

test('who comes while the room is being read hears what they missed before it too', async () => {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const { say, reader } = await openRoom({ beforeReading: () => gate.promise });
  for (const text of ['1', '2', '3']) say(text);
  const here = await reader();
  say('4');
  await here.until(1);
  gate = Promise.withResolvers();
  say('5');
  const back = await reader({ lastId: 1 });
  gate.resolve();

  expect(await back.until(4)).toEqual(['2', '3', '4', '5']);
  expect(await here.until(2)).toEqual(['4', '5']);
});
