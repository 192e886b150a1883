import { db } from '../../src/db.ts';
import type { OwnChoices, OwnFormat, Schedule } from '../../src/policies/own-reports.ts';
import { forgetCatalogue } from '../../src/services/events/catalogue.ts';
import { hashPassword } from '../../src/services/accounts/passwords.ts';

/** The password of every account that `createAccount` makes, unless told otherwise. */
export const PASSWORD = 'tochka-sbora';

const HOUR_MS = 60 * 60 * 1000;

let last = 0;
const nextNumber = () => (last += 1);

/** A moment this many hours from now; negative for the past. */
export const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR_MS);

let hashOfPassword: Promise<string> | undefined;

/** Somebody who can log in with PASSWORD; their address is confirmed unless `emailConfirmed` is false. */
export async function createAccount(
  given: {
    email?: string;
    password?: string;
    role?: 'participant' | 'organizer' | 'admin';
    firstName?: string;
    lastName?: string;
    locale?: 'ru' | 'en';
    emailConfirmed?: boolean;
  } = {},
) {
  const { password, emailConfirmed = true, ...rest } = given;
  const passwordHash = await (password ? hashPassword(password) : (hashOfPassword ??= hashPassword(PASSWORD)));
  return db.account.create({
    data: {
      email: `person${nextNumber()}@example.test`,
      firstName: 'Анна',
      lastName: 'Орлова',
      passwordHash,
      emailConfirmedAt: emailConfirmed ? new Date() : null,
      ...rest,
    },
  });
}

/** A published free event offline in a week with ten seats (a hybrid one: ten on each side), in the catalogue at once; its organizer is made too unless given. */
export async function createEvent(
  given: {
    organizerId?: number;
    title?: string;
    status?: 'draft' | 'published' | 'cancelled';
    description?: string;
    startAt?: Date;
    endAt?: Date;
    timeZone?: string;
    format?: 'offline' | 'online' | 'hybrid';
    location?: string;
    onlineUrl?: string;
    visitorLimit?: number;
    price?: number;
    onlineLimit?: number;
    onlinePrice?: number;
    topicId?: number | null;
    tags?: string[];
    groupId?: number | null;
    membersOnly?: boolean;
    prefersReliable?: boolean;
    coverMotif?: string;
    cancelReason?: string;
    cancelledAt?: Date | null;
  } = {},
) {
  const {
    format = 'offline',
    visitorLimit = 10,
    onlineLimit = format === 'hybrid' ? 10 : 0,
    startAt = inHours(7 * 24),
    status = 'published',
  } = given;
  const event = await db.event.create({
    data: {
      title: `Встреча ${nextNumber()}`,
      location: format === 'online' ? '' : 'Библиотека на Чистых прудах',
      onlineUrl: format === 'offline' ? '' : 'https://meet.example.test/room',
      endAt: new Date(startAt.getTime() + 3 * HOUR_MS),
      cancelledAt: status === 'cancelled' ? new Date() : null,
      ...given,
      format,
      startAt,
      status,
      visitorLimit,
      onlineLimit,
      organizerId: given.organizerId ?? (await createAccount({ role: 'organizer' })).id,
      seats: { create: { seatLimit: visitorLimit, onlineLimit } },
    },
  });
  forgetCatalogue();
  return event;
}

/** A person in the list of an organizer, who is made too unless given. */
export async function createVisitor(
  given: { organizerId?: number; firstName?: string; lastName?: string; emailAddress?: string; phoneNumber?: string | null } = {},
) {
  return db.visitor.create({
    data: {
      firstName: 'Пётр',
      lastName: 'Ильин',
      emailAddress: `visitor${nextNumber()}@example.test`,
      phoneNumber: '+79162041833',
      ...given,
      organizerId: given.organizerId ?? (await createAccount({ role: 'organizer' })).id,
    },
  });
}

/** A registration with the seat that its status takes; event and visitor are made too unless given. Amounts are in minor units. */
export async function createRegistration(
  given: {
    eventId?: number;
    visitorId?: number;
    status?: 'registered' | 'waitlisted' | 'cancelled' | 'attended' | 'no_show';
    /** On the online side of a hybrid event. */
    isRemote?: boolean;
    price?: number;
    billedAmount?: number;
    refundAmount?: number;
    locale?: 'ru' | 'en';
    createdAt?: Date;
  } = {},
) {
  const eventId = given.eventId ?? (await createEvent()).id;
  const { organizerId, ...event } = await db.event.findUniqueOrThrow({ where: { id: eventId } });
  const price = given.isRemote ? event.onlinePrice : event.price;
  const visitorId = given.visitorId ?? (await createVisitor({ organizerId })).id;
  const { status = 'registered', billedAmount = 0, refundAmount = 0 } = given;
  if (['registered', 'attended', 'no_show'].includes(status)) {
    await db.eventSeats.update({ where: { eventId }, data: { [given.isRemote ? 'onlineTaken' : 'seatsTaken']: { increment: 1 } } });
  }
  return db.registration.create({
    data: {
      price,
      waitlistedAt: status === 'waitlisted' ? new Date() : null,
      billedAt: billedAmount > 0 ? new Date() : null,
      refundedAt: refundAmount > 0 ? new Date() : null,
      ...given,
      eventId,
      visitorId,
      organizerId,
    },
  });
}

/** An expense of 1 000 roubles unless told otherwise. */
export async function createExpense(given: { eventId?: number; title?: string; amount?: number; spentAt?: Date } = {}) {
  const eventId = given.eventId ?? (await createEvent()).id;
  return db.expense.create({ data: { title: 'Аренда зала', amount: 100_000, spentAt: new Date(), ...given, eventId } });
}

/** A report on attendance by topic under a name, mailed on Mondays and due unless told otherwise; its owner is made too. */
export async function createSavedReport(
  given: {
    accountId?: number;
    name?: string;
    choices?: Partial<OwnChoices>;
    schedule?: Schedule;
    fileFormat?: OwnFormat;
    nextRunAt?: Date | null;
  } = {},
) {
  const { accountId = (await createAccount({ role: 'organizer' })).id, schedule = 'weekly', choices } = given;
  const usual = { type: 'attendance', period: 'all', from: null, to: null, eventIds: [], statuses: [], groupBy: 'topic', chart: 'bars' };
  return db.savedReport.create({
    data: {
      name: `Report ${nextNumber()}`,
      nextRunAt: schedule === 'none' ? null : inHours(-1),
      ...given,
      accountId,
      schedule,
      choices: { ...usual, columns: ['events', 'registrations', 'attendance'], ...choices },
    },
  });
}

/** The kinds of mail in the outbox for an address, oldest first. */
export async function mailsTo(email: string): Promise<string[]> {
  const mails = await db.mail.findMany({ where: { recipient: email }, orderBy: { id: 'asc' }, select: { kind: true } });
  return mails.map((mail) => mail.kind);
}

/** A registration for an event that ended some hours ago, three unless told otherwise; who came is in it. */
export async function createAttendance(given: Parameters<typeof createRegistration>[0] & { endedHoursAgo?: number } = {}) {
  const { endedHoursAgo = 3, ...rest } = given;
  const eventId = rest.eventId ?? (await createEvent({ startAt: inHours(-endedHoursAgo - 3), endAt: inHours(-endedHoursAgo) })).id;
  return createRegistration({ status: 'attended', ...rest, eventId });
}

/** What somebody says of an event: four stars without words unless told otherwise; the attended registration of a past event is made too. */
export async function createEventRating(
  given: {
    registrationId?: number;
    /** The account that was logged in. */
    authorId?: number;
    stars?: number;
    content?: number;
    organization?: number;
    place?: number;
    words?: string;
    createdAt?: Date;
    publishedAt?: Date;
  } = {},
) {
  const registrationId = given.registrationId ?? (await createAttendance()).id;
  return db.eventRating.create({ data: { stars: 4, ...given, ...(await eventOf(registrationId)), registrationId } });
}

/** What an organizer says of a participant: five stars and that they came, unless told otherwise; the registration is made too. */
export async function createParticipantRating(
  given: {
    registrationId?: number;
    stars?: number;
    presence?: 'came' | 'missed' | 'warned';
    words?: string;
    createdAt?: Date;
    publishedAt?: Date;
  } = {},
) {
  const registrationId = given.registrationId ?? (await createAttendance()).id;
  return db.participantRating.create({
    data: { stars: 5, presence: 'came', ...given, ...(await eventOf(registrationId)), registrationId },
  });
}

const eventOf = (registrationId: number) => db.registration.findUniqueOrThrow({ where: { id: registrationId }, select: { eventId: true } });

/** An open group about music; its leader is made too unless given. */
export async function createGroup(
  given: {
    leaderId?: number;
    slug?: string;
    name?: string;
    about?: string;
    rules?: string;
    city?: string;
    topicId?: number;
    coverMotif?: string;
    joinPolicy?: 'open' | 'request';
    isDiscussionPublic?: boolean;
    archivedAt?: Date | null;
  } = {},
) {
  const { leaderId = (await createAccount({ role: 'organizer' })).id, ...rest } = given;
  const number = nextNumber();
  return db.group.create({
    data: {
      ...{ slug: `group-${number}`, name: `Группа ${number}`, topicId: 1, coverMotif: 'gathering', ...rest },
      members: { create: { accountId: leaderId, role: 'leader' } },
    },
  });
}

/** Brings somebody into a group as a plain member; they are made too unless given. Answers with their account. */
export async function addMember(
  groupId: number,
  given: { accountId?: number; role?: 'leader' | 'moderator' | 'member'; wantsEventMails?: boolean; mutedUntil?: Date | null } = {},
) {
  const accountId = given.accountId ?? (await createAccount()).id;
  await db.groupMember.create({ data: { ...given, groupId, accountId } });
  return db.account.findUniqueOrThrow({ where: { id: accountId } });
}

/** What a person says about themselves: for everybody, unless told otherwise; they are made too unless given. */
export async function createProfile(
  given: {
    accountId?: number;
    shownName?: string;
    about?: string;
    city?: string;
    links?: string[];
    visibility?: 'everyone' | 'logged_in' | 'hidden';
    showsPlans?: boolean;
    topicIds?: number[];
  } = {},
) {
  const { accountId = (await createAccount()).id, topicIds = [], ...rest } = given;
  await db.accountTopic.createMany({ data: topicIds.map((topicId) => ({ accountId, topicId })) });
  return db.profile.create({
    data: { about: 'Хожу на джаз и лекции о городе.', city: 'Москва', visibility: 'everyone', ...rest, accountId },
  });
}

/** The owner of an account at an event, as its organizer has them. */
export async function createOwnRegistration(
  accountId: number,
  given: { eventId: number } & Omit<NonNullable<Parameters<typeof createRegistration>[0]>, 'visitorId'>,
) {
  const { email, firstName, lastName } = await db.account.findUniqueOrThrow({ where: { id: accountId } });
  const { organizerId } = await db.event.findUniqueOrThrow({ where: { id: given.eventId } });
  const known = await db.visitor.findFirst({ where: { organizerId, emailAddress: email } });
  const visitor = known ?? (await createVisitor({ organizerId, firstName, lastName, emailAddress: email }));
  return createRegistration({ ...given, visitorId: visitor.id });
}

/** A discussion with its first post, begun by somebody new in the group unless told otherwise; the group is made too. */
export async function createDiscussion(
  given: {
    groupId?: number;
    authorId?: number;
    title?: string;
    body?: string;
    createdAt?: Date;
    pinnedAt?: Date | null;
    closedAt?: Date | null;
  } = {},
) {
  const { groupId = (await createGroup()).id, body = 'Кто едет?', createdAt = new Date(), ...rest } = given;
  const authorId = given.authorId ?? (await addMember(groupId)).id;
  return db.discussion.create({
    data: {
      ...{ title: `Тема ${nextNumber()}`, ...rest, groupId, authorId, createdAt, lastPostAt: createdAt },
      posts: { create: { authorId, body, createdAt } },
    },
    include: { posts: true },
  });
}

/** A post in a discussion by somebody new in the group, unless told otherwise. */
export async function createPost(
  discussionId: number,
  given: { authorId?: number; body?: string; replyToId?: number | null; createdAt?: Date; hiddenReason?: string; deletedAt?: Date } = {},
) {
  const { groupId } = await db.discussion.findUniqueOrThrow({ where: { id: discussionId } });
  const authorId = given.authorId ?? (await addMember(groupId)).id;
  const hidden = given.hiddenReason ? { hiddenAt: new Date(), hiddenById: authorId } : {};
  return db.post.create({ data: { body: given.deletedAt ? '' : 'Беру одно место', ...given, ...hidden, discussionId, authorId } });
}
