import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { config } from '../../../src/config.ts';
import { db } from '../../../src/db.ts';
import { askForClip, askForFile, findClip, findWhole, makeAskedFiles } from '../../../src/services/webinars/recording/files.ts';
import { removeRecording } from '../../../src/services/webinars/recording/removal.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { RECORDED_SECONDS, compactWholly, createRecording, createWebinar } from '../../support/broadcast.ts';
import { probe } from '../../support/probe.ts';

afterAll(closeRooms);

const FRAME = 0.1;

test.each(['small files', 'one file for each epoch'])('the whole recording is one mp4 without the break, out of %s', async (kept) => {
  const recording = await createRecording();
  if (kept !== 'small files') await compactWholly(recording.id);
  await askForFile(recording.id);
  await askForFile(recording.id);
  await makeAskedFiles();

  const file = (await findWhole(recording.id))!;
  const { seconds, tracks } = await probe(await buffer(file.stream()));
  expect(seconds).toBeCloseTo(RECORDED_SECONDS, 1);
  expect(tracks.map(({ codec }) => codec)).toEqual(['avc', 'opus']);
  expect(Math.max(...tracks.map(({ gap }) => gap))).toBeLessThan(2.5 * FRAME);
  expect(await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).toMatchObject({
    fileState: 'ready',
    fileBytes: BigInt(file.bytes),
  });
});

const createHighlight = (eventId: number, start: number, finish: number) =>
  db.webinarHighlight.create({ data: { eventId, start, finish, title: 'Смешное место', origin: 'audience' } });

test.each([
  { start: 2.25, finish: 3.75, where: 'within an epoch' },
  { start: 3.5, finish: 5.5, where: 'across a reload of the host' },
  { start: 5.5, finish: 60, where: 'to beyond the end' },
])('a highlight $where is a clip from its frame to its end', async ({ start, finish }) => {
  const recording = await createRecording();
  const { id } = await createHighlight(recording.id, start, finish);
  await askForClip(recording.id, id);
  await makeAskedFiles();

  const { seconds, tracks } = await probe(await buffer((await findClip(recording.id, id))!.stream()));
  expect(Math.abs(seconds - (Math.min(finish, RECORDED_SECONDS) - start))).toBeLessThan(1.2 * FRAME);
  // What goes before the first frame is needed to decode it and not shown: no more than a piece.
  for (const { start: first } of tracks) expect(first).toBeGreaterThan(-1.1);
  expect(Math.max(...tracks.map(({ gap }) => gap))).toBeLessThan(2.5 * FRAME);
});

test('what cannot be made is said to have failed, and may be asked for again', async () => {
  const event = await createWebinar();
  await db.webinar.update({ where: { eventId: event.id }, data: { state: 'ended', startedAt: new Date(), endedAt: new Date() } });
  await askForFile(event.id);
  await makeAskedFiles();
  expect((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).fileState).toBe('failed');

  await askForFile(event.id);
  expect((await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } })).fileState).toBe('queued');
});

test('two workers make a file once, and nothing half made is left', async () => {
  const recording = await createRecording();
  const folder = join(config.dataDir, 'making');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'of-a-process-that-died.mp4'), 'half');
  await askForFile(recording.id);

  const made = await Promise.all([makeAskedFiles(), makeAskedFiles(), makeAskedFiles()]);

  expect(made.filter((files) => files > 0)).toHaveLength(1);
  expect(await readdir(folder).catch(() => [])).toEqual([]);
  expect((await findWhole(recording.id))!.bytes).toBeGreaterThan(10_000);
});

test('a file of a recording that was removed meanwhile is not kept', async () => {
  const recording = await createRecording();
  await askForFile(recording.id);
  const making = makeAskedFiles();
  await removeRecording(recording.id);
  await making;

  expect(await findWhole(recording.id)).toBeNull();
  expect((await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).fileState).toBe('none');
});
