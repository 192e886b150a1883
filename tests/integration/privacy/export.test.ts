import { beforeAll, describe, expect, test } from 'vitest';
import { fileStore } from '../../../src/adapters/file-store.ts';
import { db } from '../../../src/db.ts';
import { savePicture } from '../../../src/services/media/save.ts';
import { cleanUpPrivacy } from '../../../src/services/privacy/clean-up.ts';
import { requestExport } from '../../../src/services/privacy/exports.ts';
import { makeDataExports } from '../../../src/services/privacy/make-exports.ts';
import { startApp } from '../../support/app.ts';
import type { TestApp } from '../../support/app.ts';
import {
  addMember,
  createAccount,
  createAttendance,
  createDiscussion,
  createEvent,
  createEventRating,
  createExpense,
  createGroup,
  createOwnRegistration,
  createParticipantRating,
  createProfile,
  createSavedReport,
  createVisitor,
  inHours,
  mailsTo,
} from '../../support/factories.ts';
import { picture } from '../../support/pictures.ts';
import { unzip } from '../../support/zip.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const DAY_MS = 86_400_000;
const exportsOf = (accountId: number) => db.dataExport.findMany({ where: { accountId }, orderBy: { id: 'asc' } });

async function archiveOf(accountId: number): Promise<Map<string, Buffer>> {
  await requestExport(accountId);
  await makeDataExports();
  const [made] = await exportsOf(accountId);
  const file = await fileStore.find(made!.fileKey!);
  const parts: Buffer[] = [];
  for await (const part of file!.stream()) parts.push(part as Buffer);
  return unzip(Buffer.concat(parts));
}
const json = (files: Map<string, Buffer>, name: string) => JSON.parse(files.get(`${name}.json`)!.toString()) as never;

describe('asking for an archive', () => {
  test('makes one in the background, tells by mail and on the site, and offers it for seven days', async () => {
    const account = await createAccount();
    const browser = await app.guest().logIn(account.email);
    expect((await browser.get('/account/data')).text).toContain('Собрать архив');

    const asked = await browser.post('/account/exports');
    expect([asked.status, asked.headers['location']]).toEqual([303, '/account/data']);
    const waiting = (await browser.get('/account/data')).text;
    expect(waiting).toContain('Архив собирается');
    expect(waiting).not.toContain('action="/account/exports"');

    await makeDataExports();

    const [made] = await exportsOf(account.id);
    expect(made).toMatchObject({ state: 'ready' });
    expect(made!.expiresAt!.getTime() - made!.readyAt!.getTime()).toBe(7 * DAY_MS);
    expect(await mailsTo(account.email)).toEqual(['export-ready']);
    expect(await db.notification.findMany({ where: { accountId: account.id } })).toMatchObject([
      { kind: 'export-ready', link: '/account/data' },
    ]);
    expect((await browser.get('/account/data')).text).toContain(`href="/account/data/${made!.id}.zip"`);

    const file = await browser.get(`/account/data/${made!.id}.zip`);
    expect(file.status).toBe(200);
    expect(file.headers).toMatchObject({ 'content-type': 'application/zip', 'content-length': String(made!.bytes) });
    expect(file.headers['cache-control']).toContain('no-store');
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="tochka-sbora-\d{4}-\d\d-\d\d\.zip"/);
  });

  test('twice, even at the same moment, makes one', async () => {
    const { id } = await createAccount();
    await Promise.all([requestExport(id), requestExport(id), requestExport(id)]);
    await Promise.all([makeDataExports(), makeDataExports()]);
    expect(await exportsOf(id)).toHaveLength(1);
    expect((await exportsOf(id))[0]!.state).toBe('ready');
  });

  test('anew takes the place of the older one', async () => {
    const { id } = await createAccount();
    await archiveOf(id);
    const [older] = await exportsOf(id);
    await requestExport(id);
    await makeDataExports();
    expect((await exportsOf(id)).map((one) => one.id)).not.toContain(older!.id);
    expect(await fileStore.find(older!.fileKey!)).toBeNull();
  });

  test('nobody else gets it, and after seven days nobody does', async () => {
    const account = await createAccount();
    await archiveOf(account.id);
    const [made] = await exportsOf(account.id);
    const path = `/account/data/${made!.id}.zip`;
    const stranger = await app.guest().logIn((await createAccount({ role: 'admin' })).email);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await app.guest().get(path)).status).toBe(303);
    for (const id of ['0', 'x', '99999999999', '1.5']) expect((await stranger.get(`/account/data/${id}.zip`)).status, id).toBe(404);

    await db.dataExport.update({ where: { id: made!.id }, data: { expiresAt: new Date() } });
    const browser = await app.guest().logIn(account.email);
    expect((await browser.get(path)).status).toBe(404);
    expect((await browser.get('/account/data')).text).not.toContain(path);
    await cleanUpPrivacy();
    expect([await exportsOf(account.id), await fileStore.find(made!.fileKey!)]).toEqual([[], null]);
  });

  test('that fails says so, and can be asked for again', async () => {
    const account = await createAccount();
    const browser = await app.guest().logIn(account.email);
    await db.dataExport.create({ data: { accountId: account.id, state: 'failed' } });
    const page = (await browser.get('/account/data')).text;
    expect(page).toContain('Архив собрать не удалось');
    expect(page).toContain('action="/account/exports"');
  });

  test('files that no archive points to go after a day', async () => {
    await fileStore.put('exports/left.zip', Buffer.from('left'));
    await cleanUpPrivacy();
    expect(await fileStore.find('exports/left.zip')).not.toBeNull();
    await cleanUpPrivacy(new Date(Date.now() + 2 * DAY_MS));
    expect(await fileStore.find('exports/left.zip')).toBeNull();
  });
});

describe('the archive', () => {
  test('has all that the site knows of the person, and no secret', async () => {
    const account = await createAccount({ role: 'organizer', firstName: 'Анна', lastName: 'Орлова' });
    const past = await createEvent({ startAt: inHours(-9), endAt: inHours(-6), title: 'Была лекция' });
    const attended = await createOwnRegistration(account.id, { eventId: past.id, status: 'attended', billedAmount: 50_000 });
    await createEventRating({ registrationId: attended.id, stars: 5, words: '=Хорошо' });
    await createParticipantRating({ registrationId: attended.id, stars: 4, words: 'Только для организаторов' });
    const group = await createGroup({ name: 'Походы' });
    await addMember(group.id, { accountId: account.id });
    await createDiscussion({ groupId: group.id, authorId: account.id, title: 'Кто едет', body: 'Я еду' });
    await createProfile({ accountId: account.id, about: 'Люблю лес', topicIds: [1] });
    const avatarId = await savePicture(db, { accountId: account.id, purpose: 'avatar' }, await picture().png().toBuffer());
    await db.profile.update({ where: { accountId: account.id }, data: { avatarId } });
    await db.follow.create({ data: { accountId: account.id, organizerId: past.organizerId } });
    await createSavedReport({ accountId: account.id, name: 'Мой отчёт' });
    const own = await createEvent({ organizerId: account.id, title: 'Моя встреча' });
    await createExpense({ eventId: own.id, title: 'Чай' });
    const visitor = await createVisitor({ organizerId: account.id, firstName: 'Посторонний', emailAddress: 'other@example.test' });
    await createAttendance({ visitorId: visitor.id, eventId: own.id });

    const files = await archiveOf(account.id);

    expect(json(files, 'account')).toMatchObject({ email: account.email, first_name: 'Анна', consent_version: account.consentVersion });
    expect(json(files, 'profile')).toMatchObject({ about: 'Люблю лес', topics: ['music'] });
    expect(json(files, 'registrations')).toMatchObject([
      { event: 'Была лекция', status: 'attended', billed_amount: 50_000, email: account.email },
    ]);
    expect(json(files, 'ratings-given')).toMatchObject([{ event: 'Была лекция', stars: 5, words: '=Хорошо' }]);
    expect(json(files, 'ratings-received')).toMatchObject([{ event: 'Была лекция', stars: 4, presence: 'came' }]);
    expect(json(files, 'groups')).toMatchObject([{ group: 'Походы', role: 'member' }]);
    expect(json(files, 'posts')).toMatchObject([{ discussion: 'Кто едет', body: 'Я еду' }]);
    expect(json(files, 'follows')).toHaveLength(1);
    expect(json(files, 'saved-reports')).toMatchObject([{ name: 'Мой отчёт' }]);
    expect(json(files, 'events')).toMatchObject([{ title: 'Моя встреча' }]);
    expect(json(files, 'expenses')).toMatchObject([{ title: 'Чай', amount: 100_000 }]);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['README.txt', 'registrations.csv', `pictures/avatar-${avatarId}.jpg`]));
    expect(files.get(`pictures/avatar-${avatarId}.jpg`)!.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(files.get('ratings-given.csv')!.toString()).toContain("'=Хорошо");
    expect(files.get('README.txt')!.toString()).toContain('валюта: RUB');

    const all = [...files].filter(([name]) => !name.startsWith('pictures/')).map(([, body]) => body.toString());
    const { passwordHash, mailToken } = await db.account.findUniqueOrThrow({ where: { id: account.id } });
    const saved = await db.savedReport.findFirstOrThrow({ where: { accountId: account.id } });
    for (const secret of [
      passwordHash,
      mailToken,
      attended.token,
      saved.stopToken,
      'Только для организаторов',
      'Посторонний',
      'other@example.test',
    ]) {
      expect(
        all.filter((text) => text.includes(secret)),
        secret,
      ).toEqual([]);
    }
  });

  test('says nothing of ratings that are not published yet', async () => {
    const account = await createAccount();
    const attended = await createOwnRegistration(account.id, {
      eventId: (await createEvent({ startAt: inHours(-9), endAt: inHours(-6) })).id,
      status: 'attended',
    });
    await createParticipantRating({ registrationId: attended.id, stars: 1 });
    expect(json(await archiveOf(account.id), 'ratings-received')).toEqual([]);
  });

  test('has no registrations under an address that was never confirmed', async () => {
    const account = await createAccount({ emailConfirmed: false });
    await createOwnRegistration(account.id, { eventId: (await createEvent()).id });
    await db.mail.create({ data: { kind: 'registration-confirmed', recipient: account.email } });
    const files = await archiveOf(account.id);
    expect(files.has('registrations.json')).toBe(false);
    expect(json(files, 'mails')).toEqual([]);
  });
});
