import { describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, createOwnRegistration, createProfile, inHours } from '../support/factories.ts';
import { fileOf, jpegFile } from '../support/pictures.ts';

const app = await startApp();
const logIn = async (given: Parameters<typeof createAccount>[0] = {}) => {
  const account = await createAccount(given);
  return { ...account, browser: await app.guest().logIn(account.email) };
};

describe('who sees a profile', () => {
  const visibilities = ['everyone', 'logged_in', 'hidden'] as const;
  const readers = { guest: [200, 404, 404], 'somebody else': [200, 200, 404], oneself: [200, 200, 200], admin: [200, 200, 200] } as const;

  test.each(Object.entries(readers))('%s, of one for everyone, for logged-in people and of a hidden one', async (who, statuses) => {
    const seen = [];
    for (const visibility of visibilities) {
      const { accountId } = await createProfile({ visibility });
      const { email } = await db.account.findUniqueOrThrow({ where: { id: accountId } });
      const browser = who === 'guest' ? app.guest() : await app.guest().logIn(who === 'oneself' ? email : await emailOf(who));
      seen.push((await browser.get(`/people/${accountId}`)).status);
    }
    expect(seen).toEqual(statuses);
  });

  const emailOf = async (who: string) => (await createAccount({ role: who === 'admin' ? 'admin' : 'participant' })).email;

  test('a hidden person cannot be told from one who is not there', async () => {
    const { accountId } = await createProfile({ visibility: 'hidden' });
    const { browser } = await logIn();
    const [hidden, unknown] = [await browser.get(`/people/${accountId}`), await browser.get('/people/2147483647')];

    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll(/_csrf" value="[^"]+"|\/people\/\d+/g, '')).toBe(
      unknown.text.replaceAll(/_csrf" value="[^"]+"|\/people\/\d+/g, ''),
    );
  });

  test.each(['0', '-1', '1e3', 'abc', '99999999999', "1'"])('there is nobody at /people/%s', async (id) => {
    expect((await app.guest().get(`/people/${encodeURIComponent(id)}`)).status).toBe(404);
  });

  test('whoever has not filled in a profile is shown to logged-in people, once their address is confirmed', async () => {
    const [confirmed, unconfirmed] = [await createAccount({ firstName: 'Вера' }), await createAccount({ emailConfirmed: false })];
    const { browser } = await logIn();

    expect((await browser.get(`/people/${confirmed.id}`)).text).toContain('Вера');
    expect((await browser.get(`/people/${unconfirmed.id}`)).status).toBe(404);
    expect((await app.guest().get(`/people/${confirmed.id}`)).status).toBe(404);
  });

  test('nobody sees the page of a deleted account, though it ran events', async () => {
    const { organizerId } = await createEvent();
    await db.account.update({ where: { id: organizerId }, data: { deletedAt: new Date(), firstName: '', lastName: '' } });

    expect((await app.guest().get(`/people/${organizerId}`)).status).toBe(404);
  });

  test('an organizer who hides is shown with name and events, and nothing of the person', async () => {
    const marina = await createAccount({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
    await createProfile({
      accountId: marina.id,
      visibility: 'hidden',
      about: 'Тайное',
      city: 'Псков',
      links: ['https://secret.example.test/'],
    });
    await createEvent({ organizerId: marina.id, title: 'Джаз на крыше' });
    const { text } = await app.guest().get(`/people/${marina.id}`);

    expect(text).toContain('Марина Соколова');
    expect(text).toContain('Джаз на крыше');
    expect(text).not.toMatch(/Тайное|Псков|secret\.example/);
  });

  test('a draft makes nobody an organizer in public', async () => {
    const { organizerId } = await createEvent({ status: 'draft' });

    expect((await app.guest().get(`/people/${organizerId}`)).status).toBe(404);
  });
});

describe('the page of a person', () => {
  test('says what they say, safely', async () => {
    const { accountId } = await createProfile({
      shownName: 'Аня <b>',
      about: 'Люблю *джаз* <script>alert(1)</script>',
      links: ['https://example.org/anna'],
      topicIds: [1],
    });
    const { text } = await app.guest().get(`/people/${accountId}`);

    expect(text).toContain('Аня &lt;b&gt;');
    expect(text).toContain('<em>джаз</em>');
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('<a href="https://example.org/anna" rel="nofollow noopener ugc me">example.org/anna</a>');
    expect(text).toContain('Музыка');
    expect(text).toMatch(/с нами с \d{4} года/);
  });

  test('shows their groups to people with an account, but not closed ones', async () => {
    const { accountId } = await createProfile();
    const [open, closed] = [await createGroup({ name: 'Джаз по субботам' }), await createGroup({ name: 'Бывшая группа' })];
    for (const group of [open, closed]) await addMember(group.id, { accountId });
    await db.group.update({ where: { id: closed.id }, data: { archivedAt: new Date() } });
    const [guest, other] = [await app.guest().get(`/people/${accountId}`), await (await logIn()).browser.get(`/people/${accountId}`)];

    expect(guest.text).not.toContain('Джаз по субботам');
    expect(other.text).toContain(`href="/groups/${open.slug}"`);
    expect(other.text).not.toContain('Бывшая группа');
  });

  test('shows where they are going only if they want that, and never what is for members only', async () => {
    const accounts = [await createProfile({ showsPlans: true }), await createProfile({ showsPlans: false })];
    const group = await createGroup();
    const leader = await db.groupMember.findFirstOrThrow({ where: { groupId: group.id } });
    const open = await createEvent({ title: 'Открытая встреча' });
    const closed = await createEvent({ title: 'Только для своих', organizerId: leader.accountId, groupId: group.id, membersOnly: true });
    const past = await createEvent({ title: 'Давно прошла', startAt: inHours(-48) });
    const queued = await createEvent({ title: 'Ещё ждёт места' });
    for (const { accountId } of accounts) {
      for (const event of [open, closed, past]) await createOwnRegistration(accountId, { eventId: event.id });
      await createOwnRegistration(accountId, { eventId: queued.id, status: 'waitlisted' });
    }
    const [shows, hides] = await Promise.all(accounts.map(({ accountId }) => app.guest().get(`/people/${accountId}`)));

    expect(shows!.text).toContain('Открытая встреча');
    expect(shows!.text).not.toMatch(/Только для своих|Давно прошла|Ещё ждёт места/);
    expect(hides!.text).not.toContain('Открытая встреча');
  });

  test('of an organizer lists coming and past events; those for members only to members', async () => {
    const marina = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: marina.id });
    await createEvent({ organizerId: marina.id, title: 'Скоро будет' });
    await createEvent({ organizerId: marina.id, title: 'Уже прошло давно', startAt: inHours(-72) });
    await createEvent({ organizerId: marina.id, title: 'Для своих', groupId: group.id, membersOnly: true });
    await createEvent({ organizerId: marina.id, title: 'Черновик мой', status: 'draft' });
    const member = await logIn();
    await addMember(group.id, { accountId: member.id });
    const [guest, insider] = [await app.guest().get(`/people/${marina.id}`), await member.browser.get(`/people/${marina.id}`)];

    expect(guest.text).toContain('Скоро будет');
    expect(guest.text).toContain('Уже прошло давно');
    expect(guest.text).not.toMatch(/Для своих|Черновик мой/);
    expect(insider.text).toContain('Для своих');
  });
});

test('how reliable one is, one reads oneself, and nobody else there', async () => {
  const anna = await logIn();
  await createProfile({ accountId: anna.id });
  const past = await createEvent({ startAt: inHours(-48) });
  await createOwnRegistration(anna.id, { eventId: past.id, status: 'attended' });
  const admin = await logIn({ role: 'admin' });
  const [own, others] = [await anna.browser.get(`/people/${anna.id}`), await admin.browser.get(`/people/${anna.id}`)];

  expect(own.text).toContain('id="reliability"');
  expect(others.text).not.toContain('id="reliability"');
});

describe('the form of a profile', () => {
  const typed = {
    shown_name: 'Анна К.',
    about: 'Редактор и слушатель',
    city: 'Москва',
    links: 'https://example.org/anna\r\n\r\nhttps://example.com',
    topics: ['1', '2'],
    visibility: 'everyone',
    shows_plans: 'on',
  };

  test('keeps what was typed and shows it as others see it', async () => {
    const anna = await logIn();
    const reply = await anna.browser.post('/account/profile', typed);
    const page = await anna.browser.follow(reply);
    const { topicId } = await db.accountTopic.findFirstOrThrow({ where: { accountId: anna.id }, orderBy: { topicId: 'desc' } });

    expect(reply.headers['location']).toBe('/account/profile');
    expect(page.text).toContain('Профиль сохранён');
    expect(page.text).toContain('Так вас видят все');
    expect(topicId).toBe(2);
    expect(await db.profile.findUnique({ where: { accountId: anna.id } })).toMatchObject({
      shownName: 'Анна К.',
      links: ['https://example.org/anna', 'https://example.com'],
      visibility: 'everyone',
      showsPlans: true,
    });
  });

  test('forgets topics and plans that are not sent any more', async () => {
    const anna = await logIn();
    await anna.browser.post('/account/profile', typed);
    await anna.browser.post('/account/profile', { ...typed, topics: ['2'], shows_plans: undefined });

    expect(await db.accountTopic.findMany({ where: { accountId: anna.id } })).toEqual([{ accountId: anna.id, topicId: 2 }]);
    expect(await db.profile.findUnique({ where: { accountId: anna.id } })).toMatchObject({ showsPlans: false });
  });

  test.each([
    [{ links: 'http://example.org' }, 'links'],
    [{ links: 'javascript:alert(1)' }, 'links'],
    [{ links: 'https://user:secret@example.org' }, 'links'],
    [{ links: 'https://localhost' }, 'links'],
    [{ links: 'https://example.org/"><script> x' }, 'links'],
    [{ links: Array.from({ length: 6 }, (_, n) => `https://example.org/${n}`).join('\n') }, 'links'],
    [{ about: 'я'.repeat(2001) }, 'about'],
    [{ shown_name: 'а\u0000' }, 'shown_name'],
    [{ visibility: 'friends' }, 'visibility'],
    [{ topics: ['x'] }, 'topics'],
  ])('%j is refused at %s', async (changes, field) => {
    const anna = await logIn();
    const reply = await anna.browser.post('/account/profile', { ...typed, ...changes });

    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`id="${field}-error"`);
    expect(await db.profile.count({ where: { accountId: anna.id } })).toBe(0);
  });

  test('a topic that has gone meanwhile is left out', async () => {
    const anna = await logIn();

    expect((await anna.browser.post('/account/profile', { ...typed, topics: ['1', '2147483647'] })).status).toBe(303);
    expect(await db.accountTopic.count({ where: { accountId: anna.id } })).toBe(1);
  });
});

describe('following', () => {
  test('an organizer and a group, as often as one likes, and ending it', async () => {
    const { organizerId } = await createEvent();
    const group = await createGroup();
    const anna = await logIn();
    for (const target of [{ organizer_id: organizerId }, { organizer_id: organizerId }, { group_id: group.id }]) {
      expect((await anna.browser.post('/follows', target)).status).toBe(303);
    }
    expect(
      await db.follow.findMany({ where: { accountId: anna.id }, select: { organizerId: true, groupId: true }, orderBy: { id: 'asc' } }),
    ).toEqual([
      { organizerId, groupId: null },
      { organizerId: null, groupId: group.id },
    ]);
    expect((await anna.browser.get(`/people/${organizerId}`)).text).toContain('action="/follows/deletion"');

    for (let n = 0; n < 2; n += 1) {
      const reply = await anna.browser.post('/follows/deletion', { organizer_id: organizerId, back: `/people/${organizerId}` });
      expect(reply.headers['location']).toBe(`/people/${organizerId}`);
    }
    expect(await db.follow.count({ where: { accountId: anna.id } })).toBe(1);
  });

  test('not oneself, not somebody who runs nothing, no closed group, nothing unknown', async () => {
    const marina = await logIn({ role: 'organizer' });
    await createEvent({ organizerId: marina.id });
    const nobody = await createAccount();
    const closed = await createGroup({ archivedAt: new Date() });
    const targets = [{ organizer_id: marina.id }, { organizer_id: nobody.id }, { organizer_id: 2147483647 }, { group_id: closed.id }];

    for (const target of targets) expect((await marina.browser.post('/follows', target)).status, JSON.stringify(target)).toBe(404);
    for (const target of [{}, { organizer_id: marina.id, group_id: closed.id }, { organizer_id: 'x' }])
      expect((await marina.browser.post('/follows', target)).status, JSON.stringify(target)).toBe(400);
    expect(await db.follow.count({ where: { accountId: marina.id } })).toBe(0);
  });

  test('a guest is led to the log-in and back to the page', async () => {
    const { organizerId } = await createEvent();

    expect((await app.guest().get(`/people/${organizerId}`)).text).toContain(
      `/login?return_to=${encodeURIComponent(`/people/${organizerId}`)}`,
    );
  });
});

describe('a picture of oneself', () => {
  const typed = { shown_name: '', about: '', city: '', links: '', visibility: 'everyone' };
  const avatarOf = async (accountId: number) => (await db.profile.findUnique({ where: { accountId } }))?.avatarId ?? null;

  test('is shown on the page and in the header, and goes when one wants it gone', async () => {
    const anna = await logIn();
    expect((await anna.browser.upload('/account/profile', typed, await jpegFile())).status).toBe(303);
    const id = await avatarOf(anna.id);
    const src = `src="/media/${id}/256.jpg"`;

    expect((await app.guest().get(`/people/${anna.id}`)).text).toContain(src);
    expect((await anna.browser.get('/events')).text).toContain(src);
    await anna.browser.upload('/account/profile', typed, null);
    expect(await avatarOf(anna.id)).toBe(id);
    await anna.browser.upload('/account/profile', { ...typed, remove_picture: 'on' }, null);
    expect(await avatarOf(anna.id)).toBeNull();
    expect(await db.media.count({ where: { accountId: anna.id } })).toBe(0);
  });

  test('that is none is refused at its field, and nothing of the form is kept', async () => {
    const anna = await logIn();
    const reply = await anna.browser.upload(
      '/account/profile',
      { ...typed, about: 'Останется в форме' },
      fileOf('<svg/>', 'face.jpg', 'image/jpeg'),
    );

    expect(reply.status).toBe(422);
    expect(reply.text).toContain('id="picture-error"');
    expect(reply.text).toContain('Останется в форме');
    expect(await db.profile.count({ where: { accountId: anna.id } })).toBe(0);
  });
});
