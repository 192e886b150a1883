import { afterAll, describe, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { activityOf, clockOf, findHighlights, titleOf } from '../../../src/services/webinars/highlights.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { createWebinar } from '../../support/broadcast.ts';
import { createRegistration } from '../../support/factories.ts';

afterAll(closeRooms);

const from = new Date('2026-11-20T16:00:00Z');
const at = (second: number) => new Date(from.getTime() + second * 1000);
/** Ten seconds, a break of a minute where the host reloaded the page, and twenty more. */
const spans = [
  { at: at(0), duration: 10 },
  { at: at(70), duration: 10 },
  { at: at(80), duration: 10 },
];

describe('a moment of the clock is in the recording', () => {
  test.each([
    ['before the broadcast', -5, 0],
    ['at its beginning', 0, 0],
    ['in the first part', 4.5, 4.5],
    ['in the break, where the next part begins', 30, 10],
    ['after the break', 75, 15],
    ['after the end, at the end', 500, 30],
  ])('%s', (_where, clock, second) => {
    expect(clockOf(spans)(at(clock))).toBe(second);
  });
});

test('what the audience did is counted in tens of seconds, and viewers stay until they are counted again', () => {
  const deeds = [
    { at: at(3), kind: 'messages' as const, count: 1 },
    { at: at(5), kind: 'viewers' as const, count: 40 },
    { at: at(72), kind: 'reactions' as const, count: 7 },
    { at: at(73), kind: 'votes' as const, count: 2 },
    { at: at(900), kind: 'messages' as const, count: 1 },
  ];

  expect(activityOf(deeds, spans)).toEqual([
    { reactions: 0, messages: 1, votes: 0, viewers: 40 },
    { reactions: 7, messages: 0, votes: 2, viewers: 40 },
    { reactions: 0, messages: 1, votes: 0, viewers: 40 },
  ]);
  expect(activityOf(deeds, [])).toEqual([]);
});

test('a part is named by the question most wanted near it, else by its chapter', () => {
  const peak = { start: 100, finish: 150, score: 1 };
  const chapters = [
    { second: 0, title: 'Начало', votes: 0 },
    { second: 90, title: 'Авария', votes: 0 },
    { second: 200, title: 'Итоги', votes: 0 },
  ];
  const questions = [
    { second: 20, title: 'Давно', votes: 90 },
    { second: 60, title: 'Чуть раньше', votes: 3 },
    { second: 120, title: 'Внутри', votes: 9 },
    { second: 160, title: 'Позже', votes: 50 },
  ];

  expect(titleOf(peak, questions, chapters)).toBe('Внутри');
  expect(titleOf(peak, [questions[0]!, questions[3]!], chapters)).toBe('Авария');
  expect(titleOf(peak, [], [])).toBe('');
});

/** Twenty minutes of a broadcast, whose viewers wake up twice. */
async function createLively() {
  const event = await createWebinar();
  const eventId = event.id;
  await db.webinarEpoch.create({ data: { eventId, epoch: 1, hostId: event.organizerId, secret: crypto.randomUUID() } });
  await db.$executeRaw`
    INSERT INTO webinar_segments (event_id, epoch, seq, duration, at, bytes)
    SELECT ${eventId}, 1, n, 1, ${from}::timestamptz + n * interval '1 second', 1 FROM generate_series(0, 1199) n`;
  await db.webinar.update({ where: { eventId }, data: { state: 'ended', startedAt: from, endedAt: at(1200) } });
  for (const [second, reactions] of [
    [300, 30],
    [310, 40],
    [900, 60],
    [600, 1],
  ] as const) {
    await db.webinarReaction.create({ data: { eventId, at: at(second), sign: 'clap', reactions } });
  }
  const { id: registrationId } = await createRegistration({ eventId });
  const { id: viewerId } = await db.webinarViewer.create({ data: { eventId, registrationId, name: 'Пётр' } });
  await db.webinarQuestion.create({ data: { eventId, viewerId, body: 'Почему упало?', at: at(895) } });
  return { eventId };
}

const found = async (eventId: number) =>
  (await db.webinarHighlight.findMany({ where: { eventId }, orderBy: { start: 'asc' } })).map(({ start, finish, title, origin }) => ({
    start,
    finish,
    title,
    origin,
  }));

test('the best moments are found where viewers reacted, begin before it and are named; finding them again changes nothing', async () => {
  const { eventId } = await createLively();
  expect(await findHighlights(eventId)).toBe(2);
  const first = await found(eventId);

  expect(first[0]!.start).toBeLessThan(300);
  expect(first[0]!.finish).toBeGreaterThan(310);
  expect(first[1]!.start).toBeLessThan(895);
  expect(first[1]).toMatchObject({ title: 'Почему упало?', origin: 'audience' });
  for (const { start, finish } of first) expect(finish - start).toBeGreaterThanOrEqual(20);
  await findHighlights(eventId);
  expect(await found(eventId)).toEqual(first);
});

test('what the host marked or changed stays, and nothing is found on top of it', async () => {
  const { eventId } = await createLively();
  const own = { start: 880, finish: 940, title: 'Разбор', origin: 'mark' };
  await db.webinarHighlight.create({ data: { eventId, ...own } });
  await findHighlights(eventId);

  const all = await found(eventId);
  expect(all).toContainEqual(own);
  expect(all).toHaveLength(2);
});

test('marks of hosts end where the recording ends, those of one moment are one, and those of what never came are none', async () => {
  const { eventId } = await createLively();
  for (const [start, finish, title] of [
    [1180, 1210, 'Итог'],
    [1190, 1220, ''],
    [1250, 1280, 'Потерялось'],
  ] as const) {
    await db.webinarHighlight.create({ data: { eventId, start, finish, title, origin: 'mark' } });
  }
  await findHighlights(eventId);

  const marks = (await found(eventId)).filter(({ origin }) => origin === 'mark');
  expect(marks).toEqual([{ start: 1180, finish: 1200, title: 'Итог', origin: 'mark' }]);
});
