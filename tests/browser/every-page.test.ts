import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { db } from '../../src/db.ts';
import { deliverDue } from '../../src/services/mail/deliver.ts';
import { listMailbox } from '../../src/services/mail/mailbox.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createWebinar } from '../support/broadcast.ts';
import { browserTest, desktop, expectAccessible, expectNoSidewaysScroll, logIn, openWindow, smallPhone } from '../support/browser.ts';
import {
  addMember,
  createAccount,
  createAttendance,
  createDiscussion,
  createEvent,
  createEventRating,
  createExpense,
  createGroup,
  createPost,
  createProfile,
  createParticipantRating,
  createRegistration,
  createSavedReport,
  createVisitor,
  inHours,
} from '../support/factories.ts';

// Every page as each role sees it: axe finds nothing in either theme, and nothing scrolls sideways on the smallest phone.

let app: TestApp;
const emails = { organizer: 'organizer@example.test', participant: 'participant@example.test', admin: 'admin@example.test' };
type Answer = string | [path: string, status: number];
let paths: Record<'guest' | 'participant' | 'organizer' | 'admin', Answer[]>;

beforeAll(async () => {
  app = await startApp();
  paths = await pagesByRole();
});

/** A little of everything: a long list looks the same to axe as a short one, and takes it long. */
async function pagesByRole(): Promise<typeof paths> {
  const organizer = await createAccount({ role: 'organizer', email: emails.organizer, firstName: 'Марина', lastName: 'Соколова' });
  const event = async (given: object) => (await createEvent({ organizerId: organizer.id, topicId: 1, ...given })).id;
  const upcoming = await event({ title: 'Джаз на крыше: вечер стандартов', price: 120_000, visitorLimit: 4 });
  const past = await event({ startAt: inHours(-48) });
  const [draft, cancelled] = [await event({ status: 'draft' }), await event({ status: 'cancelled', cancelReason: 'Болезнь ведущего.' })];
  const full = await event({ format: 'online', visitorLimit: 1 });

  const visitor = await createVisitor({ organizerId: organizer.id, firstName: 'Константин', lastName: 'Юрьев-Лебединский' });
  const of = (eventId: number, given: object = {}) => createRegistration({ eventId, ...given });
  const paid = { visitorId: visitor.id, billedAmount: 120_000, refundAmount: 20_000 };
  const ownRegistration = await of(upcoming, paid);
  for (const [eventId, status] of [
    [upcoming, 'cancelled'],
    [past, 'attended'],
    [past, 'no_show'],
    [full, 'registered'],
  ] as const)
    await of(eventId, { status });
  const waiting = await of(full, { status: 'waitlisted' });
  const hybrid = await event({ format: 'hybrid', price: 30_000, visitorLimit: 1, onlineLimit: 500, prefersReliable: true });
  const here = await of(hybrid);
  const inLine = await of(hybrid, { status: 'waitlisted' });
  const group = await createGroup({ leaderId: organizer.id });
  const { asked, helper } = await groupByRequest(organizer.id);
  const membersOnly = await event({ groupId: group.id, membersOnly: true });
  const expense = await createExpense({ eventId: upcoming });
  const { id: webinar } = await createWebinar({ organizerId: organizer.id, startAt: inHours(1) });

  const talk = await talkIn(group.id);

  await createAccount({ role: 'admin', email: emails.admin });
  const saved = await createSavedReport({ accountId: organizer.id, name: 'Посещаемость по темам' });

  const { id: participantId, firstName, lastName, email } = await createAccount({ role: 'participant', email: emails.participant });
  const { token, registrationId } = await registerVisitor(
    upcoming,
    { firstName, lastName, email, phone: null },
    { locale: 'ru', acceptWaitlist: false },
  );
  const registration = { id: registrationId, token };
  await addMember(group.id, { accountId: participantId });
  const mailToken = await giveNews(participantId, organizer.id);
  const rated = await ratedEvent(organizer.id, email);
  await deliverDue();
  const [mail] = await listMailbox();
  return {
    guest: [
      '/',
      '/events',
      '/events?past=1',
      '/events?q=xyzzy',
      '/events?topic=music&tag=джаз&format=hybrid',
      '/topics',
      '/topics/music',
      `/events/${hybrid}`,
      '/groups',
      ['/groups?topic=xyzzy', 422],
      `/groups/${group.slug}`,
      `/groups/${group.slug}/events`,
      `/groups/${group.slug}/discussions`,
      `/groups/${group.slug}/discussions?q=xyzzy`,
      `/discussions/${talk.id}`,
      [`/discussions/${talk.secretId}`, 403],
      ['/events?from=x', 422],
      `/events/${upcoming}`,
      `/events/${past}`,
      `/events/${cancelled}`,
      `/events/${upcoming}/register`,
      `/events/${full}/register`,
      `/events/${cancelled}/register`,
      `/events/${hybrid}/register`,
      `/events/${membersOnly}/register`,
      `/r/${here.token}`,
      `/r/${inLine.token}`,
      `/r/${registration.token}`,
      `/r/${waiting.token}`,
      `/r/${registration.token}/cancellation`,
      '/login',
      '/signup',
      '/password/forgot',
      ['/password/reset/nothing', 410],
      '/about',
      '/privacy',
      `/events/${rated.eventId}`,
      `/events/${rated.eventId}/reviews`,
      `/r/${rated.token}/rating?stars=4`,
      `/r/${registration.token}/coming`,
      `/people/${organizer.id}`,
      `/people/${participantId}`,
      `/stop/${mailToken}/group_digest`,
      [`/webinars/${webinar}`, 404],
      ['/nowhere', 404],
      '/dev/mail',
      `/dev/mail/${mail!.id}`,
    ],
    participant: [
      '/',
      '/registrations',
      `/registrations/${registration.id}`,
      `/registrations/${registration.id}/cancellation`,
      '/feed',
      '/notifications',
      `/people/${participantId}`,
      `/people/${organizer.id}`,
      '/account/profile',
      '/account/mail',
      '/account',
      '/account/password',
      '/account/data',
      '/account/deletion',
      '/groups',
      '/groups/mine',
      `/groups/${group.slug}`,
      `/groups/${group.slug}/members`,
      `/groups/${group.slug}/departure`,
      `/groups/${asked.slug}/request`,
      `/groups/${group.slug}/discussions/new`,
      `/discussions/${talk.id}?reply_to=${talk.postId}`,
      `/posts/${talk.postId}/complaint`,
      `/events/${rated.eventId}`,
      `/registrations/${rated.registrationId}/rating`,
      `/reviews/${rated.reviewId}/complaint`,
      ['/reports', 403],
    ],
    organizer: [
      `/events/${webinar}`,
      `/webinars/${webinar}`,
      `/webinars/${webinar}?tab=questions`,
      `/webinars/${webinar}?tab=poll`,
      '/account/deletion',
      '/',
      '/events?mine=1',
      '/groups/new',
      `/groups/${asked.slug}`,
      `/groups/${asked.slug}/requests`,
      `/groups/${asked.slug}/members`,
      `/groups/${asked.slug}/members/${helper.id}/role?role=leader`,
      `/groups/${asked.slug}/members/${helper.id}/ban`,
      `/groups/${asked.slug}/bans`,
      `/groups/${asked.slug}/settings`,
      `/groups/${asked.slug}/archive`,
      `/groups/${asked.slug}/deletion`,
      `/groups/${asked.slug}/departure`,
      `/groups/${group.slug}/discussions`,
      `/groups/${group.slug}/complaints`,
      `/discussions/${talk.id}`,
      `/posts/${talk.postId}/hiding`,
      `/posts/${talk.ownId}/edit`,
      `/posts/${talk.ownId}/deletion`,
      `/events/${rated.eventId}/ratings`,
      `/reviews/${rated.reviewId}/reply`,
      '/events/new',
      `/events/${upcoming}`,
      `/events/${draft}`,
      `/events/${cancelled}`,
      `/events/${upcoming}/edit`,
      `/events/${hybrid}/edit`,
      `/events/${upcoming}/cancellation`,
      `/events/${draft}/deletion`,
      `/events/${upcoming}/expenses`,
      `/events/${upcoming}/expenses/${expense.id}/edit`,
      `/events/${upcoming}/mails`,
      '/visitors',
      `/visitors/${visitor.id}`,
      `/visitors/${visitor.id}/edit`,
      `/visitors/${visitor.id}/deletion`,
      '/visitors?q=xyzzy',
      '/registrations',
      '/registrations/new',
      `/registrations/${ownRegistration.id}`,
      `/registrations/${here.id}`,
      `/registrations/${ownRegistration.id}/edit`,
      `/registrations/${ownRegistration.id}/cancellation`,
      '/reports',
      '/reports?type=registrations&format=screen',
      '/reports?type=finance&format=screen',
      `/reports?type=visitor&visitor_id=${visitor.id}&format=screen`,
      ['/reports?from=x', 422],
      '/reports/builder?period=all&chart=bars',
      '/reports/builder?type=finance&period=all&group_by=month&chart=line&columns=billed&columns=profit&move=profit.up',
      '/reports/builder?type=visitors&period=all&chart=columns',
      ['/reports/builder?chart=pie&period=dates&from=x', 422],
      '/reports/saved',
      `/reports/saved/${saved.id}`,
      `/reports/saved/${saved.id}/deletion`,
      `/reports/stop/${saved.stopToken}`,
    ],
    admin: [
      '/admin/complaints',
      '/topics',
      '/admin/topics',
      '/admin/topics/new',
      '/admin/topics/1/edit',
      '/admin/topics/1/deletion',
      '/admin/topics/11/deletion',
    ],
  };
}

/** A past event with a review that was answered and complained of, at which the owner of the address was too. */
async function ratedEvent(organizerId: number, email: string) {
  const { id: eventId } = await createEvent({ organizerId, startAt: inHours(-6), endAt: inHours(-3) });
  const other = await createAttendance({ eventId });
  const review = await createEventRating({
    registrationId: other.id,
    words: `Слушали стоя. ${'ж'.repeat(200)}`,
    content: 5,
    publishedAt: inHours(-1),
  });
  await createParticipantRating({ registrationId: other.id, stars: 4 });
  await db.eventRating.update({ where: { id: review.id }, data: { reply: 'Привезём стулья', repliedAt: new Date() } });
  await db.complaint.create({ data: { eventRatingId: review.id, reporterId: organizerId, reason: 'abuse', note: 'Грубо' } });
  const visitor = await db.visitor.findFirstOrThrow({ where: { organizerId, emailAddress: email } });
  const { id: registrationId, token } = await createAttendance({ eventId, visitorId: visitor.id });
  await createEventRating({ registrationId, stars: 3, words: 'Тесно' });
  return { eventId, reviewId: review.id, registrationId, token };
}

/** Posts of every look, in Markdown of every kind, by the leader of a group and others. */
async function talkIn(groupId: number) {
  const { accountId: authorId } = await db.groupMember.findFirstOrThrow({ where: { groupId, role: 'leader' } });
  const long = `https://example.test/${'a'.repeat(200)}`;
  const body = `# Дорога\n\nЕду **на машине**, ${long}\n\n- раз\n\n1. два\n\n> цитата\n\n\`\`\`\n${'код '.repeat(60)}\n\`\`\`\n\n#### Мелко`;
  const { id, posts } = await createDiscussion({ groupId, authorId, title: `Тема ${'ж'.repeat(120)}`, body, pinnedAt: new Date() });
  const [own] = posts;
  const post = await createPost(id, { replyToId: own!.id, body: long });
  await createPost(id, { hiddenReason: 'реклама' });
  await createPost(id, { deletedAt: new Date() });
  await db.complaint.create({ data: { postId: post.id, reporterId: (await addMember(groupId)).id, reason: 'spam', note: long } });
  const secret = await createDiscussion({ groupId: (await createGroup({ isDiscussionPublic: false })).id });
  return { id, postId: post.id, ownId: own!.id, secretId: secret.id };
}

/** A group that somebody asks to be let into, with a helper and somebody who is kept out. */
async function groupByRequest(leaderId: number) {
  const asked = await createGroup({
    leaderId,
    name: 'Камерные вечера',
    joinPolicy: 'request',
    about: 'Слушаем **квартеты**.',
    rules: '- Без опозданий',
  });
  const helper = await addMember(asked.id, { role: 'moderator' });
  const [waiting, banned] = [await createAccount(), await createAccount()];
  await db.groupRequest.create({ data: { groupId: asked.id, accountId: waiting.id, words: 'Играю на альте.' } });
  await db.groupBan.create({ data: { groupId: asked.id, accountId: banned.id, reason: 'Реклама', bannedById: leaderId } });
  return { asked, helper };
}

/** A profile with something in every part of it, an organizer to follow, and notices new and old. */
async function giveNews(accountId: number, organizerId: number): Promise<string> {
  await createProfile({ accountId, links: ['https://example.org/anna'], topicIds: [1, 2], showsPlans: true });
  await db.follow.create({ data: { accountId, organizerId } });
  const notice = { accountId, kind: 'followed-event', link: '/events', payload: { title: 'Джаз на крыше', organizer: 'Марина Соколова' } };
  await db.notification.createMany({ data: [notice, { ...notice, readAt: new Date(), createdAt: inHours(-72) }] });
  return (await db.account.findUniqueOrThrow({ where: { id: accountId } })).mailToken;
}

async function look(page: Page, path: string, status: number): Promise<void> {
  await page.setViewportSize(desktop);
  expect((await page.goto(path))?.status()).toBe(status);
  await expectAccessible(page);
  await page.setViewportSize(smallPhone);
  await expectNoSidewaysScroll(page);
}

browserTest.each(['guest', 'participant', 'organizer', 'admin'] as const)(
  'axe finds nothing on any page of a %s and nothing scrolls sideways at 320 px',
  async (role) => {
    const page = await openWindow(app, { viewport: desktop });
    if (role !== 'guest') await logIn(page, emails[role]);
    const faults: string[] = [];
    for (const answer of paths[role]) {
      const [path, status] = typeof answer === 'string' ? [answer, 200] : answer;
      await look(page, path, status).catch((error: Error) => faults.push(`${path}: ${error.message}`));
    }
    expect(faults).toEqual([]);
  },
  240_000,
);
