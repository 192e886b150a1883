import { db } from '../../src/db.ts';
import { deliverDue } from '../../src/services/mail/deliver.ts';
import { listMailbox } from '../../src/services/mail/mailbox.ts';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { createRecording, createTalker, createWebinar, sendLive } from './broadcast.ts';
import {
  addMember,
  createAccount,
  createAttendance,
  createDiscussion,
  createEvent,
  createEventRating,
  createOwnRegistration,
  createExpense,
  createGroup,
  createPost,
  createProfile,
  createParticipantRating,
  createRegistration,
  createSavedReport,
  createVisitor,
  inHours,
} from './factories.ts';

export const emails = { organizer: 'organizer@example.test', participant: 'participant@example.test', admin: 'admin@example.test' };

export type WholeSite = Awaited<ReturnType<typeof buildSite>>;

/** A site with a little of everything: a long list looks the same to a browser as a short one, and takes it long. */
export async function buildSite() {
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
  const { id: webinar } = await createWebinar({ organizerId: organizer.id, startAt: inHours(1) });
  const onAir = await webinarOnAir(organizer.id, participantId);
  const recorded = await recordedWebinar(organizer.id, participantId);
  await deliverDue();
  const mail = (await listMailbox())[0]!;
  return {
    ...{ upcoming, past, draft, cancelled, full, hybrid, membersOnly },
    ...{ organizer, visitor, ownRegistration, here, inLine, waiting, expense, saved },
    ...{ participantId, registration, mailToken, mail },
    ...{ group, asked, helper, talk, rated, webinar, onAir, recorded },
  };
}

/** A webinar on air in which people talk; somebody has a seat. */
async function webinarOnAir(organizerId: number, accountId: number): Promise<number> {
  const event = await createWebinar({ organizerId, startAt: inHours(-0.2), endAt: inHours(2), title: 'Разбор аварий в прямом эфире' });
  await createTalker(event.id, (await createAccount({ firstName: 'Вера', lastName: 'Лопухова-Заозёрская' })).id);
  await createOwnRegistration(accountId, { eventId: event.id });
  await sendLive(event);
  return event.id;
}

/** One that is over, with what was said in it, a highlight and a chapter. */
async function recordedWebinar(organizerId: number, accountId: number) {
  const { id: eventId } = await createRecording({ organizerId, title: 'Разбор аварий: как мы чинили выдачу посылок ночью' });
  await createTalker(eventId, (await createAccount()).id);
  await createOwnRegistration(accountId, { eventId });
  const part = { eventId, start: 1, finish: 4, title: 'Почему счётчик очереди врал целую неделю и кто это заметил', origin: 'audience' };
  const { id: highlightId } = await db.webinarHighlight.create({ data: part });
  await db.webinarChapter.create({ data: { eventId, start: 0, title: 'Вступление' } });
  return { eventId, highlightId };
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
