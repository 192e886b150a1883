import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { db } from '../../src/db.ts';
import { endBroadcast, openEpoch, storeSegment } from '../../src/services/webinars/broadcast.ts';
import { compactRecording } from '../../src/services/webinars/recording/compaction.ts';
import { askQuestion } from '../../src/services/webinars/talk/questions.ts';
import { postMessage } from '../../src/services/webinars/talk/messages.ts';
import { votePoll } from '../../src/services/webinars/talk/polls.ts';
import { createAccount, createEvent, createOwnRegistration, createRegistration } from './factories.ts';

/** A box of an mp4 with these parts in it. */
export function box(type: string, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

const track = (kind: string) => box('trak', box('mdia', box('minf', box('stbl', box('stsd', Buffer.alloc(8), box(kind))))));

/** The form of an init segment, without a picture to decode. */
export const initBytes = (...kinds: string[]): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from('iso5')), box('moov', box('mvhd'), ...kinds.map(track))]);

/** The form of a segment; `size` is that of its data. */
export const segmentBytes = (size = 1000, fill = 1): Buffer =>
  Buffer.concat([box('moof', box('mfhd')), box('mdat', Buffer.alloc(size, fill))]);

/** An online event with a webinar here, which begins in an hour unless told otherwise. */
export async function createWebinar(given: Parameters<typeof createEvent>[0] = {}) {
  const organizerId = given.organizerId ?? (await createAccount({ role: 'organizer' })).id;
  const event = await createEvent({ ...given, organizerId, format: 'online' });
  await db.event.update({ where: { id: event.id }, data: { hasWebinar: true, onlineUrl: '' } });
  await db.webinar.create({ data: { eventId: event.id } });
  return { ...event, organizerId };
}

/** The Cookie header of a browser with a pass, whoever it is of. */
export function passCookie(
  eventId: number,
  viewerId: number,
  { device = randomUUID(), role = 'viewer' }: { device?: string; role?: string } = {},
) {
  const value = [eventId, viewerId, device, role, Date.now() + 3_600_000, '-'].join(' ');
  const signature = createHmac('sha256', process.env['SESSION_SECRET']!).update(value).digest('base64').replace(/=+$/, '');
  return `webinar-${eventId}=${encodeURIComponent(`s:${value}.${signature}`)}`;
}

/** The Cookie header of a browser by which somebody with a seat has entered the room. */
export async function viewerCookie(eventId: number): Promise<string> {
  const { id: registrationId } = await createRegistration({ eventId });
  const device = randomUUID();
  const { id } = await db.webinarViewer.create({ data: { eventId, registrationId, name: 'Ольга Ким', device } });
  return passCookie(eventId, id, { device });
}

/** The same of the organizer. */
export async function hostCookie({ id: eventId, organizerId: accountId }: { id: number; organizerId: number }): Promise<string> {
  const viewer = { eventId, accountId, name: 'Анна Орлова' };
  const { id } = await db.webinarViewer.upsert({ where: { eventId_accountId: { eventId, accountId } }, create: viewer, update: {} });
  return passCookie(eventId, id, { role: 'host' });
}

/** A broadcast that has begun at a site; `send` puts a segment as the host's page does. */
export async function beginBroadcast(site: string, { isRehearsal = false } = {}) {
  const event = await createWebinar();
  const secret: string = randomUUID();
  const [asHost, asViewer] = [await hostCookie(event), await viewerCookie(event.id)];
  const { epoch } = await openEpoch(event.id, { accountId: event.organizerId, secret, isRehearsal }, initBytes('avc1', 'Opus'));
  const url = (path: string) => `${site}/webinars/${event.id}/${path}`;
  const send = (seq: number, { bytes = segmentBytes(), own = secret, cookie = asHost, in: number = epoch, clockIsAheadBy = 0 } = {}) =>
    fetch(
      url(`epochs/${number}/segments/${seq}?duration=1.001&at=${Date.now() - 1000 + clockIsAheadBy}&sent=${Date.now() + clockIsAheadBy}`),
      {
        method: 'PUT',
        body: new Uint8Array(bytes),
        headers: { cookie, 'X-Broadcast-Secret': own },
      },
    );
  const get = (path: string, cookie = asViewer) => fetch(url(path), { headers: cookie ? { cookie } : {} });
  const kept = async () =>
    (await db.webinarSegment.findMany({ where: { eventId: event.id }, orderBy: { seq: 'asc' } })).map(({ seq }) => seq);
  return { event, secret, epoch, send, get, kept, asHost, asViewer };
}

/** Somebody with a seat at a webinar who does all that viewers can; by their account, whose name they bear. */
export async function createTalker(eventId: number, accountId: number) {
  const { id: registrationId } = await createOwnRegistration(accountId, { eventId, status: 'attended' });
  const { firstName, lastName } = await db.account.findUniqueOrThrow({ where: { id: accountId } });
  const viewer = { eventId, registrationId, name: `${firstName} ${lastName}`, device: randomUUID(), watchedSeconds: 600 };
  const { id: viewerId } = await db.webinarViewer.create({ data: viewer });
  await postMessage(eventId, viewerId, 'Слышно отлично');
  await askQuestion(eventId, viewerId, 'Чем снимали кучу?');
  const poll = { eventId, question: 'Где течёт?', options: ['Тут', 'Там'], openedAt: new Date() };
  const { id: pollId } = await db.webinarPoll.create({ data: poll });
  await votePoll(eventId, pollId, viewerId, [1]);
  return { viewerId, registrationId };
}

/** Seconds of the pieces in tests/support/recorded: H.264 and Opus of a fake camera, two epochs. */
const recorded = [
  [1.0805, 1, 1, 1],
  [1.0891, 1, 1],
];
/** How long all of it is. */
export const RECORDED_SECONDS = recorded.flat().reduce((sum, seconds) => sum + seconds, 0);

const recordedFile = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url));

/** Sends an epoch of the recording, the first or the second, all at once: a host whose line was slow. */
export async function sendLive(event: { id: number; organizerId: number }, number: 1 | 2 = 1): Promise<void> {
  const secret = randomUUID();
  const host = { accountId: event.organizerId, secret, isRehearsal: false };
  const { epoch } = await openEpoch(event.id, host, recordedFile(`${number}-init.mp4`));
  for (const [seq, duration] of recorded[number - 1]!.entries()) {
    await storeSegment(event.id, secret, { epoch, seq, duration, at: new Date() }, recordedFile(`${number}-${seq}.m4s`));
  }
}

/** Ticks of a second of the picture and of the sound in those pieces. */
const TICKS = [57_600n, 48_000n];

/** A recorded piece as it would be so many seconds later in its epoch. */
function later(bytes: Buffer, seconds: number): Buffer {
  const moved = Buffer.from(bytes);
  let place = 0;
  for (const ticks of TICKS) {
    place = moved.indexOf('tfdt', place, 'latin1') + 8;
    moved.writeBigUInt64BE(moved.readBigUInt64BE(place) + BigInt(seconds) * ticks, place);
  }
  return moved;
}

/** The pieces of an epoch, in which all but the first come again and again. */
function* piecesAgain(epoch: number, durations: number[], times: number): Generator<{ duration: number; bytes: Buffer }> {
  const pieces = durations.map((duration, seq) => ({ duration, bytes: recordedFile(`${epoch}-${seq}.m4s`) }));
  yield* pieces;
  const again = pieces.slice(1);
  for (let turn = 1; turn < times; turn += 1) {
    for (const { duration, bytes } of again) yield { duration, bytes: later(bytes, turn * again.length) };
  }
}

/**
 * A webinar that was broadcast from a moment on, with a minute's break where the host reloaded the page, and has ended; `times` makes it
 * longer: of 12 times it has 62.2 s, 37.1 of them before the break.
 */
export async function createRecording(
  given: Parameters<typeof createEvent>[0] = {},
  from = new Date('2026-11-20T16:00:00Z'),
  { times = 1 } = {},
) {
  const event = await createWebinar(given);
  let at = from.getTime();
  for (const [index, durations] of recorded.entries()) {
    const secret = randomUUID();
    const init = recordedFile(`${index + 1}-init.mp4`);
    const { epoch } = await openEpoch(event.id, { accountId: event.organizerId, secret, isRehearsal: false }, init);
    let seq = 0;
    for (const { duration, bytes } of piecesAgain(index + 1, durations, times)) {
      await storeSegment(event.id, secret, { epoch, seq, duration, at: new Date(at) }, bytes);
      at += duration * 1000;
      seq += 1;
    }
    at += 60_000;
  }
  await endBroadcast(event.id, new Date(at));
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId: event.id } });
  return { ...event, mediaKey };
}

/** Does what the job does minute after minute. */
export async function compactWholly(eventId: number): Promise<void> {
  if ((await compactRecording(eventId)) === 'joined') await compactWholly(eventId);
}
