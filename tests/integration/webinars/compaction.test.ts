import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { fileStore } from '../../../src/adapters/file-store.ts';
import { db } from '../../../src/db.ts';
import { openEpoch, storeSegment } from '../../../src/services/webinars/broadcast.ts';
import { compactRecording } from '../../../src/services/webinars/recording/compaction.ts';
import { finishRecordings } from '../../../src/services/webinars/recording/finish.ts';
import { listPieces, readInit, readPiece } from '../../../src/services/webinars/recording/pieces.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import { compactWholly, createRecording, createWebinar, initBytes, segmentBytes, viewerCookie } from '../../support/broadcast.ts';

const app = await startApp();

afterAll(closeRooms);

const names = (mediaKey: string) => fileStore.list(`webinars/${mediaKey}`);

/** All bytes of the recording, as a player would read them. */
async function readAll({ id, mediaKey }: { id: number; mediaKey: string }): Promise<Buffer> {
  const epochs = await db.webinarEpoch.findMany({ where: { eventId: id }, orderBy: { epoch: 'asc' } });
  const inits = await Promise.all(epochs.map((epoch) => readInit(mediaKey, epoch)));
  return Buffer.concat([...inits, ...(await Promise.all((await listPieces(id)).map((piece) => readPiece(mediaKey, piece))))]);
}

test('after the end there is one file for each epoch, and every piece reads as it did', async () => {
  const recording = await createRecording();
  const before = await readAll(recording);

  expect(await compactRecording(recording.id)).toBe('joined');
  expect((await readAll(recording)).equals(before)).toBe(true);
  expect(await compactRecording(recording.id)).toBe('done');

  expect(await names(recording.mediaKey)).toEqual(['1.mp4', '2.mp4']);
  expect((await readAll(recording)).equals(before)).toBe(true);
  expect(Number((await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).bytes)).toBe(before.length);
});

test('a player gets every piece by its range, and one with the old list by its old name', async () => {
  const recording = await createRecording();
  const cookie = await viewerCookie(recording.id);
  const get = (path: string, headers = {}) => fetch(`${app.url}/webinars/${recording.id}/${path}`, { headers: { cookie, ...headers } });
  const old = Buffer.from(await (await get('media/1-2.m4s')).arrayBuffer());
  await compactWholly(recording.id);

  await expect.poll(async () => (await get('full.m3u8')).text()).toContain('#EXT-X-BYTERANGE:');
  const list = await (await get('full.m3u8')).text();
  const [, bytes, offset] = [...list.matchAll(/#EXT-X-BYTERANGE:(\d+)@(\d+)\nmedia\/1\.mp4/g)][2]!.map(Number);
  const part = await get('media/1.mp4', { range: `bytes=${offset}-${offset! + bytes! - 1}` });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(old)).toBe(true);
  expect(Buffer.from(await (await get('media/1-2.m4s')).arrayBuffer()).equals(old)).toBe(true);
  expect((await get('media/1-init.mp4')).status).toBe(200);
  expect((await get('media/1-99.m4s')).status).toBe(404);
});

test('broken off after any step, it goes on where it was', async () => {
  const recording = await createRecording();
  const before = await readAll(recording);
  // The large file of the first epoch was written, its rows were not; of the second one both were.
  await fileStore.put(`webinars/${recording.mediaKey}/1.mp4`, Buffer.from('half'));
  await compactRecording(recording.id);
  await fileStore.remove(`webinars/${recording.mediaKey}/1-0.m4s`);
  await compactRecording(recording.id);
  await compactRecording(recording.id);

  expect((await readAll(recording)).equals(before)).toBe(true);
  expect(await names(recording.mediaKey)).toEqual(['1.mp4', '2.mp4']);
});

test('two at once do no harm', async () => {
  const recording = await createRecording();
  const before = await readAll(recording);
  await Promise.all([compactRecording(recording.id), compactRecording(recording.id)]);
  await compactRecording(recording.id);

  expect((await readAll(recording)).equals(before)).toBe(true);
});

test('a piece that the host could send only later is put behind the others', async () => {
  const event = await createWebinar();
  const secret = randomUUID();
  const { epoch } = await openEpoch(event.id, { accountId: event.organizerId, secret, isRehearsal: false }, initBytes('avc1'));
  const send = (seq: number) => storeSegment(event.id, secret, { epoch, seq, duration: 1, at: new Date() }, segmentBytes(100, seq));
  await send(0);
  await compactRecording(event.id);
  await send(1);
  expect(await compactRecording(event.id)).toBe('joined');
  await compactRecording(event.id);

  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } });
  const whole = await buffer((await fileStore.find(`webinars/${mediaKey}/1.mp4`))!.stream());
  expect(whole.equals(Buffer.concat([initBytes('avc1'), segmentBytes(100, 0), segmentBytes(100, 1)]))).toBe(true);
  expect(await names(mediaKey)).toEqual(['1.mp4']);
});

test('a piece that comes after all was done is put behind the others by the next turn', async () => {
  const recording = await createRecording();
  await compactWholly(recording.id);
  const { secret } = await db.webinarEpoch.findUniqueOrThrow({ where: { eventId_epoch: { eventId: recording.id, epoch: 2 } } });
  const { seq } = (await listPieces(recording.id)).at(-1)!;
  await storeSegment(recording.id, secret, { epoch: 2, seq: seq + 1, duration: 1, at: new Date() }, segmentBytes(100));
  const before = await readAll(recording);
  expect((await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).compactedAt).toBeNull();
  for (let turn = 0; turn < 2; turn += 1) await finishRecordings();

  expect(await names(recording.mediaKey)).toEqual(['1.mp4', '2.mp4']);
  expect((await readAll(recording)).equals(before)).toBe(true);
});

test('a rehearsal goes when the recording is put together', async () => {
  const event = await createWebinar();
  for (const isRehearsal of [true, false]) {
    const secret = randomUUID();
    const { epoch } = await openEpoch(event.id, { accountId: event.organizerId, secret, isRehearsal }, initBytes('avc1'));
    await storeSegment(event.id, secret, { epoch, seq: 0, duration: 1, at: new Date() }, segmentBytes());
  }
  await compactWholly(event.id);

  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } });
  expect(await names(mediaKey)).toEqual(['2.mp4']);
  expect(await db.webinarEpoch.count({ where: { eventId: event.id } })).toBe(1);
});
