import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { config } from '../../../src/config.ts';
import { db } from '../../../src/db.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { isFull } from '../../../src/services/webinars/space.ts';
import { startApp } from '../../support/app.ts';
import { beginBroadcast } from '../../support/broadcast.ts';

const app = await startApp();

afterAll(closeRooms);

test('a disk that takes nothing is told to the host, what is stored stays, and it goes on once it works', async () => {
  const { event, send, kept, get } = await beginBroadcast(app.url);
  const unfinished = join(config.dataDir, 'media', 'unfinished');
  expect((await send(0)).status).toBe(204);
  await rm(unfinished, { recursive: true });
  await writeFile(unfinished, 'in the way');
  const reply = await send(1);

  expect([reply.status, await reply.json()]).toEqual([503, { code: 'store_failed' }]);
  expect(await kept()).toEqual([0]);
  expect(await (await get('live.m3u8')).text()).not.toContain('1-1.m4s');
  expect((await get('media/1-0.m4s')).status).toBe(200);
  await rm(unfinished);
  expect((await send(1)).status).toBe(204);
  expect(await kept()).toEqual([0, 1]);
  expect((await db.webinarEpoch.findMany({ where: { eventId: event.id } })).length).toBe(1);
});

test('a broadcast that does not fit its space is told so, and keeps what it has', async () => {
  const { send, kept } = await beginBroadcast(app.url);
  expect((await send(0)).status).toBe(204);
  const allowed = config.webinarBytes;
  config.webinarBytes = 1500;
  const reply = await send(1);
  config.webinarBytes = allowed;

  expect([reply.status, await reply.json()]).toEqual([507, { code: 'webinar_full' }]);
  expect(await kept()).toEqual([0]);
});

test.each([
  ['a full disk', { code: 'ENOSPC' }, true],
  ['a quota of the disk', { code: 'EDQUOT' }, true],
  ['a full bucket', { $metadata: { httpStatusCode: 507 } }, true],
  ['a broken disk', { code: 'EIO' }, false],
  ['a bucket that is down', { code: 'ECONNREFUSED' }, false],
])('%s is known as what it is', (_what, error, isIt) => {
  expect(isFull(Object.assign(new Error(), error))).toBe(isIt);
});
