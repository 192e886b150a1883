import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { config } from '../../src/config.ts';
import { db } from '../../src/db.ts';
import { queueGroupEventMails } from '../../src/services/groups/event-mails.ts';
import { closeMailer, deliverDue } from '../../src/services/mail/deliver.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, inHours, mailsTo } from '../support/factories.ts';
import { startMailServer } from '../support/smtp.ts';
import type { MailServer } from '../support/smtp.ts';

let app: TestApp;
let server: MailServer;

beforeAll(async () => {
  app = await startApp();
  server = await startMailServer();
  Object.assign(config, { smtpUrl: server.url, mailFrom: 'Точка сбора <tickets@example.test>' });
});

beforeEach(async () => {
  await db.mail.deleteMany();
  server.received.length = 0;
});

afterAll(async () => {
  closeMailer();
  await server.stop();
});

const form = {
  title: 'Джаз на крыше',
  start_at: '2030-05-01T19:00',
  end_at: '2030-05-01T21:00',
  time_zone: 'Europe/Moscow',
  location: 'Крыша «Фабрики»',
  format: 'offline',
  visitor_limit: '60',
  price: '1500,50',
};

async function world() {
  const organizer = await createAccount({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
  const group = await createGroup({ leaderId: organizer.id, name: 'Джаз по субботам' });
  return { organizer, group, browser: await app.guest().logIn(organizer.email) };
}

/** A published event of the group of which its members have just been told. */
async function told(given: { groupId: number; organizerId: number; membersOnly?: boolean; status?: 'published' | 'draft' }) {
  const { id } = await createEvent({ status: 'published', ...given });
  await db.$transaction((tx) => queueGroupEventMails(tx, id));
  return id;
}

const recipients = async () => (await db.mail.findMany({ where: { kind: 'group-event' } })).map(({ recipient }) => recipient).toSorted();
const noticesOf = async (accountId: number) =>
  (await db.notification.findMany({ where: { accountId }, orderBy: { id: 'asc' } })).map(({ kind, link }) => [kind, link]);

describe('a published event of a group', () => {
  test('is told to its members by mail and on the site, once, however it is published and saved', async () => {
    const { group, organizer, browser } = await world();
    const member = await addMember(group.id);

    const reply = await browser.post('/events', { ...form, group_id: group.id, status: 'draft' });
    const path = reply.headers['location']!;
    expect([await mailsTo(member.email), await noticesOf(member.id)]).toEqual([[], []]);

    await browser.post(`${path}/publication`);
    await browser.post(path, { ...form, title: 'Джаз на другой крыше', group_id: group.id });
    await browser.post(`${path}/publication`);

    expect(await mailsTo(member.email)).toEqual(['group-event']);
    expect(await noticesOf(member.id)).toEqual([['group-event', path]]);
    expect(await noticesOf(organizer.id)).toEqual([]);
  });

  test('is told once by several at once, too', async () => {
    const { group, organizer } = await world();
    const member = await addMember(group.id);
    const { id } = await createEvent({ organizerId: organizer.id, groupId: group.id });

    await Promise.all([1, 2, 3].map(() => db.$transaction((tx) => queueGroupEventMails(tx, id))));

    expect(await mailsTo(member.email)).toEqual(['group-event']);
  });

  test('is not mailed to its organizer, to who wants no mails of the group or of the kind, nor to an address that is not confirmed', async () => {
    const { group, organizer } = await world();
    const wanting = await addMember(group.id);
    const off = await addMember(group.id, { wantsEventMails: false });
    const none = await addMember(group.id);
    await db.newsSetting.create({ data: { accountId: none.id, kind: 'group_events', byMail: false } });
    const onlyMail = await addMember(group.id);
    await db.newsSetting.create({ data: { accountId: onlyMail.id, kind: 'group_events', onSite: false } });
    await addMember(group.id, { accountId: (await createAccount({ emailConfirmed: false })).id });

    await told({ groupId: group.id, organizerId: organizer.id });

    expect(await recipients()).toEqual([wanting.email, onlyMail.email].toSorted());
    expect((await noticesOf(off.id)).length).toBe(1);
    expect((await noticesOf(onlyMail.id)).length).toBe(0);
  });

  test('a mail speaks the language of the member', async () => {
    const { group, organizer } = await world();
    const member = await addMember(group.id, { accountId: (await createAccount({ locale: 'en' })).id });
    await told({ groupId: group.id, organizerId: organizer.id });
    await deliverDue();
    expect(server.received[0]).toMatchObject({
      to: { value: [{ address: member.email }] },
      subject: expect.stringMatching(/new in the group/),
    });
  });

  test('is told on the site to who follows the group or the organizer, unless it is for members only', async () => {
    const { group, organizer } = await world();
    const [ofGroup, ofOrganizer, both] = [await createAccount(), await createAccount(), await addMember(group.id)];
    await db.follow.createMany({
      data: [
        { accountId: ofGroup.id, groupId: group.id },
        { accountId: ofOrganizer.id, organizerId: organizer.id },
        { accountId: both.id, organizerId: organizer.id },
      ],
    });

    const open = await told({ groupId: group.id, organizerId: organizer.id });
    await told({ groupId: group.id, organizerId: organizer.id, membersOnly: true });

    for (const { id } of [ofGroup, ofOrganizer]) expect(await noticesOf(id)).toEqual([['followed-event', `/events/${open}`]]);
    expect((await noticesOf(both.id)).map(([kind]) => kind)).toEqual(['group-event', 'group-event']);
    expect(await recipients()).toEqual([both.email, both.email]);
  });

  test('a draft is told to nobody', async () => {
    const { group, organizer } = await world();
    await addMember(group.id);
    await told({ groupId: group.id, organizerId: organizer.id, status: 'draft' });
    expect(await recipients()).toEqual([]);
  });
});

describe('the mail', () => {
  test('says who, what, when, where and for how much, and can be stopped by one click without logging in', async () => {
    const { group, browser } = await world();
    const member = await addMember(group.id, { accountId: (await createAccount({ firstName: 'Анна' })).id });
    await browser.post('/events', { ...form, group_id: group.id });
    await deliverDue();

    const mail = server.received.find(({ subject }) => subject?.includes('Джаз на крыше'))!;
    const text = mail.text!.replaceAll('\u00a0', ' ');
    expect(mail.subject).toBe('Джаз на крыше, 1 мая 2030: новое в группе «Джаз по субботам»');
    for (const said of ['Анна, в группе', 'Среда, 1 мая 2030', '19:00–21:00', 'Крыша «Фабрики»', '1 500,50 ₽', 'Марина Соколова']) {
      expect(text).toContain(said);
    }
    const { mailToken } = await db.account.findUniqueOrThrow({ where: { id: member.id } });
    const stop = `/stop/${mailToken}/group-${group.id}`;
    expect(text).toContain(stop);
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: expect.stringContaining(stop) },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });

    const reply = await app
      .guest()
      .send('POST', stop, 'List-Unsubscribe=One-Click', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(reply.status).toBe(200);
    await db.mail.deleteMany();
    await browser.post('/events', { ...form, title: 'Второй концерт', group_id: group.id });
    expect(await mailsTo(member.email)).toEqual([]);
  });

  const spoilers: [string, (given: { eventId: number; groupId: number; accountId: number }) => Promise<unknown>][] = [
    ['called off', ({ eventId }) => db.event.update({ where: { id: eventId }, data: { status: 'cancelled', cancelledAt: new Date() } })],
    ['made a draft again', ({ eventId }) => db.event.update({ where: { id: eventId }, data: { status: 'draft' } })],
    ['over', ({ eventId }) => db.event.update({ where: { id: eventId }, data: { startAt: inHours(-3), endAt: inHours(-1) } })],
    ['deleted', ({ eventId }) => db.event.delete({ where: { id: eventId } })],
    ['taken out of the group', ({ eventId }) => db.event.update({ where: { id: eventId }, data: { groupId: null } })],
    ['left behind with the group', ({ groupId, accountId }) => db.groupMember.deleteMany({ where: { groupId, accountId } })],
    ['not wanted', ({ accountId }) => db.newsSetting.create({ data: { accountId, kind: 'group_events', byMail: false } })],
    ['not wanted of this group', ({ groupId }) => db.groupMember.updateMany({ where: { groupId }, data: { wantsEventMails: false } })],
    [
      'for an address of before',
      ({ accountId }) => db.account.update({ where: { id: accountId }, data: { email: `new${accountId}@example.test` } }),
    ],
  ];

  test.each(spoilers)('is not sent about an event that is %s by then', async (_why, spoil) => {
    const { group, organizer } = await world();
    const member = await addMember(group.id);
    const eventId = await told({ groupId: group.id, organizerId: organizer.id });

    await spoil({ eventId, groupId: group.id, accountId: member.id });
    await deliverDue();

    expect(server.received).toEqual([]);
    expect(await db.mail.findFirstOrThrow({ where: { kind: 'group-event' } })).toMatchObject({ state: 'failed', error: 'outdated' });
  });

  test('is no way for an organizer to learn the addresses of members', async () => {
    const { group, organizer, browser } = await world();
    const member = await addMember(group.id);
    const eventId = await told({ groupId: group.id, organizerId: organizer.id });
    const mail = await db.mail.findFirstOrThrow({ where: { kind: 'group-event' } });
    await db.mail.update({ where: { id: mail.id }, data: { state: 'failed', error: '550 no' } });

    expect((await browser.get(`/events/${eventId}/mails`)).text).not.toContain(member.email);
    expect((await browser.get(`/groups/${group.slug}/members`)).text).not.toContain(member.email);
    const sendAgain = await browser.post(`/events/${eventId}/mails/${mail.id}/deliveries`);
    expect(sendAgain.status).toBe(404);
  });
});

test('a member switches the mails of a group off and on by its page', async () => {
  const { group } = await world();
  const { id, email } = await addMember(group.id);
  const browser = await app.guest().logIn(email);
  const wants = async () => (await db.groupMember.findFirstOrThrow({ where: { groupId: group.id, accountId: id } })).wantsEventMails;

  expect((await browser.get(`/groups/${group.slug}`)).text).toContain('Письма о новых мероприятиях включены');
  await browser.post(`/groups/${group.slug}/event-mails`, { wants: 'off' });
  expect(await wants()).toBe(false);
  expect((await browser.get(`/groups/${group.slug}`)).text).toContain('Письма о новых мероприятиях выключены');
  expect((await browser.post(`/groups/${group.slug}/event-mails`, { wants: 'maybe' })).status).toBe(422);
  await browser.post(`/groups/${group.slug}/event-mails`, { wants: 'on' });
  expect(await wants()).toBe(true);
});
