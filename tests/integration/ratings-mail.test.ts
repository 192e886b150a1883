import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { config } from '../../src/config.ts';
import { db } from '../../src/db.ts';
import { deliverDue } from '../../src/services/mail/deliver.ts';
import { listMailbox } from '../../src/services/mail/mailbox.ts';
import { renderMail } from '../../src/services/mail/render.ts';
import { queueReminders } from '../../src/services/mail/reminders.ts';
import { rateEvent } from '../../src/services/ratings/rate-event.ts';
import { queueRatingRequests } from '../../src/services/ratings/requests.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createAttendance, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

beforeEach(async () => {
  await db.eventRating.deleteMany();
  await db.mail.deleteMany();
  await db.registration.deleteMany();
});

const DAY = 24;
const HOUR_MS = 3_600_000;
const said = { stars: 4, content: null, organization: null, place: null, words: '' };

/** Somebody who was at an event that ended on 20 November at nine in the evening in Moscow, unless told otherwise. */
async function wasThere({ status = 'attended', email = '', timeZone = 'Europe/Moscow', eventStatus = 'published' } = {}) {
  const endAt = new Date('2026-11-20T18:00:00Z');
  const event = await createEvent({
    title: 'Квартирник',
    startAt: new Date(endAt.getTime() - 3 * HOUR_MS),
    endAt,
    timeZone,
    status: eventStatus as 'published',
  });
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName: 'Анна', ...(email ? { emailAddress: email } : {}) });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, status: status as 'attended' });
  return { registration, email: visitor.emailAddress };
}

const morning = new Date('2026-11-21T07:00:00Z');

test('who was there is asked from ten in the morning of the day after, by the clock of the event, once', async () => {
  const { email, registration } = await wasThere();

  expect(await queueRatingRequests(new Date(morning.getTime() - 1))).toBe(0);
  const counts = await Promise.all([1, 2, 3, 4].map(() => queueRatingRequests(morning)));
  await queueRatingRequests(new Date('2026-11-22T07:00:00Z'));

  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await mailsTo(email)).toEqual(['rating-request']);
  expect(await db.mail.findFirst()).toMatchObject({ registrationId: registration.id, eventId: registration.eventId });
});

test('ten o’clock is that of the place', async () => {
  await wasThere({ timeZone: 'Asia/Vladivostok' });

  expect(await queueRatingRequests(new Date('2026-11-21T23:59:00Z'))).toBe(0);
  expect(await queueRatingRequests(new Date('2026-11-22T00:00:00Z'))).toBe(1);
});

test('who is marked days later is asked then, but not once the 14 days are over', async () => {
  const late = await wasThere({ status: 'registered' });
  expect(await queueRatingRequests(morning)).toBe(0);

  await db.registration.update({ where: { id: late.registration.id }, data: { status: 'attended' } });
  expect(await queueRatingRequests(new Date('2026-12-04T18:00:00Z'))).toBe(0);
  expect(await queueRatingRequests(new Date('2026-12-04T17:59:00Z'))).toBe(1);
});

test.each([
  ['who did not come', { status: 'no_show' }],
  ['who was not marked', { status: 'registered' }],
  ['who called off', { status: 'cancelled' }],
  ['anybody of an event that was cancelled', { eventStatus: 'cancelled' }],
])('nobody asks %s', async (_who, given) => {
  await wasThere(given);

  expect(await queueRatingRequests(morning)).toBe(0);
});

test('nobody asks who has rated already, or has switched such mails off', async () => {
  const rated = await wasThere();
  await db.$executeRaw`
    INSERT INTO event_ratings (registration_id, event_id, stars, created_at) VALUES (${rated.registration.id}, 0, 5, '2026-11-20T19:00:00Z')`;
  const { email, id } = await createAccount();
  await db.newsSetting.create({ data: { accountId: id, kind: 'ratings', byMail: false } });
  await wasThere({ email });

  expect(await queueRatingRequests(morning)).toBe(0);
});

test('the mail has a star for each number; a link opens the page with the stars chosen and sends nothing', async () => {
  const { id, token, visitorId } = await createAttendance({ endedHoursAgo: 30 });
  expect(await queueRatingRequests()).toBe(1);
  await deliverDue();
  const [mail] = await listMailbox();
  const { text } = await app.guest().get(`/dev/mail/${mail!.id}/html`);

  const links = [...text.matchAll(/href="([^"]+\/rating\?stars=\d)"/g)].map(([, link]) => link);
  expect(links).toEqual([1, 2, 3, 4, 5].map((stars) => `${config.baseUrl}/r/${token}/rating?stars=${stars}`));
  expect((await app.guest().get(`/r/${token}/rating?stars=4`)).text).toMatch(/value="4" checked/);
  expect(await db.eventRating.count({ where: { registrationId: id } })).toBe(0);
  expect(visitorId).toBeGreaterThan(0);
});

test('a mail that waited is not sent once its reader has rated, or the days are over', async () => {
  const { id } = await createAttendance({ endedHoursAgo: 30 });
  await queueRatingRequests();
  const { id: mailId, ...row } = await db.mail.findFirstOrThrow();
  const mail = { ...row, id: mailId } as Parameters<typeof renderMail>[0];

  expect(await renderMail(mail, new Date())).not.toBeNull();
  expect(await renderMail(mail, inHours(14 * DAY))).toBeNull();
  await rateEvent(id, said);
  expect(await renderMail(mail, new Date())).toBeNull();
});

test('whoever has an account may stop such mails by one click', async () => {
  const { email, id } = await createAccount();
  const { mailToken } = await db.account.findUniqueOrThrow({ where: { id } });
  const event = await createEvent({ startAt: inHours(-33), endAt: inHours(-30) });
  const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: email });
  await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'attended' });
  await createAttendance({ eventId: event.id });
  await queueRatingRequests();

  const rendered = await Promise.all(
    (await db.mail.findMany({ orderBy: { id: 'asc' } })).map((mail) => renderMail(mail as Parameters<typeof renderMail>[0], new Date())),
  );

  const stop = `${config.baseUrl}/stop/${mailToken}/ratings`;
  expect(rendered.map((mail) => mail?.headers)).toEqual([
    { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    {},
  ]);
  expect(rendered[0]!.text).toContain(stop);
});

describe('«Still coming?»', () => {
  async function expected() {
    const event = await createEvent({ startAt: inHours(23) });
    const registration = await createRegistration({ eventId: event.id, createdAt: inHours(-72) });
    return { event, registration };
  }

  test('the reminder of the day before leads to a page that asks; only its button confirms', async () => {
    const { event, registration } = await expected();
    await queueReminders();
    const mail = await renderMail(await db.mail.findFirstOrThrow(), new Date());
    expect(mail!.html).toContain(`${config.baseUrl}/r/${registration.token}/coming`);
    expect(mail!.html).toContain('Приду');
    expect(mail!.html).toContain(`${config.baseUrl}/r/${registration.token}/cancellation`);

    const guest = app.guest();
    const page = await guest.get(`/r/${registration.token}/coming`);
    expect(page.text).toContain('Придёте?');
    expect((await db.registration.findUniqueOrThrow({ where: { id: registration.id } })).confirmedAt).toBeNull();

    const reply = await guest.post(`/r/${registration.token}/coming`);
    expect([reply.status, reply.headers['location']]).toEqual([303, `/r/${registration.token}`]);
    const { confirmedAt } = await db.registration.findUniqueOrThrow({ where: { id: registration.id } });
    expect(confirmedAt).toEqual(expect.any(Date));

    await guest.post(`/r/${registration.token}/coming`);
    expect((await db.registration.findUniqueOrThrow({ where: { id: registration.id } })).confirmedAt).toEqual(confirmedAt);

    const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
    expect((await (await app.guest().logIn(email)).get('/registrations')).text).toContain('Приход подтверждён');
  });

  test('what was said before the event moved to another week counts no more', async () => {
    const { event, registration } = await expected();
    await db.registration.update({ where: { id: registration.id }, data: { confirmedAt: inHours(-60) } });
    const { email } = await db.account.findUniqueOrThrow({ where: { id: event.organizerId } });
    const organizer = await app.guest().logIn(email);
    expect((await organizer.get('/registrations')).text).not.toContain('Приход подтверждён');

    await app.guest().post(`/r/${registration.token}/coming`);
    expect((await organizer.get('/registrations')).text).toContain('Приход подтверждён');
  });

  test.each(['cancelled', 'waitlisted', 'attended'] as const)('somebody %s has nothing to confirm', async (status) => {
    const { token, id } = await createRegistration({ status });
    const guest = app.guest();

    expect((await guest.get(`/r/${token}/coming`)).text).toContain('Подтверждать уже нечего');
    expect((await guest.post(`/r/${token}/coming`)).status).toBe(409);
    expect((await db.registration.findUniqueOrThrow({ where: { id } })).confirmedAt).toBeNull();
  });

  test('nor is there anything to confirm once the event is over', async () => {
    const { token } = await createAttendance({ status: 'registered' });

    expect((await app.guest().post(`/r/${token}/coming`)).status).toBe(409);
  });
});
