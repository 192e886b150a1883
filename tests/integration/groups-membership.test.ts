import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { banPerson } from '../../src/services/groups/bans.ts';
import { joinGroup } from '../../src/services/groups/join.ts';
import { leaveGroup } from '../../src/services/groups/leave.ts';
import { answerRequest } from '../../src/services/groups/requests.ts';
import { setRole } from '../../src/services/groups/roles.ts';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, createProfile, inHours } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

type Account = Awaited<ReturnType<typeof createAccount>>;

/** The account as a request would have it. */
const as = (account: Account) => ({ ...account, role: account.role as 'organizer', emailConfirmed: account.emailConfirmedAt !== null });

const logIn = async (given: Parameters<typeof createAccount>[0] = {}) => {
  const account = await createAccount(given);
  return { account, browser: await app.guest().logIn(account.email) };
};

/** A group whose leader is logged in. */
async function led(given: Parameters<typeof createGroup>[0] = {}) {
  const { account, browser } = await logIn({ role: 'organizer' });
  return { group: await createGroup({ ...given, leaderId: account.id }), leader: account, browser };
}

const rolesIn = async (groupId: number) =>
  Object.fromEntries((await db.groupMember.findMany({ where: { groupId } })).map(({ accountId, role }) => [accountId, role]));
const countOf = async (id: number) => (await db.group.findUniqueOrThrow({ where: { id } })).memberCount;
const noticesOf = async (accountId: number) =>
  (await db.notification.findMany({ where: { accountId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind);
const flashOf = async (browser: Browser, reply: Awaited<ReturnType<Browser['post']>>) => (await browser.follow(reply)).text;

describe('joining', () => {
  test('an open group takes anybody with a confirmed address at once, and only once', async () => {
    const { group } = await led();
    const { account, browser } = await logIn();
    await db.follow.create({ data: { accountId: account.id, groupId: group.id } });

    expect(await flashOf(browser, await browser.post(`/groups/${group.slug}/membership`))).toContain('Вы в группе');
    expect(await flashOf(browser, await browser.post(`/groups/${group.slug}/membership`))).toContain('Вы уже в группе');
    expect(await rolesIn(group.id)).toMatchObject({ [account.id]: 'member' });
    expect(await countOf(group.id)).toBe(2);
    expect(await db.follow.count({ where: { accountId: account.id } })).toBe(0);
  });

  test('an address that is not confirmed is no way in', async () => {
    const { group } = await led();
    const { browser } = await logIn({ emailConfirmed: false });

    const reply = await browser.post(`/groups/${group.slug}/membership`);
    expect([reply.status, reply.text.includes('Сначала подтвердите почту')]).toEqual([403, true]);
    expect(await countOf(group.id)).toBe(1);
  });

  test('a group by request is asked with a few words, its leaders and helpers are told, and asking again tells them nothing new', async () => {
    const { group, leader, browser: leaders } = await led({ joinPolicy: 'request' });
    const moderator = await addMember(group.id, { role: 'moderator' });
    const member = await addMember(group.id);
    const { account, browser } = await logIn({ firstName: 'Лилия', lastName: 'Хасанова' });

    expect((await browser.post(`/groups/${group.slug}/membership`)).headers['location']).toBe(`/groups/${group.slug}/request`);
    const words = 'Играю на <b>альте</b>';
    expect(await flashOf(browser, await browser.post(`/groups/${group.slug}/request`, { words }))).toContain('Заявка отправлена');
    await browser.post(`/groups/${group.slug}/request`, { words });

    expect(await noticesOf(leader.id)).toEqual(['group-request']);
    expect(await noticesOf(moderator.id)).toEqual(['group-request']);
    expect(await noticesOf(member.id)).toEqual([]);
    const page = (await leaders.get(`/groups/${group.slug}/requests`)).text;
    expect(page).toContain('Лилия Хасанова');
    expect(page).toContain('&lt;b&gt;альте');
    expect(await rolesIn(group.id)).not.toHaveProperty(String(account.id));
  });

  test('who asks is told of under the name they show', async () => {
    const { group, leader } = await led({ joinPolicy: 'request' });
    const { account, browser } = await logIn({ firstName: 'Лилия', lastName: 'Хасанова' });
    await createProfile({ accountId: account.id, shownName: 'Альт' });

    await browser.post(`/groups/${group.slug}/request`, { words: '' });

    const told = await db.notification.findFirstOrThrow({ where: { accountId: leader.id, kind: 'group-request' } });
    expect(told.payload).toEqual({ group: group.name, name: 'Альт', accountId: account.id });
  });

  test('a request can be taken back', async () => {
    const { group } = await led({ joinPolicy: 'request' });
    const { browser } = await logIn();
    await browser.post(`/groups/${group.slug}/request`, { words: '' });
    expect(await flashOf(browser, await browser.post(`/groups/${group.slug}/request/withdrawal`))).toContain('Заявка отозвана');
    expect(await db.groupRequest.count({ where: { groupId: group.id } })).toBe(0);
  });

  test('asking, taking it back and asking again is told once until it is read', async () => {
    const { group, leader } = await led({ joinPolicy: 'request' });
    const { browser } = await logIn();
    const askAgain = async () => {
      await browser.post(`/groups/${group.slug}/request`, { words: '' });
      await browser.post(`/groups/${group.slug}/request/withdrawal`);
    };
    await askAgain();
    await askAgain();
    expect(await noticesOf(leader.id)).toEqual(['group-request']);

    await db.notification.updateMany({ where: { accountId: leader.id }, data: { readAt: new Date() } });
    await askAgain();
    expect(await noticesOf(leader.id)).toEqual(['group-request', 'group-request']);
  });

  test('too many words are refused at their field', async () => {
    const { group } = await led({ joinPolicy: 'request' });
    const { browser } = await logIn();
    const reply = await browser.post(`/groups/${group.slug}/request`, { words: 'я'.repeat(501) });
    expect([reply.status, reply.text.includes('id="words-error"')]).toEqual([422, true]);
  });

  test('a closed group takes nobody, whether they join, ask or are approved', async () => {
    for (const joinPolicy of ['open', 'request'] as const) {
      const { group, browser: leaders } = await led({ joinPolicy });
      const waiting = await createAccount();
      await db.groupRequest.create({ data: { groupId: group.id, accountId: waiting.id } });
      await db.group.update({ where: { id: group.id }, data: { archivedAt: new Date() } });
      const { browser } = await logIn();

      expect((await browser.post(`/groups/${group.slug}/membership`)).status).toBe(409);
      expect((await browser.post(`/groups/${group.slug}/request`, { words: '' })).status).toBe(409);
      expect((await leaders.post(`/groups/${group.slug}/requests/${waiting.id}/approval`)).status).toBe(409);
      expect(await countOf(group.id)).toBe(1);
    }
  });
});

describe('requests', () => {
  test('who is approved is in and told, who is declined is told no more than that', async () => {
    const { group, leader, browser } = await led({ joinPolicy: 'request' });
    const [one, other] = [await createAccount(), await createAccount()];
    await db.groupRequest.createMany({ data: [one, other].map(({ id }) => ({ groupId: group.id, accountId: id })) });

    await browser.post(`/groups/${group.slug}/requests/${one.id}/approval`);
    await browser.post(`/groups/${group.slug}/requests/${other.id}/refusal`);

    expect(await rolesIn(group.id)).toEqual({ [leader.id]: 'leader', [one.id]: 'member' });
    expect(await noticesOf(one.id)).toEqual(['request-approved']);
    const [declined] = await db.notification.findMany({ where: { accountId: other.id } });
    expect(declined).toMatchObject({ kind: 'request-declined', payload: { group: group.name }, link: `/groups/${group.slug}` });
    expect(await db.groupRequest.count({ where: { groupId: group.id } })).toBe(0);
  });

  test('a request approved twice at the same moment lets in and tells once', async () => {
    const group = await createGroup({ joinPolicy: 'request' });
    const { id } = await createAccount();
    await db.groupRequest.create({ data: { groupId: group.id, accountId: id } });

    const answers = await Promise.all([true, true, true].map((isApproved) => answerRequest(group.id, id, isApproved)));

    expect(answers.toSorted()).toEqual([false, false, true]);
    expect(await noticesOf(id)).toEqual(['request-approved']);
    expect(await countOf(group.id)).toBe(2);
  });

  test('a request that was answered already says so', async () => {
    const { group, browser } = await led({ joinPolicy: 'request' });
    const { id } = await createAccount();
    expect(await flashOf(browser, await browser.post(`/groups/${group.slug}/requests/${id}/approval`))).toContain('уже ответили');
    expect(await countOf(group.id)).toBe(1);
  });
});

describe('leaving', () => {
  test('a member leaves after a page that asks; registrations stay', async () => {
    const { group } = await led();
    const { account, browser } = await logIn();
    await addMember(group.id, { accountId: account.id });

    expect((await browser.get(`/groups/${group.slug}/departure`)).text).toContain('записи на мероприятия останутся');
    await browser.post(`/groups/${group.slug}/departure`);
    expect(await rolesIn(group.id)).not.toHaveProperty(String(account.id));
    expect(await countOf(group.id)).toBe(1);
  });

  test('the last leader is told to hand the group over and stays', async () => {
    const { group, leader, browser } = await led();
    await addMember(group.id, { role: 'moderator' });

    expect((await browser.get(`/groups/${group.slug}/departure`)).text).toContain('Сначала передайте группу');
    expect((await browser.post(`/groups/${group.slug}/departure`)).status).toBe(409);
    expect(await rolesIn(group.id)).toMatchObject({ [leader.id]: 'leader' });
  });

  test('two leaders who leave at the same moment leave one of them behind', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await createAccount({ role: 'organizer' });
      const group = await createGroup({ leaderId: one.id });
      const other = await addMember(group.id, { role: 'leader' });

      const results = await Promise.allSettled([leaveGroup(group.id, one.id), leaveGroup(group.id, other.id)]);

      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(Object.values(await rolesIn(group.id))).toEqual(['leader']);
    }
  });

  test('one leaves while the other steps down: a leader remains', async () => {
    const one = await createAccount({ role: 'organizer' });
    const group = await createGroup({ leaderId: one.id });
    const other = await addMember(group.id, { role: 'leader' });

    await Promise.allSettled([leaveGroup(group.id, one.id), setRole(as(other), { groupId: group.id, personId: other.id }, 'member')]);

    expect(Object.values(await rolesIn(group.id)).filter((role) => role === 'leader')).toHaveLength(1);
  });
});

describe('roles', () => {
  test('a leader hands the group over: makes somebody a leader, who is told, and steps down', async () => {
    const { group, leader, browser } = await led();
    const heir = await addMember(group.id);

    expect((await browser.get(`/groups/${group.slug}/members/${heir.id}/role?role=leader`)).status).toBe(200);
    await browser.post(`/groups/${group.slug}/members/${heir.id}/role`, { role: 'leader' });
    await browser.post(`/groups/${group.slug}/members/${leader.id}/role`, { role: 'member' });

    expect(await rolesIn(group.id)).toEqual({ [leader.id]: 'member', [heir.id]: 'leader' });
    expect(await noticesOf(heir.id)).toEqual(['group-role']);
    expect(await noticesOf(leader.id)).toEqual([]);
  });

  test('the last leader cannot step down', async () => {
    const { group, leader, browser } = await led();
    expect((await browser.post(`/groups/${group.slug}/members/${leader.id}/role`, { role: 'member' })).status).toBe(409);
    expect(await rolesIn(group.id)).toEqual({ [leader.id]: 'leader' });
  });

  test('nobody rises by themselves, and a moderator gives no roles', async () => {
    const { group } = await led();
    const { account, browser } = await logIn();
    await addMember(group.id, { accountId: account.id, role: 'moderator' });
    const member = await addMember(group.id);

    expect((await browser.post(`/groups/${group.slug}/members/${account.id}/role`, { role: 'leader' })).status).toBe(403);
    expect((await browser.post(`/groups/${group.slug}/members/${member.id}/role`, { role: 'moderator' })).status).toBe(403);
    expect(await rolesIn(group.id)).toMatchObject({ [account.id]: 'moderator', [member.id]: 'member' });
  });

  test('a leader deposes, removes or bans no other leader, a moderator nobody but plain members; an admin whom they must', async () => {
    const { group, browser: leaders } = await led();
    const other = await addMember(group.id, { role: 'leader' });
    const moderator = await logIn();
    await addMember(group.id, { accountId: moderator.account.id, role: 'moderator' });
    const admin = await logIn({ role: 'admin' });
    const path = `/groups/${group.slug}/members/${other.id}`;
    const posts = [
      [`${path}/role`, { role: 'member' }],
      [`${path}/removal`, {}],
      [`${path}/ban`, { reason: 'Так' }],
      [`${path}/muting`, { muted: 'on' }],
    ] as const;
    for (const [address, fields] of posts) {
      expect([address, (await leaders.post(address, fields)).status]).toEqual([address, 403]);
      expect([address, (await moderator.browser.post(address, fields)).status]).toEqual([address, 403]);
    }
    expect(await rolesIn(group.id)).toMatchObject({ [other.id]: 'leader' });

    expect((await admin.browser.post(`${path}/removal`)).status).toBe(303);
    expect(await rolesIn(group.id)).not.toHaveProperty(String(other.id));
  });

  test('a moderator removes a member and keeps them from writing for a week', async () => {
    const { group } = await led();
    const moderator = await logIn();
    await addMember(group.id, { accountId: moderator.account.id, role: 'moderator' });
    const [one, other] = [await addMember(group.id), await addMember(group.id)];

    await moderator.browser.post(`/groups/${group.slug}/members/${one.id}/muting`, { muted: 'on' });
    const muted = await db.groupMember.findFirstOrThrow({ where: { groupId: group.id, accountId: one.id } });
    expect(Math.abs(muted.mutedUntil!.getTime() - inHours(7 * 24).getTime())).toBeLessThan(60_000);
    expect((await moderator.browser.get(`/groups/${group.slug}/members`)).text).toContain('Не может писать до');

    await moderator.browser.post(`/groups/${group.slug}/members/${one.id}/muting`, { muted: 'off' });
    await moderator.browser.post(`/groups/${group.slug}/members/${other.id}/removal`);
    expect(await db.groupMember.findMany({ where: { accountId: { in: [one.id, other.id] } } })).toMatchObject([
      { accountId: one.id, mutedUntil: null },
    ]);
  });

  test('who leaves while muted and comes back is muted still, and not once the mute was lifted', async () => {
    const { group, browser: leaders } = await led();
    const { account, browser } = await logIn();
    await addMember(group.id, { accountId: account.id });
    const muting = `/groups/${group.slug}/members/${account.id}/muting`;
    const comeBack = async () => {
      await browser.post(`/groups/${group.slug}/departure`);
      expect(await rolesIn(group.id)).not.toHaveProperty(String(account.id));
      await browser.post(`/groups/${group.slug}/membership`);
      return (await db.groupMember.findFirstOrThrow({ where: { groupId: group.id, accountId: account.id } })).mutedUntil;
    };

    await leaders.post(muting, { muted: 'on' });
    const { mutedUntil } = await db.groupMember.findFirstOrThrow({ where: { groupId: group.id, accountId: account.id } });
    expect(await comeBack()).toEqual(mutedUntil);
    expect(await comeBack()).toEqual(mutedUntil);

    await leaders.post(muting, { muted: 'off' });
    expect(await comeBack()).toBeNull();
    expect(await db.groupMute.count()).toBe(0);
  });

  test('a group with a muted member can be deleted', async () => {
    const { group } = await led();
    const { id } = await addMember(group.id);
    await db.groupMember.update({ where: { groupId_accountId: { groupId: group.id, accountId: id } }, data: { mutedUntil: inHours(24) } });

    await db.group.delete({ where: { id: group.id } });

    expect(await db.groupMute.count({ where: { groupId: group.id } })).toBe(0);
  });
});

describe('bans', () => {
  test('who is banned is out, is told why, cannot come back by any way, and can once the ban is lifted', async () => {
    const { group, browser: leaders } = await led();
    const { account, browser } = await logIn();
    await addMember(group.id, { accountId: account.id });

    expect((await leaders.post(`/groups/${group.slug}/members/${account.id}/ban`, { reason: '' })).status).toBe(422);
    await leaders.post(`/groups/${group.slug}/members/${account.id}/ban`, { reason: 'Реклама' });
    expect(await rolesIn(group.id)).not.toHaveProperty(String(account.id));
    expect(await db.notification.findFirst({ where: { accountId: account.id } })).toMatchObject({
      kind: 'group-ban',
      payload: { group: group.name, reason: 'Реклама' },
    });
    expect((await leaders.get(`/groups/${group.slug}/bans`)).text).toContain('Реклама');

    expect((await browser.get(`/groups/${group.slug}`)).text).toContain('Вход в группу закрыт');
    expect((await browser.post(`/groups/${group.slug}/membership`)).status).toBe(403);
    await db.group.update({ where: { id: group.id }, data: { joinPolicy: 'request' } });
    expect((await browser.get(`/groups/${group.slug}/request`)).status).toBe(403);
    expect((await browser.post(`/groups/${group.slug}/request`, { words: '' })).status).toBe(403);

    await leaders.post(`/groups/${group.slug}/bans/${account.id}/end`);
    expect((await browser.post(`/groups/${group.slug}/request`, { words: '' })).status).toBe(303);
  });

  test('somebody who joins while they are banned ends up outside', async () => {
    const leader = await createAccount({ role: 'organizer' });
    for (let round = 0; round < 5; round += 1) {
      const group = await createGroup({ leaderId: leader.id });
      const other = await addMember(group.id);
      await leaveGroup(group.id, other.id);
      await db.groupRequest.create({ data: { groupId: group.id, accountId: other.id } });

      await Promise.allSettled([
        joinGroup(as(other), group.id),
        banPerson(as(leader), { groupId: group.id, personId: other.id }, 'Так'),
        answerRequest(group.id, other.id, true),
      ]);

      expect(await db.groupBan.count({ where: { groupId: group.id } })).toBe(1);
      expect(await rolesIn(group.id)).toEqual({ [leader.id]: 'leader' });
      expect(await countOf(group.id)).toBe(1);
    }
  });

  test('nobody is banned who never had to do with the group', async () => {
    const { group, browser } = await led();
    const { id } = await createAccount();
    expect((await browser.post(`/groups/${group.slug}/members/${id}/ban`, { reason: 'Так' })).status).toBe(404);
    expect(await noticesOf(id)).toEqual([]);
  });
});

describe('the end of a group', () => {
  test('a group with members is closed: readable, its events go on, nobody waits any more; and is opened again', async () => {
    const { group, leader, browser } = await led({ joinPolicy: 'request', about: 'Слушаем джаз' });
    await addMember(group.id);
    const waiting = await createAccount();
    await db.groupRequest.create({ data: { groupId: group.id, accountId: waiting.id } });
    const event = await createEvent({ organizerId: leader.id });
    await db.event.update({ where: { id: event.id }, data: { groupId: group.id } });

    expect((await browser.get(`/groups/${group.slug}/archive`)).text).toContain('не отменяются');
    await browser.post(`/groups/${group.slug}/archive`);
    const page = (await app.guest().get(`/groups/${group.slug}`)).text;
    expect(page).toContain('Группа закрыта.');
    expect(page).toContain('Слушаем джаз');
    expect(page).not.toContain('Попроситься в группу');
    expect(await db.event.findUniqueOrThrow({ where: { id: event.id } })).toMatchObject({ status: 'published', groupId: group.id });
    expect(await noticesOf(waiting.id)).toEqual(['request-declined']);
    expect((await browser.post(`/groups/${group.slug}/settings`, { name: 'Новое', topic_id: 1, join_policy: 'open' })).status).toBe(409);

    await browser.post(`/groups/${group.slug}/reopening`);
    expect((await app.guest().get(`/groups/${group.slug}`)).text).toContain('Попроситься в группу');
  });

  test('only a group with nobody but its leader, no events and no discussions is deleted', async () => {
    const { group, leader, browser } = await led();
    const path = `/groups/${group.slug}/deletion`;
    const refused = async () => {
      const reply = await browser.post(path);
      expect([reply.status, reply.text.includes('Группу удалить нельзя')]).toEqual([409, true]);
    };
    const member = await addMember(group.id);
    await refused();
    await leaveGroup(group.id, member.id);

    const draft = await createEvent({ organizerId: leader.id, status: 'draft' });
    await db.event.update({ where: { id: draft.id }, data: { groupId: group.id } });
    await refused();
    await db.event.update({ where: { id: draft.id }, data: { groupId: null } });

    const discussion = await db.discussion.create({ data: { groupId: group.id, authorId: leader.id, title: 'Правила' } });
    await refused();
    await db.discussion.delete({ where: { id: discussion.id } });

    expect((await browser.get(path)).status).toBe(200);
    expect((await browser.post(path)).headers['location']).toBe('/groups/mine');
    expect(await db.group.count({ where: { id: group.id } })).toBe(0);
  });
});

test('the list of members is searched, filtered and turned page by page, each member once', async () => {
  const { group, leader, browser } = await led();
  await db.account.update({ where: { id: leader.id }, data: { firstName: 'Марина', lastName: 'Соколова' } });
  for (let number = 1; number <= 33; number += 1) {
    const { id } = await createAccount({ firstName: 'Участник', lastName: `Номер${number}` });
    await addMember(group.id, { accountId: id, role: number === 33 ? 'moderator' : 'member' });
  }
  const names = (html: string) => [...html.matchAll(/(Марина Соколова|Участник Номер\d+)<\/a>/g)].map(([, name]) => name!);
  const page = async (query: string) => (await browser.get(`/groups/${group.slug}/members${query}`)).text;

  const first = await page('');
  const next = /href="[^"]*members(\?[^"]+)" rel="next"/.exec(first)![1]!.replaceAll('&amp;', '&');
  const second = await page(next);
  expect(names(first).slice(0, 3)).toEqual(['Марина Соколова', 'Участник Номер33', 'Участник Номер1']);
  expect(names(first).length).toBe(30);
  expect(new Set([...names(first), ...names(second)]).size).toBe(34);

  expect(names(await page(`?q=${encodeURIComponent('номер33')}`))).toEqual(['Участник Номер33']);
  expect(names(await page('?role=leader'))).toEqual(['Марина Соколова']);
  expect((await browser.get(`/groups/${group.slug}/members?role=king`)).status).toBe(422);
  expect((await browser.get(`/groups/${group.slug}/members?after=nothing`)).status).toBe(200);
});
