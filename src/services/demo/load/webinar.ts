import { randomUUID } from 'node:crypto';
import { seeded } from '../seeded.ts';
import { before } from '../times.ts';
import { recordedWebinar as talk } from '../webinars/index.ts';
import type { StoredRecording } from '../webinars/recording.ts';
import { audienceOf, presenceOf } from './audience.ts';
import type { Broadcast, Viewer } from './audience.ts';
import type { LoadedEvent } from './events.ts';
import { insertRows, insertWithIds } from './insert.ts';
import { loadPolls, loadQuestions, reactionRows } from './webinar-talk.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

/** Makes the webinar that can be watched again, as a broadcast and its audience would have left it. */
export async function loadWebinar(
  world: World,
  events: LoadedEvent[],
  recording: StoredRecording,
): Promise<{ eventId: number; endedAt: Date }> {
  const event = events.find(({ event: { title } }) => title === talk.event)!;
  const startedAt = before(event.startAt, -talk.lateSeconds * 1000);
  const at = (second: number) => new Date(startedAt.getTime() + second * 1000);
  const seconds = recording.pieces.reduce((sum, { duration }) => sum + duration, 0);
  const endedAt = at(seconds);
  await loadRoom(world, event, recording, { startedAt, endedAt });
  const audience = audienceOf(event, world.accounts, seconds);
  const ids = await insertWithIds(
    world.tx,
    'webinar_viewers',
    audience.map((one) => viewerRow(one, event.id, at)),
  );
  const viewers = new Map(audience.map(({ name }, n) => [name, ids[n]!]));
  const broadcast = { tx: world.tx, eventId: event.id, seconds, at, audience, viewers };
  await loadTalk(broadcast);
  return { eventId: event.id, endedAt };
}

async function loadRoom(
  { tx, accounts }: World,
  { id: eventId, organizerId }: LoadedEvent,
  { mediaKey, initBytes, pieces, captions }: StoredRecording,
  { startedAt, endedAt }: { startedAt: Date; endedAt: Date },
): Promise<void> {
  const ended = { state: 'ended', startedAt, endedAt, questionsAt: endedAt, attendanceAt: endedAt, compactedAt: endedAt };
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, initBytes);
  await tx.webinar.create({
    data: { eventId, mediaKey, ...ended, bytes, rewatch: 'everyone', viewersMayDownload: true, createdAt: before(startedAt, 1_200_000) },
  });
  await tx.webinarHost.createMany({ data: talk.hosts.map((name) => ({ eventId, accountId: known(accounts, name) })) });
  const epoch = {
    epoch: 1,
    hostId: organizerId,
    secret: randomUUID(),
    codecs: 'avc1,Opus',
    initBytes,
    isCompacted: true,
    createdAt: startedAt,
  };
  await tx.webinarEpoch.create({ data: { eventId, ...epoch } });
  let time = startedAt.getTime();
  const rows = pieces.map(({ duration, ...piece }, seq) => {
    const at = new Date(time);
    time += duration * 1000;
    return { eventId, epoch: 1, seq, duration, at, ...piece, storedAt: new Date(time) };
  });
  await insertRows(tx, 'webinar_segments', rows);
  await tx.webinarCaption.create({ data: { eventId, ...captions, createdAt: endedAt } });
}

const viewerRow = ({ name, registrationId, accountId, from, to }: Viewer, eventId: number, at: Broadcast['at']) => ({
  ...{ eventId, registrationId, accountId, name },
  watchedSeconds: Math.round(to - Math.max(0, from)),
  firstSeenAt: at(from),
  lastSeenAt: at(to),
});

async function loadTalk(broadcast: Broadcast): Promise<void> {
  const { tx, eventId, at, viewers, audience, seconds } = broadcast;
  const random = seeded(71);
  const messages = talk.messages.map(([second, by, body]) => ({ eventId, viewerId: known(viewers, by), body, at: at(second) }));
  await insertRows(tx, 'webinar_messages', messages);
  await loadQuestions(broadcast, talk.questions, random);
  await loadPolls(broadcast, talk.polls, random);
  await insertRows(tx, 'webinar_reactions', reactionRows(broadcast, talk.cheers, random));
  await insertRows(
    tx,
    'webinar_presence',
    presenceOf(audience, seconds).map(({ second, viewers: count }) => ({ eventId, at: at(second), viewers: count })),
  );
  await tx.webinarChapter.createMany({ data: talk.chapters.map(([start, title]) => ({ eventId, start, title })) });
  await tx.webinarHighlight.createMany({
    data: talk.moments.map(([finish, title]) => ({ eventId, start: finish - 30, finish, title, origin: 'mark', createdAt: at(finish) })),
  });
}
