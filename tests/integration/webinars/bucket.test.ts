import { startFauxqs } from 'fauxqs';
import { afterAll, expect, test } from 'vitest';

// The site over a bucket: the settings are read when it is loaded.

const bucket = { logger: false, init: { region: 'us-east-1', buckets: ['media'] } };
let server = await startFauxqs({ ...bucket, port: 0 });
const { port } = server;
Object.assign(process.env, {
  S3_BUCKET: 'media',
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
  // No folder can be made there: whoever asks this machine's disk fails.
  DATA_DIR: '/dev/null/no-disk',
});
const { config } = await import('../../../src/config.ts');
const { closeRooms } = await import('../../../src/services/webinars/rooms.ts');
const { freeBytes } = await import('../../../src/services/webinars/space.ts');
const { startApp } = await import('../../support/app.ts');
const { beginBroadcast } = await import('../../support/broadcast.ts');

const app = await startApp();

afterAll(async () => {
  await closeRooms();
  await server.stop();
});

test('a broadcast into a bucket asks no disk of this machine', async () => {
  const { send, get } = await beginBroadcast(app.url);

  expect((await send(0)).status).toBe(204);
  expect((await get('media/1-0.m4s')).status).toBe(200);
  expect(await freeBytes()).toBe(config.webinarBytes);
});

test('a bucket that is down is told to the host; nothing half-written is listed, and it goes on once it is back', async () => {
  const { send, kept, get } = await beginBroadcast(app.url);
  expect((await send(0)).status).toBe(204);
  await server.stop();
  const reply = await send(1);

  expect([reply.status, await reply.json()]).toEqual([503, { code: 'store_failed' }]);
  expect(await kept()).toEqual([0]);
  expect(await (await get('full.m3u8')).text()).not.toContain('1-1.m4s');
  server = await startFauxqs({ ...bucket, port });
  expect((await send(1)).status).toBe(204);
  expect(await kept()).toEqual([0, 1]);
});
