import { afterAll, expect, test } from 'vitest';
import { db } from '../../../src/db.ts';
import { dataSections } from '../../../src/services/privacy/contents.ts';
import { deleteAccount } from '../../../src/services/privacy/delete-account.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { createTalker, createWebinar } from '../../support/broadcast.ts';
import { PASSWORD, createAccount, inHours } from '../../support/factories.ts';

afterAll(closeRooms);

const over = { startAt: inHours(-3), endAt: inHours(-1) };

/** Somebody who has talked in a webinar that is over, and somebody else who did the same. */
async function prepare() {
  const organizer = await createAccount({ role: 'organizer' });
  const event = await createWebinar({ ...over, organizerId: organizer.id, title: 'Разбор аварий' });
  const person = await createAccount({ firstName: 'Августина', lastName: 'Преображенская' });
  const other = await createAccount({ firstName: 'Вера', lastName: 'Лопухова' });
  const { viewerId } = await createTalker(event.id, person.id);
  await createTalker(event.id, other.id);
  return { organizer, event, person, viewerId };
}

const rowsOf = async (subject: { id: number; email: string | null }, part: string) =>
  (await dataSections(subject, new Date())
    .find(({ name }) => name === part)
    ?.rows()) ?? null;

test('the archive of a person has what they did in webinars, and nothing of others', async () => {
  const { person } = await prepare();
  const part = (name: string) => rowsOf({ id: person.id, email: person.email }, name);

  expect(await part('webinars')).toMatchObject([{ event: 'Разбор аварий', name: 'Августина Преображенская', watched_seconds: 600 }]);
  expect(await part('webinar-messages')).toMatchObject([{ event: 'Разбор аварий', body: 'Слышно отлично' }]);
  expect(await part('webinar-questions')).toMatchObject([{ body: 'Чем снимали кучу?', votes: 1 }]);
  expect(await part('webinar-votes')).toMatchObject([{ question: 'Чем снимали кучу?' }]);
  expect(await part('webinar-poll-votes')).toMatchObject([{ question: 'Где течёт?', choices: ['Там'] }]);
});

test('under an address that was never confirmed there is nothing', async () => {
  const { person } = await prepare();

  expect(await rowsOf({ id: person.id, email: null }, 'webinar-messages')).toEqual([]);
});

const namesIn = async (eventId: number) => {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM webinar_viewers WHERE event_id = ${eventId}
    UNION SELECT data ->> 'name' FROM webinar_log WHERE event_id = ${eventId} AND data ? 'name'`;
  return rows.map(({ name }) => name).toSorted();
};

test('who deletes their account is named in no webinar any more; what they said stays', async () => {
  const { event, person, viewerId } = await prepare();
  expect(await namesIn(event.id)).toEqual(['Августина Преображенская', 'Вера Лопухова']);
  await deleteAccount(person.id, PASSWORD);

  expect(await namesIn(event.id)).toEqual(['', 'Вера Лопухова']);
  expect((await db.webinarMessage.findFirstOrThrow({ where: { viewerId } })).body).toBe('Слышно отлично');
  expect((await db.webinarViewer.findUniqueOrThrow({ where: { id: viewerId } })).device).toBeNull();
});

test('an organizer who deletes their account takes the names of their viewers along', async () => {
  const { organizer, event } = await prepare();
  await deleteAccount(organizer.id, PASSWORD);

  expect(await namesIn(event.id)).toEqual(['']);
});

test('a co-host who deletes their account is a host no more', async () => {
  const { event } = await prepare();
  const helper = await createAccount();
  await db.webinarHost.create({ data: { eventId: event.id, accountId: helper.id } });
  await deleteAccount(helper.id, PASSWORD);

  expect(await db.webinarHost.count({ where: { eventId: event.id } })).toBe(0);
});
