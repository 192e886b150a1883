import { afterAll, expect, test } from 'vitest';
import { fileStore } from '../../../src/adapters/file-store.ts';
import { db } from '../../../src/db.ts';
import { proseOf } from '../../../src/formats/markdown.ts';
import { translator } from '../../../src/i18n.ts';
import { formatter } from '../../../src/presenters/formatter.ts';
import { recordingContent } from '../../../src/services/mail/recording-mail.ts';
import { saveCaptions } from '../../../src/services/webinars/recording/captions.ts';
import { makeAskedFiles } from '../../../src/services/webinars/recording/files.ts';
import { finishRecordings } from '../../../src/services/webinars/recording/finish.ts';
import { cleanUpRecordings } from '../../../src/services/webinars/recording/removal.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { askQuestion } from '../../../src/services/webinars/talk/questions.ts';
import { startApp } from '../../support/app.ts';
import type { Browser } from '../../support/app.ts';
import { compactWholly, createRecording } from '../../support/broadcast.ts';
import { createAccount, createGroup, createOwnRegistration } from '../../support/factories.ts';
import { probe } from '../../support/probe.ts';

const app = await startApp();

afterAll(closeRooms);

const from = new Date('2026-11-20T16:00:00Z');

/** A recording in which one viewer wrote in its third second, with everybody who might want to see it. */
async function prepare() {
  const organizer = await createAccount({ role: 'organizer' });
  const group = await createGroup({ leaderId: organizer.id });
  const recording = await createRecording({ organizerId: organizer.id, groupId: group.id, title: 'Разбор аварий' }, from);
  const participant = await createAccount();
  const registration = await createOwnRegistration(participant.id, { eventId: recording.id });
  const viewer = await db.webinarViewer.create({
    data: { eventId: recording.id, registrationId: registration.id, name: 'Вера Л.', watchedSeconds: 5 },
  });
  const said = { eventId: recording.id, viewerId: viewer.id, at: new Date(from.getTime() + 2500) };
  await db.webinarMessage.create({ data: { ...said, body: 'Вот это место!' } });
  await db.webinarQuestion.create({ data: { ...said, body: 'Что с лимитами памяти?' } });
  const highlight = await db.webinarHighlight.create({
    data: { eventId: recording.id, start: 2.5, finish: 5.5, title: 'Утечка', origin: 'audience' },
  });
  const stranger = await createAccount();
  const member = await createAccount();
  await db.groupMember.create({ data: { groupId: group.id, accountId: member.id } });
  const enter = (account: { email: string }) => app.guest().logIn(account.email);
  return {
    organizer,
    group,
    recording,
    participant,
    registration,
    viewer,
    highlight,
    stranger,
    member,
    enter,
    path: `/webinars/${recording.id}`,
  };
}

const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('the recording is at the address of the webinar: picture, moments, and the chat at its seconds', async () => {
  const { participant, enter, path, highlight } = await prepare();
  const browser = await enter(participant);
  const reply = await browser.get(path);

  expect(reply.status).toBe(200);
  expect(text(reply.text)).toContain('Разбор аварий');
  expect(reply.text).toContain(`${path}/full.m3u8`);
  expect(reply.text).toMatch(/<li id="m\d+" data-second="2\.5"><b>Анна Орлова<\/b>/);
  expect(reply.text).toContain(`${path}/highlights/${highlight.id}`);
  expect((await browser.get(`${path}/full.m3u8`)).status).toBe(200);
});

test.each([
  ['hosts', []],
  ['registered', ['participant']],
  ['group', ['participant', 'member']],
  ['everyone', ['participant', 'member', 'stranger', 'guest']],
] as const)('who may rewatch: %s', async (rewatch, who) => {
  const { recording, participant, member, stranger, organizer, highlight, enter, path } = await prepare();
  await db.webinar.update({ where: { eventId: recording.id }, data: { rewatch } });
  const browsers: Record<string, Browser> = {
    participant: await enter(participant),
    member: await enter(member),
    stranger: await enter(stranger),
    guest: app.guest(),
  };

  for (const [name, browser] of Object.entries(browsers)) {
    const isIn = (who as readonly string[]).includes(name);
    // Who was registered is told that it is over.
    const refusal = name === 'participant' ? [303, 404, 404, 404, 404] : [404, 404, 404, 404, 404];
    const statuses = [];
    for (const address of [path, `${path}/highlights/${highlight.id}`, `${path}/full.m3u8`, `${path}/reel.m3u8`, `${path}/media/1-0.m4s`]) {
      statuses.push((await browser.get(address)).status);
    }
    expect([name, ...statuses]).toEqual([name, ...(isIn ? [200, 200, 200, 200, 200] : refusal)]);
  }
  expect((await (await enter(organizer)).get(path)).status).toBe(200);
});

test('who was not there reads what was said, but not by whom', async () => {
  const { recording, path } = await prepare();
  await db.webinar.update({ where: { eventId: recording.id }, data: { rewatch: 'everyone' } });
  const reply = await app.guest().get(path);

  expect(reply.text).toContain('Вот это место!');
  expect(reply.text).not.toContain('Вера Л.');
});

test('a highlight is a playlist of its pieces that begins at its second; the reel has all of them', async () => {
  const { recording, participant, highlight, enter, path } = await prepare();
  await db.webinarHighlight.create({ data: { eventId: recording.id, start: 0, finish: 1, title: 'Начало', origin: 'host' } });
  await compactWholly(recording.id);
  const browser = await enter(participant);
  await browser.get(path);
  await expect.poll(async () => (await browser.get(`${path}/full.m3u8`)).text).toContain('BYTERANGE');
  const own = (await browser.get(`${path}/highlights/${highlight.id}/playlist.m3u8`)).text;
  const reel = (await browser.get(`${path}/reel.m3u8`)).text;

  expect(own).toContain('#EXT-X-START:TIME-OFFSET=0.420,PRECISE=YES');
  expect(own.match(/^\.\.\/\.\.\/media\/\d\.mp4$/gm)).toEqual(['1', '1', '2', '2'].map((epoch) => `../../media/${epoch}.mp4`));
  expect(reel.match(/^media\/\d\.mp4$/gm)).toHaveLength(5);
  expect(reel.match(/DISCONTINUITY$/gm)).toHaveLength(2);
  expect(reel).toContain('#EXT-X-ENDLIST');
});

test('a host adds, changes and removes highlights and chapters; a clip of other seconds goes', async () => {
  const { recording, organizer, participant, highlight, enter, path } = await prepare();
  const host = await enter(organizer);
  const edit = `${path}/highlights/${highlight.id}`;
  await host.post(`${edit}/clip`);
  await makeAskedFiles();
  expect((await host.get(`${edit}/clip.mp4`)).status).toBe(200);

  expect((await host.post(edit, { title: 'Утечка памяти', start: '0:02,5', finish: '0:05.5' })).status).toBe(303);
  expect((await host.get(`${edit}/clip.mp4`)).status).toBe(200);
  expect((await host.post(edit, { title: 'Утечка памяти', start: '3', finish: '5' })).status).toBe(303);
  expect((await host.get(`${edit}/clip.mp4`)).status).toBe(404);
  expect(await fileStore.list(`webinars/${recording.mediaKey}`)).not.toContain(`clip-${highlight.id}.mp4`);
  expect(await db.webinarHighlight.findUniqueOrThrow({ where: { id: highlight.id } })).toMatchObject({
    start: 3,
    finish: 5,
    origin: 'host',
  });

  for (const wrong of [
    { start: '5', finish: '3' },
    { start: '0', finish: '11:00' },
    { start: 'x', finish: '3' },
    { start: '1:00', finish: '1:20' },
  ]) {
    expect((await host.post(`${path}/highlights`, { title: 'Мимо', ...wrong })).status).toBe(422);
  }
  await host.post(`${path}/highlights`, { title: 'Ещё одно', start: '0', finish: '2' });
  await host.post(`${path}/chapters`, { title: 'Вступление', start: '0' });
  await host.post(`${path}/chapters`, { title: 'Начало', start: '0' });
  expect((await db.webinarChapter.findMany({ where: { eventId: recording.id } })).map(({ title }) => title)).toEqual(['Начало']);
  await host.post(`${edit}/deletion`);
  expect((await db.webinarHighlight.findMany({ where: { eventId: recording.id } })).map(({ title }) => title)).toEqual(['Ещё одно']);

  const other = await enter(participant);
  for (const address of [`${path}/highlights`, `${path}/recording`, `${path}/recording/deletion`, `${path}/captions`]) {
    expect((await other.post(address, { title: 'Чужое', start: '0', finish: '2' })).status).toBe(404);
  }
  expect((await other.get(`${path}/recording`)).status).toBe(404);
});

test('a moment that is given another name keeps its seconds and its file', async () => {
  const { organizer, highlight, enter, path } = await prepare();
  const [start, finish] = [2.3001, 5.2500001];
  await db.webinarHighlight.update({ where: { id: highlight.id }, data: { start, finish, clipState: 'ready', clipBytes: 1 } });
  const host = await enter(organizer);
  const form = (await host.get(`${path}/highlights/${highlight.id}/edit`)).text;
  const typed = (name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(form)![1]!;
  expect([typed('start'), typed('finish')]).toEqual(['00:00:02.3', '00:00:05.25']);
  await host.post(`${path}/highlights/${highlight.id}`, { title: 'Точнее', start: typed('start'), finish: typed('finish') });

  expect(await db.webinarHighlight.findUniqueOrThrow({ where: { id: highlight.id } })).toMatchObject({
    ...{ title: 'Точнее', start, finish, origin: 'host', clipState: 'ready' },
  });
});

test('the whole mp4 is for hosts, and for viewers where it is allowed; a download that broke off goes on', async () => {
  const { recording, organizer, participant, enter, path } = await prepare();
  const [host, viewer] = [await enter(organizer), await enter(participant)];
  await host.post(`${path}/recording/file`);
  await makeAskedFiles();

  expect((await viewer.get(`${path}/recording.mp4`)).status).toBe(404);
  await host.post(`${path}/recording`, { rewatch: 'registered', viewers_may_download: 'on', retention_days: '30' });
  const reply = await viewer.get(`${path}/recording.mp4`);
  expect((await probe(reply.body as Buffer)).seconds).toBeCloseTo(7.17, 1);
  const rest = await viewer.get(`${path}/recording.mp4`, { range: 'bytes=1000-' });
  expect(rest.status).toBe(206);
  expect((rest.body as Buffer).equals((reply.body as Buffer).subarray(1000))).toBe(true);
  expect((await host.get(`${path}/recording`)).text).toContain('хранится до');
  expect((await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).retentionDays).toBe(30);
});

test('captions are WebVTT, for those who watch', async () => {
  const { organizer, participant, enter, path } = await prepare();
  const host = await enter(organizer);
  const send = (body: string | Buffer<ArrayBuffer> | null, name = 'captions') =>
    host.upload(
      `${path}/captions`,
      { language: 'ru' },
      body === null ? null : new File([body], 'captions.vtt', { type: 'text/vtt' }),
      name,
    );

  for (const [body, fault] of [
    [null, 'Выберите файл .vtt'],
    ['<script>alert(1)</script>', 'Это не WebVTT'],
    [Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nПривет\n', 'utf16le'), 'Файл не в UTF-8'],
    ['WEBVTT\n\nПривет\n', 'нет ни одной реплики'],
    [`WEBVTT\n\n${' '.repeat(2 * 1024 * 1024)}`, 'Файл больше 2 МБ'],
    [' '.repeat(9 * 1024 * 1024), 'Файл больше 2 МБ'],
  ] as const) {
    const reply = await send(body);
    expect([reply.status, text(reply.text).includes(fault)], fault).toEqual([422, true]);
    expect(reply.text).toContain('id="captions-error"');
  }
  const captions = 'WEBVTT\n\n00:01.000 --> 00:02.000\nПривет\n';
  expect((await send(captions, 'picture')).status).toBe(422);
  expect((await send(captions)).status).toBe(303);
  const viewer = await enter(participant);
  expect((await viewer.get(path)).text).toContain(`${path}/captions/ru.vtt`);
  const reply = await viewer.get(`${path}/captions/ru.vtt`);
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/vtt; charset=utf-8']);
  expect((await app.guest().get(`${path}/captions/ru.vtt`)).status).toBe(404);
  await host.post(`${path}/captions/ru/deletion`);
  expect((await viewer.get(`${path}/captions/ru.vtt`)).status).toBe(404);
});

test('a deleted recording is gone with its files, what was said stays', async () => {
  const { recording, organizer, participant, enter, path } = await prepare();
  const host = await enter(organizer);
  expect((await host.get(`${path}/recording/deletion`)).status).toBe(200);
  expect((await host.post(`${path}/recording/deletion`)).status).toBe(303);

  expect(await fileStore.list(`webinars/${recording.mediaKey}`)).toEqual([]);
  const reply = await (await enter(participant)).get(path);
  expect([reply.status, text(reply.text).includes('Записи нет')]).toEqual([200, true]);
  expect(text(reply.text)).toContain('19:00 Вот это место!');
  expect(await db.webinarMessage.count({ where: { eventId: recording.id } })).toBe(1);
  expect(Number((await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).bytes)).toBe(0);
  expect((await host.post(`${path}/recording`, { rewatch: 'registered', viewers_may_download: 'on' })).status).toBe(303);
  const bytes = Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nПривет\n');
  await expect(saveCaptions(recording.id, 'ru', { bytes, size: bytes.length })).rejects.toThrow('no_recording');
});

test('a recording goes when its days are over, and so do files of webinars that are no more', async () => {
  const { recording } = await prepare();
  const other = await createRecording();
  await db.webinar.update({ where: { eventId: recording.id }, data: { retentionDays: 30 } });
  const { endedAt } = await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } });
  const after = (days: number) => new Date(endedAt!.getTime() + days * 86_400_000);
  await fileStore.put('webinars/00000000-0000-4000-8000-000000000000/1.mp4', Buffer.from('nobody'));

  await cleanUpRecordings(after(29.9));
  expect(await fileStore.list(`webinars/${recording.mediaKey}`)).not.toEqual([]);
  await cleanUpRecordings(after(30.1));
  expect(await fileStore.list(`webinars/${recording.mediaKey}`)).toEqual([]);
  expect(await fileStore.list(`webinars/${other.mediaKey}`)).not.toEqual([]);
  expect(await fileStore.list('webinars')).not.toContain('00000000-0000-4000-8000-000000000000');
});

test('what a room was told goes a day after the end, what was said in it stays', async () => {
  const { recording, viewer } = await prepare();
  const told = () => db.webinarLogEntry.count({ where: { eventId: recording.id } });
  await askQuestion(recording.id, viewer.id, 'Где почитать?');
  const { endedAt } = await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } });
  const after = (hours: number) => new Date(endedAt!.getTime() + hours * 3_600_000);

  await cleanUpRecordings(after(23));
  expect(await told()).toBeGreaterThan(0);
  await cleanUpRecordings(after(25));
  expect(await told()).toBe(0);
  expect(await db.webinarQuestion.count({ where: { eventId: recording.id } })).toBe(2);
});

test('once it is over, open questions are asked in the group, and those who were registered are told, once', async () => {
  const { recording, group, registration } = await prepare();
  for (let turn = 0; turn < 3; turn += 1) await finishRecordings();

  const discussions = await db.discussion.findMany({ where: { groupId: group.id }, include: { posts: true } });
  expect(discussions.map(({ title }) => title)).toEqual(['Вопросы после вебинара «Разбор аварий»']);
  expect(discussions[0]!.posts[0]!.body).toContain('- Что с лимитами памяти?');
  const mails = await db.mail.findMany({ where: { kind: 'webinar-recording', eventId: recording.id } });
  expect(mails.map(({ registrationId }) => registrationId)).toEqual([registration.id]);
  const content = await recordingContent(mails[0] as never, { t: translator('ru'), locale: 'ru', fmt: formatter('ru') });
  expect(content).toMatchObject({ values: { url: `http://localhost:3000/r/${registration.token}/webinar` } });
  await db.webinar.update({ where: { eventId: recording.id }, data: { rewatch: 'hosts' } });
  expect(await recordingContent(mails[0] as never, { t: translator('ru'), locale: 'ru', fmt: formatter('ru') })).toBeNull();
  expect(await db.webinar.findUniqueOrThrow({ where: { eventId: recording.id } })).toMatchObject({
    highlightsAt: expect.any(Date) as Date,
    compactedAt: expect.any(Date) as Date,
  });
});

test('nobody is told who cancelled, was sent away, or has switched such mails off; who has an account can stop them by the mail', async () => {
  const { recording, registration, viewer } = await prepare();
  const eventId = recording.id;
  const [cancelled, quiet] = [await createAccount(), await createAccount()];
  const { id: cancelledId } = await createOwnRegistration(cancelled.id, { eventId });
  await db.registration.update({ where: { id: cancelledId }, data: { status: 'cancelled' } });
  await createOwnRegistration(quiet.id, { eventId });
  await db.newsSetting.create({ data: { accountId: quiet.id, kind: 'recordings', byMail: false } });
  await finishRecordings();

  const mails = await db.mail.findMany({ where: { kind: 'webinar-recording', eventId } });
  expect(mails.map(({ registrationId }) => registrationId)).toEqual([registration.id]);
  const content = await recordingContent(mails[0] as never, { t: translator('ru'), locale: 'ru', fmt: formatter('ru') });
  expect(content!.headers!['List-Unsubscribe']).toMatch(/\/stop\/[0-9a-f-]{36}\/recordings>$/);

  const other = await prepare();
  await db.webinarViewer.update({ where: { id: other.viewer.id }, data: { removedAt: new Date() } });
  await finishRecordings();
  expect(await db.mail.count({ where: { kind: 'webinar-recording', eventId: other.recording.id } })).toBe(0);
  expect(viewer.id).not.toBe(other.viewer.id);
});

test('an open question is asked as it was typed: what it links to is not hidden behind words of the organizer', async () => {
  const { recording, group, viewer } = await prepare();
  const body = 'Как [скачать](https://evil.example) *это*?';
  await db.webinarQuestion.create({ data: { eventId: recording.id, viewerId: viewer.id, body } });
  await finishRecordings();

  const { posts } = await db.discussion.findFirstOrThrow({ where: { groupId: group.id }, include: { posts: true } });
  expect(proseOf(posts[0]!.body)).toContain('[скачать](');
  expect(proseOf(posts[0]!.body)).not.toContain('<em>');
  expect(proseOf(posts[0]!.body)).not.toContain('>скачать</a>');
});

test('more open questions than a post holds are asked as far as they fit, those with most votes first', async () => {
  const { recording, group, viewer } = await prepare();
  const eventId = recording.id;
  await db.webinarQuestion.createMany({
    data: Array.from({ length: 60 }, (_, index) => ({
      eventId,
      viewerId: viewer.id,
      votes: index,
      body: `${index} ${'почему '.repeat(65)}`,
    })),
  });
  await finishRecordings();

  const { posts } = await db.discussion.findFirstOrThrow({ where: { groupId: group.id }, include: { posts: true } });
  expect(posts[0]!.body).toContain('- 59 почему');
  expect(posts[0]!.body.length).toBeLessThanOrEqual(10_000);
});
