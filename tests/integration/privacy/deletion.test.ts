import { beforeAll, describe, expect, test } from 'vitest';
import { fileStore } from '../../../src/adapters/file-store.ts';
import { db, pool } from '../../../src/db.ts';
import { savePicture } from '../../../src/services/media/save.ts';
import { deliverDue } from '../../../src/services/mail/deliver.ts';
import { notify } from '../../../src/services/notifications/notify.ts';
import { cleanUpPrivacy } from '../../../src/services/privacy/clean-up.ts';
import { deleteAccount } from '../../../src/services/privacy/delete-account.ts';
import { makeDataExports } from '../../../src/services/privacy/make-exports.ts';
import { requestExport } from '../../../src/services/privacy/exports.ts';
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
  createPost,
  createProfile,
  createRegistration,
  createSavedReport,
  createVisitor,
  inHours,
  mailsTo,
  PASSWORD,
} from '../../support/factories.ts';
import { picture } from '../../support/pictures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

/** In which tables a text stands, wherever in a row. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM "${name}" t WHERE t::text ILIKE $1`,
      `%${text}%`,
    );
    if (row!.n > 0) found.push(name);
  }
  return found;
}

/** Somebody else's transaction that has done this and not ended. */
async function holding(sql: string) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(sql);
  const query = (text: string) => client.query(text);
  const end = async () => {
    await client.query('COMMIT');
    client.release();
  };
  return { query, end };
}

/** Until a transaction waits for a lock of another. */
async function somebodyWaits(): Promise<void> {
  const waiting = async () => (await pool.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount;
  await expect.poll(waiting, { timeout: 5000 }).toBeGreaterThan(0);
}

const seatsOf = (eventId: number) => db.eventSeats.findUniqueOrThrow({ where: { eventId } });
const statusOf = async (id: number) => (await db.registration.findUniqueOrThrow({ where: { id } })).status;
const accountOf = (id: number) => db.account.findUniqueOrThrow({ where: { id } });

let last = 0;
async function person(given: Parameters<typeof createAccount>[0] = {}) {
  last += 1;
  const email = `leaver${last}@example.test`;
  const account = await createAccount({ email, firstName: 'Августина', lastName: `Преображенская${last}x`, ...given });
  return { ...account, browser: await app.guest().logIn(email) };
}

describe('deleting an account', () => {
  test('leaves nothing of the person in any table: only the last mail, and that too is forgotten', async () => {
    const leaver = await person();
    const past = await createEvent({ startAt: inHours(-9), endAt: inHours(-6) });
    const upcoming = await createEvent({ price: 70_000 });
    const attended = await createOwnRegistration(leaver.id, { eventId: past.id, status: 'attended', billedAmount: 50_000 });
    await createOwnRegistration(leaver.id, { eventId: upcoming.id, billedAmount: 70_000 });
    await createEventRating({ registrationId: attended.id, words: 'Хорошо' });
    await createParticipantRating({ registrationId: attended.id, words: 'Преображенская опоздала' });
    const group = await createGroup();
    await addMember(group.id, { accountId: leaver.id });
    const discussion = await createDiscussion({ groupId: group.id, authorId: leaver.id, title: 'Кто едет' });
    const post = await createPost(discussion.id, { authorId: leaver.id, body: 'Беру два места' });
    const closed = await createGroup({ joinPolicy: 'request' });
    await db.groupRequest.create({ data: { groupId: closed.id, accountId: leaver.id, words: 'Пустите' } });
    const other = await createAccount();
    const name = `${leaver.firstName} ${leaver.lastName}`;
    await notify(db, { accountIds: [other.id], kind: 'reply', payload: { name }, link: `/posts/${post.id}` });
    await notify(db, {
      accountIds: [other.id],
      kind: 'group-request',
      payload: { name, group: closed.name, accountId: leaver.id },
      link: `/groups/${closed.slug}/requests`,
    });
    const { posts } = await createDiscussion({ groupId: group.id });
    await db.complaint.create({
      data: { postId: posts[0]!.id, reporterId: leaver.id, reason: 'abuse', note: `Пишет про ${leaver.lastName}` },
    });
    await notify(db, { accountIds: [leaver.id], kind: 'reply', payload: { name: 'Другой' }, link: `/posts/${post.id}` });
    await createProfile({ accountId: leaver.id, shownName: name, about: `Я ${leaver.lastName}`, topicIds: [1] });
    const avatarId = await savePicture(db, { accountId: leaver.id, purpose: 'avatar' }, await picture().png().toBuffer());
    await db.profile.update({ where: { accountId: leaver.id }, data: { avatarId } });
    await db.follow.create({ data: { accountId: leaver.id, organizerId: past.organizerId } });
    await createSavedReport({ accountId: leaver.id, name: `Отчёт ${leaver.lastName}` });
    await db.mail.create({
      data: { kind: 'registration-confirmed', recipient: leaver.email, state: 'sent', sentAt: new Date(), registrationId: attended.id },
    });
    await requestExport(leaver.id);
    await makeDataExports();
    expect((await tablesWith(leaver.lastName)).length).toBeGreaterThan(4);

    const reply = await leaver.browser.post('/account/deletion', { current_password: PASSWORD });
    expect([reply.status, reply.headers['location']]).toEqual([303, '/']);

    expect(await tablesWith(leaver.lastName)).toEqual([]);
    expect(await tablesWith('Преображенская опоздала')).toEqual([]);
    expect(await tablesWith('Августина')).toEqual(['mails']);
    expect(await tablesWith(leaver.email)).toEqual(['mails']);
    expect(await mailsTo(leaver.email)).toEqual(['account-deleted']);
    expect([await fileStore.list(`pictures/${avatarId}`), await fileStore.list('exports')]).toEqual([[], []]);
    for (const table of [
      'profile',
      'follow',
      'savedReport',
      'dataExport',
      'groupMember',
      'groupRequest',
      'accountTopic',
      'notification',
    ] as const) {
      expect(await (db[table] as unknown as typeof db.profile).count({ where: { accountId: leaver.id } }), table).toBe(0);
    }

    await db.mail.updateMany({ where: { kind: 'account-deleted' }, data: { state: 'sent', sentAt: new Date() } });
    await cleanUpPrivacy();
    expect([await tablesWith(leaver.email), await tablesWith('Августина')]).toEqual([[], []]);
  });

  test('keeps the money, the seat that was used and the review, without a name', async () => {
    const leaver = await person();
    const past = await createEvent({ startAt: inHours(-9), endAt: inHours(-6) });
    const attended = await createOwnRegistration(leaver.id, { eventId: past.id, status: 'attended', billedAmount: 50_000 });
    const review = await createEventRating({ registrationId: attended.id, stars: 5, words: 'Очень хорошо', publishedAt: new Date() });

    await deleteAccount(leaver.id, PASSWORD);

    const kept = await db.registration.findUniqueOrThrow({ where: { id: attended.id }, include: { visitor: true } });
    expect(kept).toMatchObject({ status: 'attended', billedAmount: 50_000, visitor: { firstName: '', lastName: '', phoneNumber: null } });
    expect(kept.visitor.emailAddress).toBe(`visitor-${kept.visitorId}@deleted.invalid`);
    expect(kept.token).not.toBe(attended.token);
    expect(await db.eventRating.findUniqueOrThrow({ where: { id: review.id } })).toMatchObject({ stars: 5, words: 'Очень хорошо' });
    expect((await app.guest().get(`/r/${attended.token}`)).status).toBe(404);
    expect((await app.guest().get(`/events/${past.id}`)).text).toContain('Очень хорошо');
  });

  test('frees the seats of what is to come for those who wait', async () => {
    const leaver = await person();
    const event = await createEvent({ visitorLimit: 1 });
    const mine = await createOwnRegistration(leaver.id, { eventId: event.id });
    const next = await createRegistration({ eventId: event.id, status: 'waitlisted' });

    await deleteAccount(leaver.id, PASSWORD);

    expect([await statusOf(mine.id), await statusOf(next.id)]).toEqual(['cancelled', 'registered']);
    expect(await seatsOf(event.id)).toMatchObject({ seatsTaken: 1 });
    expect(await db.registration.findUniqueOrThrow({ where: { id: mine.id } })).toMatchObject({ cancelledBy: 'visitor' });
    expect(await mailsTo(leaver.email)).toEqual(['account-deleted']);
  });

  test('ends it everywhere: sessions, log-in, links of mails; the address is free again', async () => {
    const leaver = await person();
    const other = await app.guest().logIn(leaver.email);
    await other.post('/password/forgot', { email: leaver.email });

    const gone = await leaver.browser.post('/account/deletion', { current_password: PASSWORD });

    expect((await leaver.browser.follow(gone)).text).toContain('Аккаунт удалён. Последнее письмо');
    for (const browser of [leaver.browser, other]) expect((await browser.get('/account')).headers['location']).toMatch(/^\/login/);
    expect((await app.guest().post('/login', { email: leaver.email, password: PASSWORD })).status).toBe(422);
    for (const password of [PASSWORD, '-', '']) {
      expect((await app.guest().post('/login', { email: `deleted-${leaver.id}@deleted.invalid`, password })).status).not.toBe(303);
    }
    await app.guest().post('/password/forgot', { email: leaver.email });
    expect(await mailsTo(leaver.email)).toEqual(['account-deleted']);

    const anew = {
      first_name: 'Анна',
      last_name: 'Новая',
      email: leaver.email,
      password: 'a long password',
      role: 'participant',
      consent: 'on',
    };
    expect((await app.guest().post('/signup', anew)).status).toBe(303);
    expect((await db.account.findFirstOrThrow({ where: { email: leaver.email } })).id).not.toBe(leaver.id);
    expect((await app.guest().post('/signup', { ...anew, email: 'deleted-1@deleted.invalid' })).status).toBe(422);
  });

  test('does not touch registrations under an address that was never confirmed: they may be somebody else’s', async () => {
    const leaver = await person({ emailConfirmed: false });
    const event = await createEvent();
    const theirs = await createOwnRegistration(leaver.id, { eventId: event.id });
    await db.mail.create({ data: { kind: 'registration-confirmed', recipient: leaver.email, registrationId: theirs.id } });

    expect((await leaver.browser.get('/account/deletion')).text).toContain('Регистрации останутся: адрес почты не подтверждён');
    await deleteAccount(leaver.id, PASSWORD);

    expect(await statusOf(theirs.id)).toBe('registered');
    expect(await db.visitor.count({ where: { emailAddress: leaver.email } })).toBe(1);
    expect(await mailsTo(leaver.email)).toEqual(['registration-confirmed', 'account-deleted']);
  });

  test('wants the password', async () => {
    const leaver = await person();
    for (const [password, words] of [
      ['wrong password', 'Пароль не подходит'],
      ['', 'Введите текущий пароль'],
    ] as const) {
      const reply = await leaver.browser.post('/account/deletion', { current_password: password });
      expect([reply.status, reply.text.includes('href="#current_password"')]).toEqual([422, true]);
      void words;
    }
    expect((await accountOf(leaver.id)).deletedAt).toBeNull();
  });

  test('done twice at once happens once', async () => {
    const leaver = await person();
    const both = await Promise.allSettled([deleteAccount(leaver.id, PASSWORD), deleteAccount(leaver.id, PASSWORD)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await mailsTo(leaver.email)).toEqual(['account-deleted']);
  });

  test('does not stand in the way of whoever has the seats it waits for and tells the person something', async () => {
    const leaver = await person();
    const event = await createEvent();
    await createOwnRegistration(leaver.id, { eventId: event.id });
    const other = await holding(`SELECT 1 FROM event_seats WHERE event_id = ${event.id} FOR UPDATE`);
    const leaving = deleteAccount(leaver.id, PASSWORD);
    await somebodyWaits();

    await other.query(`SET LOCAL lock_timeout = '2s'`);
    await other.query(`INSERT INTO notifications (account_id, kind, link) VALUES (${leaver.id}, 'seat-promoted', '/registrations/1')`);
    await other.end();

    await leaving;
    expect(await db.notification.count({ where: { accountId: leaver.id } })).toBe(0);
  });

  test('is put off in words when the only other leader of a group has left a moment before', async () => {
    const leaver = await person({ role: 'organizer' });
    const group = await createGroup({ leaderId: leaver.id });
    await addMember(group.id);
    const { id: secondId } = await addMember(group.id, { role: 'leader' });
    const other = await holding(`DELETE FROM group_members WHERE group_id = ${group.id} AND account_id = ${secondId}`);
    const leaving = deleteAccount(leaver.id, PASSWORD).catch((error: unknown) => error);
    await somebodyWaits();

    await other.end();

    expect(await leaving).toMatchObject({ code: 'deletion_blocked' });
    expect((await accountOf(leaver.id)).deletedAt).toBeNull();
  });

  test('while an archive is being made leaves none of it', async () => {
    const leaver = await person();
    await requestExport(leaver.id);
    await Promise.all([makeDataExports(), deleteAccount(leaver.id, PASSWORD)]);
    expect(await db.dataExport.count({ where: { accountId: leaver.id } })).toBe(0);
    expect(await fileStore.list('exports')).toEqual([]);
    expect(await tablesWith(leaver.email)).toEqual(['mails']);
    expect(await mailsTo(leaver.email)).toEqual(['account-deleted']);
  });
});

test('nothing is mailed any more to somebody who has left', async () => {
  const leaver = await person();
  const attended = await createOwnRegistration(leaver.id, {
    eventId: (await createEvent({ startAt: inHours(-9), endAt: inHours(-6) })).id,
    status: 'attended',
    billedAmount: 50_000,
    refundAmount: 50_000,
  });
  await deleteAccount(leaver.id, PASSWORD);
  const { emailAddress } = await db.visitor.findUniqueOrThrow({ where: { id: attended.visitorId } });
  const mail = await db.mail.create({ data: { kind: 'registration-refunded', recipient: emailAddress, registrationId: attended.id } });

  await deliverDue();

  expect(await db.mail.findUniqueOrThrow({ where: { id: mail.id } })).toMatchObject({ state: 'failed', error: 'outdated' });
});

describe('in a group', () => {
  test('posts keep their words under «Удалённый профиль», and the count of members is right', async () => {
    const leaver = await person();
    const group = await createGroup();
    await addMember(group.id, { accountId: leaver.id });
    const discussion = await createDiscussion({ groupId: group.id, authorId: leaver.id, body: 'Слова остаются' });

    await deleteAccount(leaver.id, PASSWORD);

    const page = await app.guest().get(`/discussions/${discussion.id}`);
    expect(page.text).toContain('Слова остаются');
    expect(page.text).not.toContain(leaver.lastName);
    expect((await db.group.findUniqueOrThrow({ where: { id: group.id } })).memberCount).toBe(1);
    expect((await app.get(`/people/${leaver.id}`)).status).toBe(404);
  });

  test('the only leader of others hands over first', async () => {
    const leaver = await person({ role: 'organizer' });
    const group = await createGroup({ leaderId: leaver.id, name: 'Походы' });
    const member = await addMember(group.id);

    const page = await leaver.browser.get('/account/deletion');
    expect(page.text).toContain('В группе «Походы» вы единственный руководитель');
    expect(page.text).not.toContain('action="/account/deletion"');
    expect((await leaver.browser.post('/account/deletion', { current_password: PASSWORD })).status).toBe(409);
    expect((await accountOf(leaver.id)).deletedAt).toBeNull();

    await db.groupMember.update({ where: { groupId_accountId: { groupId: group.id, accountId: member.id } }, data: { role: 'leader' } });
    await deleteAccount(leaver.id, PASSWORD);
    expect(await db.groupMember.findMany({ where: { groupId: group.id } })).toMatchObject([{ accountId: member.id }]);
  });

  test('with nobody else in it, it goes; with discussions on it, it is closed', async () => {
    const leaver = await person({ role: 'organizer' });
    const [empty, talked, archived] = [
      await createGroup({ leaderId: leaver.id }),
      await createGroup({ leaderId: leaver.id }),
      await createGroup({ leaderId: leaver.id, archivedAt: new Date() }),
    ];
    await createDiscussion({ groupId: talked.id, authorId: leaver.id });
    await addMember(archived.id);

    await deleteAccount(leaver.id, PASSWORD);

    expect(await db.group.findUnique({ where: { id: empty.id } })).toBeNull();
    expect((await db.group.findUniqueOrThrow({ where: { id: talked.id } })).archivedAt).not.toBeNull();
    expect(await db.groupMember.count({ where: { groupId: archived.id } })).toBe(2);
  });
});

describe('an organizer who leaves', () => {
  test('cancels what is to come first', async () => {
    const leaver = await person({ role: 'organizer' });
    const event = await createEvent({ organizerId: leaver.id, title: 'Лекция впереди' });

    const page = await leaver.browser.get('/account/deletion');
    expect(page.text).toContain('Мероприятие «Лекция впереди» ещё впереди');
    expect(page.text).toContain(`href="/events/${event.id}/cancellation"`);
    await expect(deleteAccount(leaver.id, PASSWORD)).rejects.toMatchObject({ code: 'deletion_blocked' });
  });

  test('takes the data of their visitors away; events and money stay, drafts go', async () => {
    const leaver = await person({ role: 'organizer' });
    const past = await createEvent({ organizerId: leaver.id, startAt: inHours(-9), endAt: inHours(-6), title: 'Лекция была' });
    const draft = await createEvent({ organizerId: leaver.id, status: 'draft' });
    const spent = await createEvent({ organizerId: leaver.id, status: 'draft' });
    await createExpense({ eventId: spent.id });
    const visitor = await createVisitor({ organizerId: leaver.id, firstName: 'Иннокентий', emailAddress: 'innokenty@example.test' });
    const registration = await createAttendance({ eventId: past.id, visitorId: visitor.id, billedAmount: 30_000 });
    await createParticipantRating({ registrationId: registration.id, words: 'Иннокентий пришёл раньше всех' });
    const about = { registrationId: registration.id, eventId: past.id, recipient: visitor.emailAddress };
    await db.mail.create({ data: { kind: 'registration-confirmed', ...about, state: 'sent', sentAt: new Date() } });
    await db.registration.update({ where: { id: registration.id }, data: { refundAmount: 100, refundedAt: new Date() } });
    await db.mail.create({ data: { kind: 'registration-refunded', ...about } });
    await createVisitor({ emailAddress: 'innokenty@example.test', firstName: 'У другого' });

    await deleteAccount(leaver.id, PASSWORD);

    expect(await tablesWith('Иннокентий')).toEqual([]);
    expect(await tablesWith('innokenty@example.test')).toEqual(['mails', 'visitors']);
    expect(await db.registration.findUniqueOrThrow({ where: { id: registration.id } })).toMatchObject({ billedAmount: 30_000 });
    expect(await db.event.findMany({ where: { organizerId: leaver.id }, orderBy: { id: 'asc' } })).toMatchObject([
      { id: past.id },
      { id: spent.id },
    ]);
    expect(draft.id).toBeGreaterThan(0);
    const page = await app.guest().get(`/events/${past.id}`);
    expect(page.text).toContain('Лекция была');
    expect(page.text).not.toContain(leaver.lastName);

    for (const path of [
      `/events/${past.id}.ics`,
      `/r/${registration.token}`,
      `/r/${registration.token}/event.ics`,
      `/r/${registration.token}/rating`,
    ]) {
      const reply = await app.guest().get(path);
      expect([path, reply.status]).toEqual([path, 200]);
    }

    await deliverDue();
    const [onItsWay] = await db.mail.findMany({ where: { recipient: visitor.emailAddress } });
    expect(onItsWay).toMatchObject({ kind: 'registration-refunded', state: 'sent' });

    await db.mail.updateMany({ where: { recipient: visitor.emailAddress }, data: { state: 'sent', sentAt: new Date() } });
    await cleanUpPrivacy();
    expect(await tablesWith('innokenty@example.test')).toEqual(['visitors']);
  });
});

describe('admins', () => {
  test('the last one cannot leave, and of two at the same moment one stays', async () => {
    const [first, second] = [await person({ role: 'admin' }), await person({ role: 'admin' })];
    const both = await Promise.allSettled([deleteAccount(first.id, PASSWORD), deleteAccount(second.id, PASSWORD)]);

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await db.account.count({ where: { role: 'admin', deletedAt: null } })).toBe(1);
    const left = (await accountOf(first.id)).deletedAt ? second : first;
    expect((await left.browser.get('/account/deletion')).text).toContain('Вы единственный администратор сервиса');
  });
});

describe('what an organizer sees of somebody who has left', () => {
  test('is «Удалённый профиль» in lists, cards and records, and never an error', async () => {
    const organizer = await createAccount({ role: 'organizer' });
    const browser = await app.guest().logIn(organizer.email);
    const leaver = await person();
    const past = await createEvent({ organizerId: organizer.id, startAt: inHours(-9), endAt: inHours(-6) });
    const upcoming = await createEvent({ organizerId: organizer.id });
    const attended = await createOwnRegistration(leaver.id, { eventId: past.id, status: 'attended', billedAmount: 50_000 });
    await createOwnRegistration(leaver.id, { eventId: upcoming.id });
    await deleteAccount(leaver.id, PASSWORD);

    const pages = ['/visitors', `/visitors/${attended.visitorId}`, `/registrations?event_id=${past.id}`, `/registrations/${attended.id}`];
    for (const path of pages) {
      const page = await browser.get(path);
      expect([page.status, page.text.includes('Удалённый профиль'), page.text.includes('@deleted.invalid')], path).toEqual([
        200,
        true,
        false,
      ]);
    }
    for (const path of [
      `/events/${past.id}/ratings`,
      `/reports?type=registrations&event_id=${past.id}`,
      '/reports/registrations.csv',
      `/visitors/${attended.visitorId}/edit`,
    ]) {
      expect((await browser.get(path)).status, path).toBeLessThan(500);
    }
  });
});

test('signing up remembers which text was agreed to', async () => {
  const { PRIVACY_VERSION } = await import('../../../src/policies/privacy.ts');
  const fields = {
    first_name: 'Анна',
    last_name: 'Новая',
    email: 'agreed@example.test',
    password: 'a long password',
    role: 'participant',
    consent: 'on',
  };
  expect((await app.guest().post('/signup', fields)).status).toBe(303);
  expect((await db.account.findFirstOrThrow({ where: { email: 'agreed@example.test' } })).consentVersion).toBe(PRIVACY_VERSION);
});
