import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { Browser } from '../support/app.ts';
import { addMember, createAccount, createDiscussion, createGroup, createPost, inHours } from '../support/factories.ts';

// One person writes more here than anybody would in a minute.
vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const app = await startApp();
const as = (account: { email: string }) => app.guest().logIn(account.email);

let group: Awaited<ReturnType<typeof createGroup>>;
let leader: Browser, moderator: Browser, member: Browser, outsider: Browser, guest: Browser;
let memberId: number, moderatorId: number;

beforeAll(async () => {
  const founder = await createAccount({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
  group = await createGroup({ leaderId: founder.id, name: 'Джаз по субботам', rules: 'Пишем **о музыке**.' });
  const helper = await addMember(group.id, { role: 'moderator' });
  const one = await addMember(group.id, { accountId: (await createAccount({ firstName: 'Игорь', lastName: 'Мельник' })).id });
  [memberId, moderatorId] = [one.id, helper.id];
  [leader, moderator, member, outsider] = await Promise.all([as(founder), as(helper), as(one), as(await createAccount())]);
  guest = app.guest();
});

const postsOf = (discussionId: number) => db.post.findMany({ where: { discussionId }, orderBy: { id: 'asc' } });
const noticesOf = async (accountId: number) =>
  (await db.notification.findMany({ where: { accountId }, orderBy: { id: 'asc' } })).map(({ kind, payload, link }) => ({
    kind,
    payload,
    link,
  }));

describe('a new discussion', () => {
  test('begins with a post and stands in the list', async () => {
    const reply = await member.post(`/groups/${group.slug}/discussions`, { title: 'Кто едет из Мытищ?', body: 'Еду **на машине**' });
    const shown = await guest.follow(reply);

    expect(reply.status).toBe(303);
    expect(shown.text).toContain('<h1>Кто едет из Мытищ?</h1>');
    expect(shown.text).toContain('<p>Еду <strong>на машине</strong></p>');
    expect(shown.text).toContain('Игорь Мельник');
    const list = await guest.get(`/groups/${group.slug}/discussions`);
    expect(list.text).toContain('Кто едет из Мытищ?');
    expect(list.text).toContain('Пишем <strong>о музыке</strong>.');
  });

  test('without words is asked for them, and keeps what was typed', async () => {
    const reply = await member.post(`/groups/${group.slug}/discussions`, { title: 'Название', body: ' ' });

    expect(reply.status).toBe(422);
    expect(reply.text).toContain('Напишите сообщение');
    expect(reply.text).toContain('value="Название"');
  });

  test('can be looked at before it is sent', async () => {
    const before = await db.discussion.count();
    const reply = await member.post(`/groups/${group.slug}/discussions`, { title: 'Проба', body: '*проба* <b>', preview: '1' });

    expect(reply.status).toBe(200);
    expect(reply.text).toContain('<p><em>проба</em> &lt;b&gt;</p>');
    expect(reply.text).toContain('*проба* &lt;b&gt;</textarea>');
    expect(reply.text).toContain('value="Проба"');
    expect(await db.discussion.count()).toBe(before);
  });
});

describe('the list', () => {
  test('has pinned ones first, then by the last post, in pages both ways', async () => {
    const { id: groupId, slug } = await createGroup();
    const { id: authorId } = await addMember(groupId);
    for (let n = 1; n <= 45; n += 1) await createDiscussion({ groupId, authorId, title: `Номер ${n}.`, createdAt: inHours(-n) });
    await createDiscussion({ groupId, authorId, title: 'Правила.', createdAt: inHours(-1000), pinnedAt: new Date() });
    const oldest = await db.discussion.findFirstOrThrow({ where: { title: 'Номер 45.' } });
    await createPost(oldest.id, { authorId, createdAt: inHours(0) });
    const titles = (html: string) => [...html.matchAll(/<h3><a href="\/discussions\/\d+">([^<]+)</g)].map(([, title]) => title);
    const link = (html: string, rel: string) => new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&');

    const first = (await guest.get(`/groups/${slug}/discussions`)).text;
    const second = (await guest.get(link(first, 'next')!)).text;
    const third = (await guest.get(link(second, 'next')!)).text;

    expect(titles(first).slice(0, 4)).toEqual(['Правила.', 'Номер 45.', 'Номер 1.', 'Номер 2.']);
    expect(new Set([first, second, third].flatMap(titles)).size).toBe(46);
    expect(link(third, 'next')).toBeUndefined();
    expect(titles((await guest.get(link(third, 'prev')!)).text)).toEqual(titles(second));
    expect(titles((await guest.get(link(second, 'prev')!)).text)).toEqual(titles(first));
  });

  test('is searched by words of the title', async () => {
    await createDiscussion({ groupId: group.id, title: 'Пластинки недели: Билл Эванс' });

    expect((await guest.get(`/groups/${group.slug}/discussions?q=${encodeURIComponent('пластинка')}`)).text).toContain('Билл Эванс');
    expect((await guest.get(`/groups/${group.slug}/discussions?q=${encodeURIComponent('тромбон')}`)).text).toContain('Таких тем нет');
  });
});

describe('the posts of a discussion', () => {
  test('come in pages both ways, and each has an address of its own', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    const ids = [discussion.posts[0]!.id];
    for (let n = 0; n < 44; n += 1) ids.push((await createPost(discussion.id, { authorId: memberId, body: `Ответ ${n}` })).id);
    const shown = (html: string) => [...html.matchAll(/id="post-(\d+)"/g)].map(([, id]) => Number(id));
    const path = `/discussions/${discussion.id}`;

    const first = await guest.get(path);
    expect(shown(first.text)).toEqual(ids.slice(0, 20));
    expect(shown((await guest.get(`${path}?after=${ids[19]}`)).text)).toEqual(ids.slice(20, 40));
    expect(shown((await guest.get(`${path}?after=${ids[39]}`)).text)).toEqual(ids.slice(40));
    expect(shown((await guest.get(`${path}?before=${ids[40]}`)).text)).toEqual(ids.slice(20, 40));
    expect(first.text).toContain(`${path}?after=${ids[19]}`);
    expect(first.text).toContain(`${path}/last`);
    for (const [index, after] of [
      [0, ''],
      [19, ''],
      [20, `?after=${ids[19]}`],
      [44, `?after=${ids[39]}`],
    ] as const) {
      expect((await guest.get(`/posts/${ids[index]}`)).headers['location']).toBe(`${path}${after}#post-${ids[index]}`);
    }
    expect((await guest.get(`${path}/last`)).headers['location']).toBe(`${path}?after=${ids[39]}#post-${ids[44]}`);
  });

  test('answer each other with a quote, and the one who is answered is told', async () => {
    const discussion = await createDiscussion({ groupId: group.id, title: 'Из Подмосковья', body: 'Три места **свободны**' });
    const [asked] = discussion.posts;

    const form = await member.get(`/discussions/${discussion.id}?reply_to=${asked!.id}`);
    const reply = await member.post(`/discussions/${discussion.id}/posts`, { body: 'Беру _одно_', reply_to_id: asked!.id });

    expect(form.text).toContain('Три места свободны');
    expect(form.text).toContain(`name="reply_to_id" value="${asked!.id}"`);
    const [, answer] = await postsOf(discussion.id);
    expect(reply.headers['location']).toBe(`/discussions/${discussion.id}#post-${answer!.id}`);
    expect((await guest.get(`/discussions/${discussion.id}`)).text).toMatch(/<blockquote class="quote soft">.*Три места свободны/);
    expect(await noticesOf(discussion.authorId)).toEqual([
      { kind: 'reply', payload: { name: 'Игорь Мельник', title: 'Из Подмосковья', excerpt: 'Беру одно' }, link: `/posts/${answer!.id}` },
    ]);
  });

  test.each([
    ['deleted by its author', (id: number) => member.post(`/posts/${id}/deletion`)],
    ['hidden by a moderator', (id: number) => moderator.post(`/posts/${id}/hiding`, { reason: 'реклама' })],
  ])('an answer that was %s leaves its words in no notice', async (_how, take) => {
    const discussion = await createDiscussion({ groupId: group.id });
    await member.post(`/discussions/${discussion.id}/posts`, { body: 'Лишнее', reply_to_id: discussion.posts[0]!.id });
    await member.post(`/discussions/${discussion.id}/posts`, { body: 'Нужное', reply_to_id: discussion.posts[0]!.id });
    const [, unwanted] = await postsOf(discussion.id);

    expect((await take(unwanted!.id)).status).toBe(303);

    expect(await noticesOf(discussion.authorId)).toMatchObject([{ kind: 'reply', payload: { excerpt: 'Нужное' } }]);
  });

  test('answer only what is there in the same discussion', async () => {
    const [one, other] = [await createDiscussion({ groupId: group.id }), await createDiscussion({ groupId: group.id })];

    await member.post(`/discussions/${one.id}/posts`, { body: 'Мимо', reply_to_id: other.posts[0]!.id });

    expect((await postsOf(one.id))[1]).toMatchObject({ body: 'Мимо', replyToId: null });
    expect(await noticesOf(other.authorId)).toEqual([]);
  });

  test('nobody is told of an answer to themselves', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: memberId });
    const before = (await noticesOf(memberId)).length;
    await member.post(`/discussions/${discussion.id}/posts`, { body: 'И ещё', reply_to_id: discussion.posts[0]!.id });

    expect(await noticesOf(memberId)).toHaveLength(before);
  });

  test('can be looked at before they are sent', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    const reply = await member.post(`/discussions/${discussion.id}/posts`, {
      body: '- раз\n- два',
      preview: '1',
      reply_to_id: discussion.posts[0]!.id,
    });

    expect(reply.status).toBe(200);
    expect(reply.text).toContain('<li>раз</li>');
    expect(reply.text).toContain('- раз\n- два</textarea>');
    expect(reply.text).toContain(`name="reply_to_id" value="${discussion.posts[0]!.id}"`);
    expect(await postsOf(discussion.id)).toHaveLength(1);
  });

  test('hold nothing but words, whatever was typed', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    await member.post(`/discussions/${discussion.id}/posts`, {
      body: '<script>alert(1)</script> [x](javascript:alert(2)) ![y](https://e.test/p.png) <img src=x onerror=alert(3)>',
    });

    const { text } = await guest.get(`/discussions/${discussion.id}`);

    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script>alert|<img src=x|href="javascript/);
    expect(text).toContain('<a href="https://e.test/p.png" rel="nofollow ugc noopener">y</a>');
  });
});

describe('a post of one’s own', () => {
  test('can be changed, with a mark that it was, and by nobody else', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: memberId, title: 'Было', body: 'до' });
    const [post] = discussion.posts;

    expect((await moderator.post(`/posts/${post!.id}`, { title: 'Чужое', body: 'чужое' })).status).toBe(404);
    expect((await member.get(`/posts/${post!.id}/edit`)).text).toContain('до</textarea>');
    const reply = await member.post(`/posts/${post!.id}`, { title: 'Стало', body: 'после' });

    expect(reply.status).toBe(303);
    const { text } = await guest.get(`/discussions/${discussion.id}`);
    expect(text).toContain('<h1>Стало</h1>');
    expect(text).toContain('<p>после</p>');
    expect(text).toContain('изменено');
  });

  test('that was sent again as it was has no mark', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: memberId, title: 'Как было', body: 'как было' });
    await member.post(`/posts/${discussion.posts[0]!.id}`, { title: 'Как было', body: 'как было' });

    expect((await postsOf(discussion.id))[0]!.editedAt).toBeNull();
  });

  test('can be deleted: its words are gone, its place and the discussion stay', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: memberId, title: 'Остаётся', body: 'тайна' });
    const [post] = discussion.posts;
    await createPost(discussion.id, { replyToId: post!.id, body: 'ответ' });

    expect((await moderator.post(`/posts/${post!.id}/deletion`)).status).toBe(404);
    expect((await member.get(`/posts/${post!.id}/deletion`)).text).toContain('Тема и её название останутся');
    expect((await member.post(`/posts/${post!.id}/deletion`)).status).toBe(303);

    const { text } = await leader.get(`/discussions/${discussion.id}`);
    expect(text).toContain('<h1>Остаётся</h1>');
    expect(text).toContain('Сообщение удалено автором.');
    expect(text).toContain('этого сообщения больше нет');
    expect(text).not.toContain('тайна');
    expect((await postsOf(discussion.id))[0]!.body).toBe('');
    expect((await member.get(`/posts/${post!.id}/edit`)).status).toBe(404);
  });
});

describe('who may write', () => {
  const write = (browser: Browser, discussionId: number, body = 'Я тоже') => browser.post(`/discussions/${discussionId}/posts`, { body });

  test('is whoever is in the group; others are told so and keep what they typed', async () => {
    const discussion = await createDiscussion({ groupId: group.id });

    expect((await write(guest, discussion.id)).headers['location']).toBe('/login');
    const refused = await write(outsider, discussion.id, 'Пустите');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Писать могут участники группы');
    expect(refused.text).toContain('Пустите</textarea>');
    expect((await outsider.get(`/discussions/${discussion.id}`)).text).not.toContain('<textarea');
    expect((await outsider.get(`/groups/${group.slug}/discussions/new`)).status).toBe(403);
    expect((await outsider.post(`/groups/${group.slug}/discussions`, { title: 'а', body: 'б' })).status).toBe(403);
    expect(await postsOf(discussion.id)).toHaveLength(1);
  });

  test('is nobody in a closed discussion, until it is opened', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: memberId, closedAt: new Date() });

    const refused = await write(member, discussion.id);
    expect([refused.status, /Тема закрыта/.test(refused.text)]).toEqual([403, true]);
    expect((await member.get(`/posts/${discussion.posts[0]!.id}/edit`)).status).toBe(403);
    expect((await member.post(`/posts/${discussion.posts[0]!.id}`, { title: 'а', body: 'б' })).status).toBe(403);
    await moderator.post(`/discussions/${discussion.id}/closure`, { on: '0' });
    expect((await write(member, discussion.id)).status).toBe(303);
  });

  test('is nobody in a closed group', async () => {
    const { id, slug } = await createGroup({ archivedAt: new Date() });
    const discussion = await createDiscussion({ groupId: id, authorId: memberId });
    await addMember(id, { accountId: memberId });

    const refused = await write(member, discussion.id);
    expect([refused.status, /Группа закрыта/.test(refused.text)]).toEqual([403, true]);
    expect((await member.post(`/groups/${slug}/discussions`, { title: 'а', body: 'б' })).status).toBe(403);
    expect((await member.get(`/groups/${slug}/discussions`)).text).not.toContain(`/groups/${slug}/discussions/new`);
  });

  test('is not who was muted, for as long as that lasts', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    const quiet = await addMember(group.id, { mutedUntil: inHours(24) });
    const browser = await as(quiet);

    const refused = await write(browser, discussion.id);
    expect([refused.status, /на время запретили вам писать/.test(refused.text)]).toEqual([403, true]);
    expect((await browser.get(`/discussions/${discussion.id}`)).text).toMatch(/До \d+\s\S+, \d\d:\d\d вам нельзя писать/);
    await db.groupMember.update({
      where: { groupId_accountId: { groupId: group.id, accountId: quiet.id } },
      data: { mutedUntil: inHours(-1) },
    });
    expect((await write(browser, discussion.id)).status).toBe(303);
  });
});

describe('a discussion for members only', () => {
  test('says so to everybody else, and shows nothing of itself', async () => {
    const { id, slug } = await createGroup({ isDiscussionPublic: false });
    const inside = await addMember(id);
    const discussion = await createDiscussion({ groupId: id, authorId: inside.id, title: 'Между нами', body: 'тайна' });

    for (const browser of [guest, outsider]) {
      for (const path of [
        `/groups/${slug}/discussions`,
        `/discussions/${discussion.id}`,
        `/posts/${discussion.posts[0]!.id}`,
        `/discussions/${discussion.id}/last`,
      ]) {
        const reply = await browser.get(path);
        expect(reply.status, path).toBe(403);
        expect(reply.text).toContain('Обсуждение видят участники');
        expect(reply.text).not.toMatch(/Между нами|тайна/);
      }
    }
    const seen = await (await as(inside)).get(`/discussions/${discussion.id}`);
    expect(seen.text).toContain('тайна');
    expect(seen.text).toContain('noindex');
  });

  test('tells nobody of a reply who has left the group', async () => {
    const { id } = await createGroup({ isDiscussionPublic: false });
    const discussion = await createDiscussion({ groupId: id });
    await db.groupMember.delete({ where: { groupId_accountId: { groupId: id, accountId: discussion.authorId } } });
    const browser = await as(await addMember(id));

    await browser.post(`/discussions/${discussion.id}/posts`, { body: 'Где вы?', reply_to_id: discussion.posts[0]!.id });

    expect(await postsOf(discussion.id)).toHaveLength(2);
    expect(await noticesOf(discussion.authorId)).toEqual([]);
  });
});

describe('moderators', () => {
  test('pin and close a discussion, and undo both', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    const state = () => db.discussion.findUniqueOrThrow({ where: { id: discussion.id }, select: { pinnedAt: true, closedAt: true } });

    for (const name of ['pin', 'closure']) {
      expect((await member.post(`/discussions/${discussion.id}/${name}`, { on: '1' })).status).toBe(404);
      expect((await moderator.post(`/discussions/${discussion.id}/${name}`, { on: 'maybe' })).status).toBe(422);
      expect((await moderator.post(`/discussions/${discussion.id}/${name}`, { on: '1' })).status).toBe(303);
    }
    expect(await state()).toEqual({ pinnedAt: expect.any(Date), closedAt: expect.any(Date) });
    expect((await guest.get(`/discussions/${discussion.id}`)).text).toMatch(/Закреплена[^]*Закрыта/);
    for (const name of ['pin', 'closure']) await leader.post(`/discussions/${discussion.id}/${name}`, { on: '0' });
    expect(await state()).toEqual({ pinnedAt: null, closedAt: null });
  });

  test('hide a post with a reason: its author and they still see it, others see the reason', async () => {
    const discussion = await createDiscussion({ groupId: group.id, title: 'Звук' });
    const post = await createPost(discussion.id, { authorId: memberId, body: 'Продаю аппаратуру' });

    expect((await moderator.post(`/posts/${post.id}/hiding`, { reason: '' })).text).toContain('Напишите причину');
    expect((await moderator.post(`/posts/${post.id}/hiding`, { reason: 'реклама' })).status).toBe(303);

    const pages = await Promise.all([guest, outsider, member, moderator, leader].map((one) => one.get(`/discussions/${discussion.id}`)));
    expect(pages.map(({ text }) => text.includes('Сообщение скрыто модератором: реклама'))).toEqual([true, true, true, true, true]);
    expect(pages.map(({ text }) => text.includes('Продаю аппаратуру'))).toEqual([false, false, true, true, true]);
    expect((await noticesOf(memberId)).at(-1)).toEqual({
      kind: 'post-hidden',
      payload: { title: 'Звук', reason: 'реклама' },
      link: `/posts/${post.id}`,
    });
    expect((await member.get(`/posts/${post.id}/edit`)).status).toBe(404);
    expect((await member.post(`/posts/${post.id}/showing`)).status).toBe(404);

    expect((await leader.post(`/posts/${post.id}/showing`)).status).toBe(303);
    expect((await guest.get(`/discussions/${discussion.id}`)).text).toContain('Продаю аппаратуру');
  });

  test('leave nothing of a hidden post in the quotes of others', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    const post = await createPost(discussion.id, { body: 'Продаю аппаратуру', hiddenReason: 'реклама' });
    await createPost(discussion.id, { body: 'Не надо', replyToId: post.id });

    expect((await guest.get(`/discussions/${discussion.id}`)).text).toContain('этого сообщения больше нет');
    expect((await guest.get(`/discussions/${discussion.id}`)).text).not.toContain('Продаю');
    expect((await member.get(`/discussions/${discussion.id}?reply_to=${post.id}`)).text).not.toContain('Продаю');
  });

  test('hide the title with the post that began the discussion', async () => {
    const discussion = await createDiscussion({ groupId: group.id, title: 'Купите слона' });
    await moderator.post(`/posts/${discussion.posts[0]!.id}/hiding`, { reason: 'реклама' });

    expect((await guest.get(`/groups/${group.slug}/discussions`)).text).not.toContain('Купите слона');
    expect((await guest.get(`/discussions/${discussion.id}`)).text).toContain('<h1>Тема скрыта модератором</h1>');
    expect((await guest.get(`/discussions/${discussion.id}`)).text).not.toContain('Купите слона');
    expect((await leader.get(`/groups/${group.slug}/discussions`)).text).toContain('Купите слона');
  });

  test('do not judge posts of their own', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: moderatorId });
    const path = `/posts/${discussion.posts[0]!.id}`;

    expect((await moderator.post(`${path}/hiding`, { reason: 'так' })).status).toBe(404);
    await leader.post(`${path}/hiding`, { reason: 'не по теме' });
    expect((await moderator.post(`${path}/showing`)).status).toBe(404);
    expect((await postsOf(discussion.id))[0]!.hiddenAt).not.toBeNull();
  });
});

describe('a complaint', () => {
  test('comes to those who lead the group, once from each person, and to the author never', async () => {
    const { id, slug, ...rest } = await createGroup();
    const { accountId: leaderId } = await db.groupMember.findFirstOrThrow({ where: { groupId: id } });
    const [author, reporter] = [await addMember(id), await addMember(id, { accountId: (await createAccount({ firstName: 'Ольга' })).id })];
    const discussion = await createDiscussion({ groupId: id, authorId: author.id, title: 'Звук', body: 'Продаю' });
    const path = `/posts/${discussion.posts[0]!.id}/complaint`;
    const browser = await as(reporter);

    expect((await browser.get(path)).text).toContain('Автор не узнает, от кого она.');
    expect((await browser.post(path, { reason: 'dull', note: 'Который раз' })).text).toContain('Который раз</textarea>');
    expect((await browser.post(path, { reason: 'spam', note: 'Который раз' })).status).toBe(303);
    expect((await browser.follow(await browser.post(path, { reason: 'abuse' }))).text).toContain('Вы уже пожаловались');
    expect((await browser.get(path)).status).toBe(303);

    expect(await db.complaint.findMany()).toMatchObject([{ reason: 'spam', note: 'Который раз', resolution: null }]);
    expect(await noticesOf(leaderId)).toEqual([{ kind: 'complaint', payload: { title: 'Звук' }, link: `/groups/${slug}/complaints` }]);
    expect([await noticesOf(author.id), await noticesOf(reporter.id), rest.name].slice(0, 2)).toEqual([[], []]);
    const leads = await as(await db.account.findUniqueOrThrow({ where: { id: leaderId } }));
    expect((await leads.get(`/groups/${slug}/complaints`)).text).toMatch(/Реклама или мошенничество[^]*Который раз[^]*Ольга/);
    expect((await leads.get(`/discussions/${discussion.id}`)).text).toContain('1 жалоба в этой теме');
    expect((await browser.get(`/groups/${slug}/complaints`)).status).toBe(404);
    expect((await (await as(author)).get(`/discussions/${discussion.id}`)).text).not.toContain('жалоб');

    expect((await leads.post(`${path}/dismissal`)).status).toBe(303);
    expect(await db.complaint.findMany()).toMatchObject([{ resolution: 'kept', resolvedById: leaderId }]);
    expect((await leads.get(`/groups/${slug}/complaints`)).text).toContain('Жалоб нет');
  });

  test('is settled by hiding the post', async () => {
    const discussion = await createDiscussion({ groupId: group.id });
    await member.post(`/posts/${discussion.posts[0]!.id}/complaint`, { reason: 'off_topic' });
    await moderator.post(`/posts/${discussion.posts[0]!.id}/hiding`, { reason: 'не по теме' });

    expect(await db.complaint.findMany({ where: { postId: discussion.posts[0]!.id } })).toMatchObject([
      { resolution: 'hidden', resolvedById: moderatorId },
    ]);
  });

  test('of a moderator is for the others to look at', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: moderatorId, title: 'О порядке' });
    await member.post(`/posts/${discussion.posts[0]!.id}/complaint`, { reason: 'abuse', note: 'Грубо' });

    expect((await noticesOf(moderatorId)).filter(({ payload }) => (payload as { title: string }).title === 'О порядке')).toEqual([]);
    expect((await moderator.get(`/groups/${group.slug}/complaints`)).text).not.toContain('Грубо');
    expect((await leader.get(`/groups/${group.slug}/complaints`)).text).toContain('Грубо');
    expect((await moderator.post(`/posts/${discussion.posts[0]!.id}/complaint/dismissal`)).status).toBe(404);
  });

  test('of the only leader comes to the admins of the site', async () => {
    const admin = await createAccount({ role: 'admin' });
    const { id, slug } = await createGroup();
    const { accountId } = await db.groupMember.findFirstOrThrow({ where: { groupId: id } });
    const discussion = await createDiscussion({ groupId: id, authorId: accountId, title: 'Сам' });
    const browser = await as(await addMember(id));
    await browser.post(`/posts/${discussion.posts[0]!.id}/complaint`, { reason: 'abuse' });

    expect(await noticesOf(admin.id)).toEqual([{ kind: 'complaint', payload: { title: 'Сам' }, link: `/groups/${slug}/complaints` }]);
    expect((await (await as(admin)).get(`/groups/${slug}/complaints`)).text).toContain('Оскорбления');
  });

  test('is made of nothing hidden, deleted or one’s own', async () => {
    const discussion = await createDiscussion({ groupId: group.id, authorId: memberId });
    const hidden = await createPost(discussion.id, { hiddenReason: 'реклама' });
    const deleted = await createPost(discussion.id, { deletedAt: new Date() });

    for (const { id } of [discussion.posts[0]!, hidden, deleted]) {
      expect((await member.post(`/posts/${id}/complaint`, { reason: 'spam' })).status).toBe(404);
    }
    expect((await outsider.post(`/posts/${discussion.posts[0]!.id}/complaint`, { reason: 'spam' })).status).toBe(404);
  });
});
