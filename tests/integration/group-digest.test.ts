import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { config } from '../../src/config.ts';
import { db } from '../../src/db.ts';
import { schedule } from '../../src/jobs/schedule.ts';
import { digestDayAt, queueGroupDigests } from '../../src/services/discussions/digest.ts';
import { closeMailer, deliverDue } from '../../src/services/mail/deliver.ts';
import { addMember, createAccount, createDiscussion, createGroup, createPost } from '../support/factories.ts';
import { startMailServer } from '../support/smtp.ts';
import type { MailServer } from '../support/smtp.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  Object.assign(config, { smtpUrl: server.url, baseUrl: 'https://tochka.example' });
});
afterAll(async () => {
  closeMailer();
  await server.stop();
});

const morning = new Date('2026-11-22T06:00:00Z');
const yesterday = new Date('2026-11-21T15:00:00Z');
const nextDay = new Date('2026-11-23T06:00:00Z');

/** A group of its own for each test: Anna reads, Igor writes. */
let groupId: number;
let anna: Awaited<ReturnType<typeof addMember>>, igor: Awaited<ReturnType<typeof addMember>>;
beforeEach(async () => {
  await db.mail.deleteMany();
  await db.post.deleteMany();
  await db.discussion.deleteMany();
  server.received.length = 0;
  groupId = (await createGroup({ name: 'Джаз по субботам', slug: `jazz-${Date.now()}` })).id;
  anna = await addMember(groupId, { accountId: (await createAccount({ firstName: 'Анна', lastName: 'Орлова' })).id });
  igor = await addMember(groupId, { accountId: (await createAccount({ firstName: 'Игорь', lastName: 'Мельник' })).id });
});

const begin = (given: Parameters<typeof createDiscussion>[0] = {}) =>
  createDiscussion({ groupId, authorId: igor.id, title: 'Кто едет?', body: 'Еду **на машине**', createdAt: yesterday, ...given });
const recipients = async () => (await db.mail.findMany({ where: { kind: 'group-digest' } })).map(({ recipient }) => recipient);
const deliver = async () => {
  await deliverDue();
  return server.received[0]!;
};

describe('the digest of a day', () => {
  test('comes to members for whom others have written, and to nobody else', async () => {
    await begin();
    const outside = await createAccount();

    await queueGroupDigests(morning);

    expect(await recipients()).toContain(anna.email);
    expect(await recipients()).not.toContain(igor.email);
    expect(await recipients()).not.toContain(outside.email);
  });

  test('comes once, however often and wherever the clock strikes', async () => {
    await begin();
    const counts = await Promise.all([
      queueGroupDigests(morning),
      queueGroupDigests(morning),
      queueGroupDigests(new Date('2026-11-22T11:30:00Z')),
    ]);
    const again = await queueGroupDigests(new Date('2026-11-23T05:59:59Z'));

    expect(counts.reduce((sum, count) => sum + count, 0) + again).toBe(2);
    expect((await recipients()).filter((one) => one === anna.email)).toHaveLength(1);
  });

  test('is about the 24 hours before nine in Moscow, whenever it is made', async () => {
    expect(digestDayAt(new Date('2026-11-22T23:00:00Z'))).toEqual(digestDayAt(morning));
    expect(digestDayAt(new Date('2026-11-22T05:59:00Z')).day).toBe('2026-11-21');
    await begin({ createdAt: new Date('2026-11-21T05:59:59Z') });
    await begin({ createdAt: morning });

    expect(await queueGroupDigests(morning)).toBe(0);
    expect(await queueGroupDigests(nextDay)).toBe(2);
  });

  test.each([
    ['has switched it off', () => db.newsSetting.create({ data: { accountId: anna.id, kind: 'group_digest', byMail: false } })],
    ['has not confirmed the address', () => db.account.update({ where: { id: anna.id }, data: { emailConfirmedAt: null } })],
    ['has deleted the account', () => db.account.update({ where: { id: anna.id }, data: { deletedAt: new Date() } })],
    ['has left', () => db.groupMember.delete({ where: { groupId_accountId: { groupId, accountId: anna.id } } })],
  ])('does not come to who %s, even after it was queued', async (_, change) => {
    await begin();
    await queueGroupDigests(morning);
    await db.mail.deleteMany({ where: { NOT: { recipient: anna.email } } });
    await change();

    await deliverDue();

    expect(server.received).toEqual([]);
    expect(await db.mail.findFirstOrThrow()).toMatchObject({ state: 'failed', error: 'outdated' });
    await db.mail.deleteMany();
    await queueGroupDigests(nextDay);
    expect(await recipients()).not.toContain(anna.email);
  });

  test.each([
    ['deleted', { body: '', deletedAt: new Date() }],
    ['hidden', { hiddenAt: new Date(), hiddenReason: 'реклама' }],
  ])('does not come because of a post that was %s, nor tells of it', async (_, change) => {
    const discussion = await begin();
    const hiding = 'hiddenAt' in change ? { hiddenById: igor.id } : {};
    await queueGroupDigests(morning);
    await db.mail.deleteMany({ where: { NOT: { recipient: anna.email } } });
    await db.post.update({ where: { id: discussion.posts[0]!.id }, data: { ...change, ...hiding } });

    await deliverDue();

    expect(server.received).toEqual([]);
    await db.mail.deleteMany();
    expect(await queueGroupDigests(morning)).toBe(0);
  });

  test('tells nothing of a discussion whose first post was hidden', async () => {
    const discussion = await begin({ createdAt: new Date('2026-11-01T12:00:00Z') });
    await createPost(discussion.id, { authorId: igor.id, createdAt: yesterday });
    await db.discussion.update({ where: { id: discussion.id }, data: { lastPostAt: yesterday } });
    await db.post.update({
      where: { id: discussion.posts[0]!.id },
      data: { hiddenAt: yesterday, hiddenById: igor.id, hiddenReason: 'реклама' },
    });

    expect(await queueGroupDigests(morning)).toBe(0);
  });

  test('says in which groups and topics, how much, and how the newest begins, with a link to the first of them', async () => {
    const { id, posts } = await begin();
    await createPost(id, { authorId: igor.id, body: '> Еду\n\nИ **обратно** тоже', createdAt: yesterday });
    await createPost(id, { authorId: anna.id, body: 'Свои слова', createdAt: yesterday });
    const other = await createGroup({ name: 'Бег в парке' });
    await addMember(other.id, { accountId: anna.id });
    await createDiscussion({ groupId: other.id, authorId: (await addMember(other.id)).id, title: 'Старт в восемь', createdAt: yesterday });
    await queueGroupDigests(morning);
    await db.mail.deleteMany({ where: { NOT: { recipient: anna.email } } });

    const mail = await deliver();
    const text = mail.text!;

    expect(mail.subject).toBe('3 новых сообщения в ваших группах');
    expect(text.indexOf('Бег в парке')).toBeLessThan(text.indexOf('Джаз по субботам'));
    expect(text).toContain(`Кто едет?, 2 новых сообщения\nИгорь Мельник: И обратно тоже\nhttps://tochka.example/posts/${posts[0]!.id}\n`);
    expect(text).toContain('Старт в восемь, 1 новое сообщение');
    expect(text).not.toContain('Свои слова');
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: `https://tochka.example/stop/${anna.mailToken}/group_digest` },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });
    expect(text).toContain(`https://tochka.example/stop/${anna.mailToken}/group_digest`);
  });

  test('tells of a loud day in short', async () => {
    for (let n = 0; n < 8; n += 1) await begin({ title: `Тема ${n}.` });
    await queueGroupDigests(morning);
    await db.mail.deleteMany({ where: { NOT: { recipient: anna.email } } });

    const { text, html } = await deliver();

    expect(text!.match(/Тема \d\./g)).toHaveLength(5);
    expect(text).toContain('И ещё 3 темы.');
    expect(String(html)).toContain('И ещё 3 темы.');
  });

  test('keeps what people type out of the markup of the mail', async () => {
    await begin({ title: '<b>Тема</b>', body: '<script>alert(1)</script> [x](javascript:alert(1))' });
    await queueGroupDigests(morning);
    await db.mail.deleteMany({ where: { NOT: { recipient: anna.email } } });

    const html = String((await deliver()).html);

    expect(html).toContain('&lt;b&gt;Тема&lt;/b&gt;');
    expect(html).not.toMatch(/<script|<b>Тема|href="javascript/);
  });

  test('is made at six by UTC, and made up for within a day', () => {
    expect(schedule.find(({ task }) => task === 'send-group-digests')).toMatchObject({ options: { backfillPeriod: 86_400_000 } });
  });
});
