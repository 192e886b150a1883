import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { closeHub } from '../../../src/services/webinars/log.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { flushReactions } from '../../../src/services/webinars/talk/reactions.ts';
import { startApp } from '../../support/app.ts';
import { beginBroadcast, compactWholly, createRecording, createWebinar, segmentBytes, viewerCookie } from '../../support/broadcast.ts';
import { listen } from '../../support/event-stream.ts';
import { createRegistration } from '../../support/factories.ts';

const app = await startApp();

beforeEach(async () => void (await db.rateLimit.deleteMany()));

afterAll(async () => {
  closeHub();
  await closeRooms();
});

/** A guest with a seat, in the room. */
async function enter(eventId: number) {
  const { token } = await createRegistration({ eventId });
  const guest = app.guest();
  expect((await guest.get(`/r/${token}/webinar`)).status).toBe(303);
  return guest;
}

const statuses = async (times: number, send: () => Promise<{ status: number }>) =>
  (await Promise.all(Array.from({ length: times }, send))).map(({ status }) => status);

test('one says no more than forty things a minute; others are not slowed down', async () => {
  const { id } = await createWebinar();
  const [loud, quiet] = [await enter(id), await enter(id)];
  const said = await statuses(45, () => loud.post(`/webinars/${id}/messages`, { body: 'И ещё' }));

  expect(said.filter((status) => status === 303)).toHaveLength(40);
  expect(said.filter((status) => status === 429)).toHaveLength(5);
  expect((await loud.post(`/webinars/${id}/questions`, { body: 'Тоже речь?' })).status).toBe(429);
  expect((await quiet.post(`/webinars/${id}/messages`, { body: 'Привет' })).status).toBe(303);
  expect(await db.webinarMessage.count({ where: { eventId: id } })).toBe(41);
});

test('one votes no more than 120 times a minute', async () => {
  const { id } = await createWebinar();
  const guest = await enter(id);
  await guest.post(`/webinars/${id}/questions`, { body: 'Чем?' });
  const { id: questionId } = await db.webinarQuestion.findFirstOrThrow({ where: { eventId: id } });
  const votes = await statuses(125, () => guest.post(`/webinars/${id}/questions/${questionId}/votes`, { set: 'off' }));

  expect(votes.filter((status) => status === 429)).toHaveLength(5);
});

test('of a burst of reactions no more count than hands can clap', async () => {
  const { id } = await createWebinar();
  const guest = await enter(id);
  expect(new Set(await statuses(60, () => guest.post(`/webinars/${id}/reactions`, { sign: 'clap' })))).toEqual(new Set([303]));
  await flushReactions();
  const { _sum } = await db.webinarReaction.aggregate({ where: { eventId: id }, _sum: { reactions: true } });

  expect(_sum.reactions).toBeGreaterThan(0);
  expect(_sum.reactions).toBeLessThanOrEqual(36);
});

test('one viewer listens in eight places, not in more, and again once one is closed', async () => {
  const { id } = await createWebinar();
  const cookie = await viewerCookie(id);
  const url = `${app.url}/webinars/${id}/events`;
  const open = await Promise.all(Array.from({ length: 8 }, () => listen(url, { cookie })));
  const ninth = async () => {
    const stop = new AbortController();
    const { status } = await fetch(url, { headers: { cookie }, signal: stop.signal });
    stop.abort();
    return status;
  };

  expect(await ninth()).toBe(429);
  (await listen(url, { cookie: await viewerCookie(id) })).close();
  open[0]!.close();
  await expect.poll(ninth).toBe(200);
  for (const one of open) one.close();
});

test('a host’s page sends no more pieces in a second than anybody can have recorded', async () => {
  const { send } = await beginBroadcast(app.url);
  await send(0);
  const answers = await statuses(150, () => send(0));

  expect(new Set(answers)).toEqual(new Set([204, 429]));
});

describe('what a script may send instead of a piece', () => {
  const values = ['', 'x', '-1', '0', 'NaN', 'Infinity', '1e999', '99999999999999999999', '%00', '1&duration=2', "'"];

  test.each(values)('%s is refused in words in each of its values', async (value) => {
    const { event, secret, kept, asHost } = await beginBroadcast(app.url);
    const good = { epoch: '1', seq: '0', duration: '1', at: String(Date.now()) };
    const headers = { cookie: asHost, 'X-Broadcast-Secret': secret };
    for (const name of ['epoch', 'seq', 'duration', 'at', 'sent'] as const) {
      const { epoch, seq, ...query } = { ...good, [name]: value };
      const search = Object.entries(query).map(([key, text]) => `${key}=${text}`);
      const path = `/webinars/${event.id}/epochs/${epoch}/segments/${seq}?${search.join('&')}`;
      const { status } = await fetch(`${app.url}${path}`, { method: 'PUT', headers, body: new Uint8Array(segmentBytes()) });
      expect([204, 400, 404, 405, 409], `${name}=${value}`).toContain(status);
    }
    expect((await kept()).length).toBeLessThanOrEqual(1);
  });

  test.each(['', 'x', 'null', '00000000-0000-4000-8000-00000000000'])('the secret %s opens nothing', async (own) => {
    const { send } = await beginBroadcast(app.url);

    expect((await send(0, { own })).status).toBe(404);
  });

  test.each(['', 'x', '-1', '1.5', 'NaN', '1e9', '99999999999999999999', '%00', '1&_HLS_msn=2'])(
    'a list after the piece %s is answered at once',
    async (value) => {
      const { send, get } = await beginBroadcast(app.url);
      await send(0);
      const since = performance.now();

      expect((await get(`live.m3u8?_HLS_msn=${value}`)).status).toBe(200);
      expect(performance.now() - since).toBeLessThan(3000);
    },
  );

  test.each(['1-00000000000.m4s', '1-init.m4s', '2-0.m4s', '..%2f..%2fetc%2fpasswd', '1-0.m4s%00', 'x', '1.mp4', '1-0', '%E0%A4%A'])(
    'there is no file %s',
    async (name) => {
      const { send, get } = await beginBroadcast(app.url);
      await send(0);

      expect([400, 404]).toContain((await get(`media/${name}`)).status);
    },
  );
});

test.each([
  ['bytes=0-9', 206],
  ['bytes=-5', 206],
  ['bytes=99999999-', 416],
  ['bytes=5-1', 416],
  ['bytes=0-1,5-6', 200],
  ['pieces=0-1', 200],
  ['bytes=x', 200],
  ['bytes=0-99999999999999999999', 206],
])('of a recorded epoch the range %s is answered with %i', async (range, status) => {
  const { id } = await createRecording();
  await compactWholly(id);
  const reply = await fetch(`${app.url}/webinars/${id}/media/1.mp4`, { headers: { range, cookie: await viewerCookie(id) } });

  expect(reply.status).toBe(status);
  if (status === 206) expect((await reply.arrayBuffer()).byteLength).toBe(Number(reply.headers.get('content-length')));
});
