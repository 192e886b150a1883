import { randomUUID } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { createHub } from '../../../src/live/sse-hub.ts';
import type { Hub } from '../../../src/live/sse-hub.ts';
import { deleteRegistration } from '../../../src/services/registrations/delete.ts';
import { openEpoch } from '../../../src/services/webinars/broadcast.ts';
import { closeHub, logSource } from '../../../src/services/webinars/log.ts';
import { closeRooms, onLog } from '../../../src/services/webinars/rooms.ts';
import { flushReactions } from '../../../src/services/webinars/talk/reactions.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { createWebinar, initBytes } from '../../support/broadcast.ts';
import { createRegistration, createVisitor } from '../../support/factories.ts';
import { listen } from '../../support/event-stream.ts';

vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const app = await startApp();

afterAll(async () => {
  closeHub();
  await closeRooms();
});

/** A room with its host and two viewers by their links, and what somebody hears of it. */
async function openRoom() {
  const event = await createWebinar();
  const path = `/webinars/${event.id}`;
  const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
  const host = await app.guest().logIn(email);
  const [olga, ivan] = [await enter(event, 'Ольга'), await enter(event, 'Иван')];
  await host.get(path);
  return { event, path, host, olga, ivan };
}

async function enter(event: { id: number; organizerId: number }, firstName: string): Promise<Browser> {
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName, lastName: 'Ким' });
  const { token } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const browser = app.guest();
  await browser.get(`/r/${token}/webinar`);
  return browser;
}

const cookieOf = (browser: Browser) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const hear = (path: string, browser: Browser, lastId?: number) => listen(`${app.url}${path}/events`, { cookie: cookieOf(browser), lastId });
const byScript = { accept: 'application/json' };

test('what one says, all hear at once, and later readers on the page', async () => {
  const { path, olga, ivan, host } = await openRoom();
  const heard = await hear(path, ivan);
  expect((await olga.post(`${path}/messages`, { body: 'Слышно хорошо' }, byScript)).status).toBe(204);
  expect((await host.post(`${path}/messages`, { body: 'Начинаем' })).headers['location']).toBe(`${path}?tab=chat`);

  await expect
    .poll(() => heard.of('message'))
    .toMatchObject([
      { name: 'Ольга Ким', isHost: false, body: 'Слышно хорошо' },
      { isHost: true, body: 'Начинаем' },
    ]);
  expect((await ivan.get(path)).text).toContain('Слышно хорошо');
  heard.close();
});

test('whoever lost the connection hears what they missed, once and in order', async () => {
  const { path, olga, ivan } = await openRoom();
  const first = await hear(path, ivan);
  await olga.post(`${path}/messages`, { body: 'Раз' });
  await expect.poll(() => first.of('message').length).toBe(1);
  first.close();
  for (const body of ['Два', 'Три']) await olga.post(`${path}/messages`, { body });
  const again = await hear(path, ivan, first.lastId());

  await expect.poll(() => again.of('message').map(({ body }) => body)).toEqual(['Два', 'Три']);
  again.close();
});

test('readers of another process hear it too', async () => {
  const { event, path, olga } = await openRoom();
  const other: Hub = createHub(logSource, (error) => expect.fail(String(error)));
  const stop = onLog((eventId) => other.wake(eventId === null ? undefined : String(eventId)));
  const { createServer } = await import('node:http');
  const server = createServer((_req, res) => other.join(String(event.id), res, { lastId: null, isHost: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const heard = await listen(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
  await olga.post(`${path}/messages`, { body: 'Всем привет' });

  await expect.poll(() => heard.of('message')).toMatchObject([{ body: 'Всем привет' }]);
  heard.close();
  stop();
  other.close();
  server.close().closeAllConnections();
});

test('strangers hear nothing and say nothing, with the pass of another room under the name of this one neither', async () => {
  const [one, other] = [await openRoom(), await openRoom()];
  const cookie = `webinar-${one.event.id}=${other.olga.cookies.get(`webinar-${other.event.id}`)}`;

  for (const given of ['', cookie]) {
    expect((await fetch(`${app.url}${one.path}/events`, { headers: { cookie: given } })).status).toBe(404);
    expect((await fetch(`${app.url}${one.path}/presence`, { method: 'POST', headers: { cookie: given } })).status).toBe(404);
  }
  expect((await app.guest().post(`${one.path}/messages`, { body: 'Пустите' })).status).toBe(404);
  expect((await other.olga.post(`${one.path}/messages`, { body: 'Пустите' })).status).toBe(404);
  expect((await one.olga.post(`${one.path}/messages`, { body: 'Без токена', _csrf: undefined })).status).toBe(403);
  expect(await db.webinarMessage.count({ where: { eventId: one.event.id } })).toBe(0);
});

test('questions gather votes, each viewer’s one, and can be taken back', async () => {
  const { event, path, olga, ivan } = await openRoom();
  const heard = await hear(path, olga);
  await olga.post(`${path}/questions`, { body: 'А чем снимали кучу?' });
  const { id } = await db.webinarQuestion.findFirstOrThrow({ where: { eventId: event.id } });
  for (const set of ['on', 'on', 'off', 'on']) await ivan.post(`${path}/questions/${id}/votes`, { set }, byScript);

  await expect.poll(() => heard.of('votes').map(({ votes }) => votes)).toEqual([2, 1, 2]);
  expect((await ivan.get(`${path}?tab=questions`)).text).toMatch(/aria-pressed="true"/);
  heard.close();
});

test('the hosts pin, answer and hide questions; viewers cannot', async () => {
  const { event, path, host, olga } = await openRoom();
  for (const body of ['Первый?', 'Второй?']) await olga.post(`${path}/questions`, { body });
  const [one, two] = await db.webinarQuestion.findMany({ where: { eventId: event.id }, orderBy: { id: 'asc' } });
  const mark = (browser: Browser, id: number, name: string) => browser.post(`${path}/questions/${id}/mark`, { mark: name, set: 'on' });
  expect((await mark(olga, one!.id, 'hidden')).status).toBe(404);
  await mark(host, two!.id, 'pinned');
  await mark(host, one!.id, 'hidden');
  const page = (await olga.get(`${path}?tab=questions`)).text;

  expect(page).toContain('Второй?');
  expect(page).not.toContain('Первый?');
  expect(page).toMatch(/data-tag="pinned">/);
});

test('a poll is opened by a host, answered once by everybody, and its results stay', async () => {
  const { event, path, host, olga, ivan } = await openRoom();
  const heard = await hear(path, ivan);
  const poll = { question: 'Где течёт память?', options: 'Кэши\nЗамыкания\nНе знаю' };
  expect((await olga.post(`${path}/polls`, poll)).status).toBe(404);
  await host.post(`${path}/polls`, poll);
  const { id } = await db.webinarPoll.findFirstOrThrow({ where: { eventId: event.id } });
  const shownPoll = async () => (await olga.get(`${path}?tab=poll`)).text.split(`data-poll="${id}"`)[1]?.split('</article>')[0];
  const vote = (browser: Browser, choices: string | string[]) => browser.post(`${path}/polls/${id}/votes`, { choices }, byScript);

  expect(await shownPoll()).toContain('data-results hidden');
  expect((await vote(olga, '0')).status).toBe(204);
  expect((await vote(olga, '1')).status).toBe(204);
  expect((await vote(ivan, ['0', '1'])).status).toBe(409);
  expect((await vote(ivan, '7')).status).toBe(409);
  await expect.poll(() => heard.of('poll').at(-1)).toMatchObject({ counts: [0, 1, 0], voters: 1, isOpen: true });
  expect(await shownPoll()).not.toContain('data-results hidden');
  await host.post(`${path}/polls/${id}/closure`);
  expect((await vote(ivan, '0')).status).toBe(409);
  await expect.poll(() => heard.of('poll').at(-1)).toMatchObject({ isOpen: false });
  heard.close();
});

test('hosts who pin and ask at the same moment do not refuse each other, and there is one of each', async () => {
  const { event, path, host, olga } = await openRoom();
  for (const body of ['Первый?', 'Второй?', 'Третий?']) await olga.post(`${path}/questions`, { body });
  const questions = await db.webinarQuestion.findMany({ where: { eventId: event.id } });
  for (let round = 0; round < 3; round += 1) {
    const pinned = questions.map(({ id }) => host.post(`${path}/questions/${id}/mark`, { mark: 'pinned', set: 'on' }, byScript));
    const asked = [1, 2, 3].map((each) => host.post(`${path}/polls`, { question: `Опрос ${each}`, options: 'Да\nНет' }, byScript));
    expect((await Promise.all([...pinned, ...asked])).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 204));
  }

  expect(await db.webinarQuestion.count({ where: { eventId: event.id, pinnedAt: { not: null } } })).toBe(1);
  expect(await db.webinarPoll.count({ where: { eventId: event.id, closedAt: null } })).toBe(1);
});

test('what was hidden, and what those said who were sent away or deleted, nobody hears of later', async () => {
  const { event, path, host, olga, ivan } = await openRoom();
  for (const body of ['Раз', 'Два', 'Три']) await olga.post(`${path}/messages`, { body });
  await ivan.post(`${path}/messages`, { body: 'Моё' });
  const [first] = await db.webinarMessage.findMany({ where: { eventId: event.id }, orderBy: { id: 'asc' } });
  const said = async () => (await logSource.after(String(event.id), 0, 100)).flatMap(({ data }) => (data as { body?: string }).body ?? []);

  await host.post(`${path}/messages/${first!.id}/hiding`);
  expect(await said()).toEqual(['Два', 'Три', 'Моё']);
  await host.post(`${path}/viewers/${first!.viewerId}/removal`, { set: 'on' });
  expect(await said()).toEqual(['Моё']);
  const { registrationId } = await db.webinarViewer.findFirstOrThrow({ where: { eventId: event.id, name: 'Иван Ким' } });
  await deleteRegistration(registrationId!);
  expect(await said()).toEqual([]);
});

test('reactions are counted together and told once a second', async () => {
  const { path, olga, ivan } = await openRoom();
  const heard = await hear(path, ivan);
  for (const sign of ['clap', 'clap', 'heart']) await olga.post(`${path}/reactions`, { sign }, byScript);
  await flushReactions();

  await expect.poll(() => heard.of('reactions')).toEqual([{ clap: 2, heart: 1 }]);
  heard.close();
});

test('in slow mode viewers wait between messages, hosts do not', async () => {
  const { path, host, olga } = await openRoom();
  await host.post(`${path}/rules`, { slow_mode: '30', blocked_words: '' });
  expect((await olga.post(`${path}/messages`, { body: 'Раз' }, byScript)).status).toBe(204);
  const reply = await olga.post(`${path}/messages`, { body: 'Два' }, byScript);

  expect(reply.status).toBe(422);
  expect(reply.body).toEqual({
    errors: { body: expect.stringMatching(/^Медленный режим: следующее сообщение можно отправить через \d+ секунд/) },
  });
  const page = await olga.post(`${path}/messages`, { body: 'Два' });
  expect(page.text).toContain('value="Два"');
  for (const body of ['Раз', 'Два']) expect((await host.post(`${path}/messages`, { body }, byScript)).status).toBe(204);
});

test('words that the hosts do not want are not said, in any case and with ё', async () => {
  const { path, host, olga } = await openRoom();
  await host.post(`${path}/rules`, { slow_mode: '0', blocked_words: 'Казино, ёлки' });
  const status = async (body: string) => (await olga.post(`${path}/messages`, { body }, byScript)).status;

  expect([await status('КАЗИНО тут'), await status('Елки!'), await status('Казиношка')]).toEqual([422, 422, 204]);
});

test('who is muted only reads; who is sent away is out, and so is what they said', async () => {
  const { event, path, host, olga, ivan } = await openRoom();
  const heard = await hear(path, olga);
  await ivan.post(`${path}/messages`, { body: 'Спам' });
  const { viewerId } = await db.webinarMessage.findFirstOrThrow({ where: { eventId: event.id } });
  await host.post(`${path}/viewers/${viewerId}/mute`, { set: 'on' });
  expect((await ivan.post(`${path}/messages`, { body: 'Ещё' }, byScript)).body).toMatchObject({ code: 'webinar_muted' });
  expect((await ivan.get(path)).status).toBe(200);
  expect((await olga.post(`${path}/viewers/${viewerId}/removal`, { set: 'on' })).status).toBe(404);
  await host.post(`${path}/viewers/${viewerId}/removal`, { set: 'on' });

  expect((await ivan.get(path)).text).toContain('Вход закрыт');
  await expect.poll(async () => (await ivan.send('POST', `${path}/presence`)).status).toBe(404);
  expect((await olga.get(path)).text).not.toContain('Спам');
  await expect.poll(() => heard.of('removed')).toEqual([{ viewerId, isRemoved: true }]);
  heard.close();
});

test('hosts go on air while everybody talks, and nobody is refused', async () => {
  const { event, path, olga, ivan } = await openRoom();
  for (let round = 0; round < 5; round += 1) {
    const host = { accountId: event.organizerId, secret: randomUUID(), isRehearsal: false };
    const replies = [olga, ivan].flatMap((browser) =>
      Array.from({ length: 4 }, (_, each) => browser.post(`${path}/messages`, { body: `Раз ${each}` }, byScript)),
    );
    await openEpoch(event.id, host, initBytes('avc1'));

    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 204));
  }
});

test('once it is over nobody writes', async () => {
  const { event, path, olga } = await openRoom();
  await db.webinar.update({ where: { eventId: event.id }, data: { state: 'ended', startedAt: new Date(), endedAt: new Date() } });

  expect((await olga.post(`${path}/messages`, { body: 'Спасибо' }, byScript)).body).toMatchObject({ code: 'webinar_over' });
});

test('things of another room cannot be reached through one’s own', async () => {
  const [one, other] = [await openRoom(), await openRoom()];
  await one.olga.post(`${one.path}/questions`, { body: 'Чей вопрос?' });
  await one.olga.post(`${one.path}/messages`, { body: 'Чьё сообщение' });
  const question = await db.webinarQuestion.findFirstOrThrow({ where: { eventId: one.event.id } });
  const message = await db.webinarMessage.findFirstOrThrow({ where: { eventId: one.event.id } });
  const send = (path: string, fields = {}) => other.host.post(`${other.path}/${path}`, fields);

  expect((await send(`questions/${question.id}/votes`, { set: 'on' })).status).toBe(404);
  expect((await send(`questions/${question.id}/mark`, { mark: 'hidden', set: 'on' })).status).toBe(404);
  expect((await send(`messages/${message.id}/hiding`)).status).toBe(404);
  expect((await send(`viewers/${message.viewerId}/mute`, { set: 'on' })).status).toBe(404);
});
