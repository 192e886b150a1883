import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { openEpoch, endBroadcast } from '../../../src/services/webinars/broadcast.ts';
import { markAttendance } from '../../../src/services/webinars/attendance.ts';
import { beat, countViewers, flushPresence } from '../../../src/services/webinars/presence.ts';
import { finishRecordings } from '../../../src/services/webinars/recording/finish.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { setStatus } from '../../../src/services/registrations/status.ts';
import { createWebinar, initBytes } from '../../support/broadcast.ts';
import { createRegistration, inHours } from '../../support/factories.ts';

afterAll(closeRooms);

const begin = new Date('2026-11-24T15:00:00Z');
const at = (seconds: number) => new Date(begin.getTime() + seconds * 1000);

/** A broadcast that began at second 0, with as many viewers as asked for, who entered five minutes before. */
async function broadcast(viewers: number) {
  const event = await createWebinar({ startAt: inHours(-2), endAt: inHours(-1) });
  await openEpoch(event.id, { accountId: event.organizerId, secret: randomUUID(), isRehearsal: false }, initBytes('avc1'));
  await db.webinar.update({ where: { eventId: event.id }, data: { startedAt: begin } });
  const ids = [];
  for (let each = 0; each < viewers; each += 1) {
    const { id: registrationId } = await createRegistration({ eventId: event.id });
    const viewer = {
      eventId: event.id,
      registrationId,
      name: 'Ольга Ким',
      device: randomUUID(),
      firstSeenAt: at(-300),
      lastSeenAt: at(-300),
    };
    ids.push({ registrationId, viewerId: (await db.webinarViewer.create({ data: viewer })).id });
  }
  return { event, ids };
}

/** Beats each 15 seconds between two seconds, written down as they come. */
async function watch(eventId: number, viewerId: number, from: number, to: number) {
  for (let second = from; second <= to; second += 15) {
    beat(eventId, viewerId, at(second));
    await flushPresence(at(second));
  }
}

const watched = async (id: number) => (await db.webinarViewer.findUniqueOrThrow({ where: { id } })).watchedSeconds;

/** As many seconds of it are stored as of one that went on so long. */
async function lasted(eventId: number, seconds: number) {
  await db.$executeRaw`
    INSERT INTO webinar_segments (event_id, epoch, seq, duration, at, bytes)
    SELECT ${eventId}, 1, n, 10, ${begin}::timestamptz + n * interval '10 seconds', 1 FROM generate_series(0, ${seconds / 10}::int - 1) n`;
}

test('what somebody watches of the broadcast is counted, the wait before it is not', async () => {
  const { event, ids } = await broadcast(1);
  await watch(event.id, ids[0]!.viewerId, -60, 120);

  expect(await watched(ids[0]!.viewerId)).toBe(120);
});

test('a pause in the beats counts for nothing: nobody knows whether they watched', async () => {
  const { event, ids } = await broadcast(1);
  await watch(event.id, ids[0]!.viewerId, 0, 60);
  await watch(event.id, ids[0]!.viewerId, 600, 660);

  expect(await watched(ids[0]!.viewerId)).toBe(120);
});

test('it does not matter which process hears a beat, or how often', async () => {
  const { event, ids } = await broadcast(1);
  const { viewerId } = ids[0]!;
  await watch(event.id, viewerId, -15, 0);
  for (let each = 0; each < 20; each += 1) beat(event.id, viewerId, at(15));
  await flushPresence(at(16));
  beat(event.id, viewerId, at(15));
  await flushPresence(at(17));

  expect(await watched(viewerId)).toBe(15);
});

test('how many watch is told when it changes, and kept for every ten seconds', async () => {
  const { event, ids } = await broadcast(2);
  for (const { viewerId } of ids) beat(event.id, viewerId, at(3));
  await flushPresence(at(3));
  await flushPresence(at(13));
  beat(event.id, ids[0]!.viewerId, at(60));
  await flushPresence(at(60));
  const told = await db.webinarLogEntry.findMany({ where: { eventId: event.id, kind: 'viewers' }, orderBy: { id: 'asc' } });

  expect(told.map(({ data }) => data)).toEqual([{ viewers: 2 }, { viewers: 1 }]);
  expect(await db.webinarPresence.findMany({ where: { eventId: event.id }, orderBy: { at: 'asc' } })).toMatchObject([
    { at: at(0), viewers: 2 },
    { at: at(10), viewers: 2 },
    { at: at(60), viewers: 1 },
  ]);
  expect(await countViewers(event.id, at(200))).toBe(0);
});

test('at the end those who watched 30 % of it have been there, once: what the organizer corrects stays', async () => {
  const { event, ids } = await broadcast(3);
  const [enough, little, corrected] = ids as [(typeof ids)[0], (typeof ids)[0], (typeof ids)[0]];
  await lasted(event.id, 600);
  await watch(event.id, enough.viewerId, 0, 180);
  await watch(event.id, little.viewerId, 0, 165);
  await watch(event.id, corrected.viewerId, 0, 300);
  await setStatus(corrected.registrationId, 'no_show');
  await endBroadcast(event.id);
  await markAttendance(event.id);
  const status = async (id: number) => (await db.registration.findUniqueOrThrow({ where: { id } })).status;

  expect([await status(enough.registrationId), await status(little.registrationId), await status(corrected.registrationId)]).toEqual([
    'attended',
    'registered',
    'no_show',
  ]);
  await setStatus(enough.registrationId, 'no_show');
  await setStatus(enough.registrationId, 'registered');
  expect(await markAttendance(event.id)).toBe(0);
  expect(await status(enough.registrationId)).toBe('registered');
});

test('where the process died as the broadcast ended, the job marks who has been there', async () => {
  const { event, ids } = await broadcast(1);
  await lasted(event.id, 600);
  await watch(event.id, ids[0]!.viewerId, 0, 300);
  await db.webinar.update({ where: { eventId: event.id }, data: { state: 'ended', endedAt: at(600) } });
  await finishRecordings();

  expect((await db.registration.findUniqueOrThrow({ where: { id: ids[0]!.registrationId } })).status).toBe('attended');
});
