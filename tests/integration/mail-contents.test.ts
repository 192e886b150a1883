import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { config } from '../../src/config.ts';
import { db } from '../../src/db.ts';
import { closeMailer, deliverDue } from '../../src/services/mail/deliver.ts';
import { mailKinds, queueMail } from '../../src/services/mail/queue.ts';
import type { MailKind } from '../../src/services/mail/queue.ts';
import {
  addMember,
  createAccount,
  createDiscussion,
  createEvent,
  createGroup,
  createRegistration,
  createSavedReport,
  createVisitor,
  inHours,
} from '../support/factories.ts';
import { startMailServer } from '../support/smtp.ts';
import type { MailServer } from '../support/smtp.ts';

let server: MailServer;

beforeAll(async () => {
  server = await startMailServer();
  Object.assign(config, { smtpUrl: server.url, mailFrom: 'Точка сбора <tickets@example.test>', baseUrl: 'https://tochka.example' });
});

beforeEach(async () => {
  await db.mail.deleteMany();
  server.received.length = 0;
});

afterAll(async () => {
  closeMailer();
  await server.stop();
});

type Given = {
  event?: Parameters<typeof createEvent>[0];
  visitor?: Parameters<typeof createVisitor>[0];
  registration?: Parameters<typeof createRegistration>[0];
  locale?: 'ru' | 'en';
  payload?: Record<string, string | number>;
};

/** Queues a mail about a new registration with the values that the test speaks of. */
async function queue(
  kind: MailKind,
  { event: ofEvent, visitor: ofVisitor, registration: ofRegistration, locale = 'ru', payload }: Given = {},
) {
  const event = await createEvent({ title: 'Джаз на крыше', location: 'Крыша «Фабрики», Садовая ул., 18', price: 120_000, ...ofEvent });
  const visitor = await createVisitor({ organizerId: event.organizerId, firstName: 'Анна', lastName: 'Круглова', ...ofVisitor });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, ...ofRegistration });
  const about = { eventId: event.id, registrationId: registration.id, recipient: visitor.emailAddress };
  await queueMail(db, { kind, locale, ...about, ...(payload ? { payload } : {}) });
  return { event, visitor, registration };
}

async function deliverOne(now = new Date()): Promise<ParsedMail> {
  await deliverDue(now);
  expect(server.received).toHaveLength(1);
  const mail = server.received[0]!;
  return { ...mail, text: mail.text?.replaceAll('\u00a0', ' ') };
}

const attached = (mail: ParsedMail, type: string) => mail.attachments.filter(({ contentType }) => contentType === type);
const calendarOf = (mail: ParsedMail) =>
  attached(mail, 'text/calendar').map(({ content }) => content.toString().replace(/\r\n[ \t]/g, ''))[0] ?? '';
const onlyMail = () => db.mail.findFirstOrThrow();

/** A world in which a mail of the kind is true. */
function worldOf(kind: MailKind): Given {
  const status = {
    'registration-waitlisted': 'waitlisted',
    'registration-cancelled': 'cancelled',
    'event-cancelled': 'cancelled',
    'rating-request': 'attended',
  } as const;
  const startAt = { 'reminder-day': inHours(23), 'reminder-hour': inHours(0.5), 'rating-request': inHours(-30) } as const;
  return {
    event: {
      startAt: startAt[kind as keyof typeof startAt] ?? inHours(50),
      ...(kind === 'event-cancelled' ? { status: 'cancelled', cancelReason: 'Крышу закрыли на ремонт.' } : {}),
    },
    registration: {
      status: status[kind as keyof typeof status] ?? 'registered',
      billedAmount: 120_000,
      refundAmount: kind === 'registration-refunded' ? 50_000 : 0,
    },
  };
}

describe.each(['ru', 'en'] as const)('in %s', (locale) => {
  test.each(mailKinds)('a mail of the kind %s is whole: subject, text, page, reason, no holes', async (kind) => {
    const account = await createAccount({ firstName: 'Анна', emailConfirmed: false });
    if (/password|confirm-email|export-ready|account-deleted/.test(kind)) {
      await queueMail(db, { kind, locale, recipient: account.email, payload: { accountId: account.id, name: account.firstName } });
    } else if (kind === 'report') {
      const { id } = await createSavedReport();
      const { account: owner } = await db.savedReport.findUniqueOrThrow({ where: { id }, select: { account: true } });
      await queueMail(db, { kind, locale, recipient: owner.email, payload: { savedReportId: id } });
    } else if (kind === 'group-digest') {
      const { id: groupId } = await createGroup({ name: 'Jazz' });
      await createDiscussion({ groupId, title: 'Seats', body: 'Three seats', createdAt: new Date('2026-11-21T12:00:00Z') });
      const reader = await addMember(groupId, { accountId: (await createAccount({ firstName: 'Анна' })).id });
      await queueMail(db, { kind, locale, recipient: reader.email, payload: { accountId: reader.id, day: '2026-11-22' } });
    } else if (kind === 'group-event') {
      const organizer = await createAccount({ role: 'organizer', firstName: 'Ada', lastName: 'Byron' });
      const { id: groupId } = await createGroup({ name: 'Jazz', leaderId: organizer.id });
      const event = await createEvent({ organizerId: organizer.id, groupId, title: 'Jam', location: 'Roof' });
      const reader = await addMember(groupId, { accountId: (await createAccount({ firstName: 'Анна' })).id });
      await queueMail(db, { kind, locale, recipient: reader.email, payload: { accountId: reader.id, eventId: event.id } });
    } else {
      const { event } = await queue(kind, { ...worldOf(kind), locale });
      if (kind === 'webinar-recording') {
        await db.webinar.create({ data: { eventId: event.id, state: 'ended', startedAt: new Date(), endedAt: new Date() } });
        await db.webinarHighlight.create({ data: { eventId: event.id, start: 75, finish: 100, origin: 'audience' } });
      }
    }

    const mail = await deliverOne();
    const html = String(mail.html);

    expect(mail.subject).toMatch(/\S{3}/);
    expect(mail.text).toContain('Анна');
    expect(html).toContain('Анна');
    expect(html).toContain(`<html lang="${locale}">`);
    expect(mail.text).toContain('https://tochka.example/');
    for (const text of [mail.subject, mail.text, html]) expect(text).not.toMatch(/undefined|null|NaN|\[object|\{\{|mail:|<%/);
    if (locale === 'en')
      expect(mail.text?.replace(/Анна|Орлова|Джаз на крыше|Крыша.*18|Крышу.*ремонт\.|₽/g, '')).not.toMatch(/\p{Script=Cyrillic}/u);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });
});

test('a confirmation carries ticket, manage link and calendar, and pictures that need no network', async () => {
  const { event, visitor, registration } = await queue('registration-confirmed', { event: { startAt: new Date('2027-11-27T16:00:00Z') } });

  const mail = await deliverOne();
  const manage = `https://tochka.example/r/${registration.token}`;

  expect(mail.from?.text).toBe('"Точка сбора" <tickets@example.test>');
  expect(mail.to).toMatchObject({ value: [{ name: 'Анна Круглова', address: visitor.emailAddress }] });
  expect(mail.messageId).toMatch(/^<mail-\d+@tochka\.example>$/);
  expect(mail.subject).toBe('Место за вами: Джаз на крыше, 27 ноября 2027');
  expect(mail.text).toContain(`Моя регистрация:\n${manage}\n`);
  expect(mail.text).toContain(`Билет: ${registration.id}`);
  expect(mail.text).toContain('Когда: Суббота, 27 ноября 2027, 19:00–22:00 по Москве (UTC+3)');
  expect(mail.text).toContain('Оплата: 1 200 ₽, на входе');
  expect(mail.text).toContain(`Отмените регистрацию:\n${manage}/cancellation\n`);
  expect(mail.html).toContain(`href="${manage}"`);
  expect(mail.html).not.toMatch(/src="(?!data:image\/png)/);
  expect(attached(mail, 'image/png').map(({ cid }) => cid)).toEqual(['logo', 'ticket']);
  expect(attached(mail, 'image/png')[1]!.content.subarray(1, 4).toString()).toBe('PNG');

  const calendar = calendarOf(mail);
  expect(mail.attachments.find(({ filename }) => filename === 'event.ics')?.headers.get('content-type')).toMatchObject({
    params: { method: 'PUBLISH', charset: 'utf-8' },
  });
  expect(calendar).toContain('METHOD:PUBLISH');
  expect(calendar).toContain('SUMMARY:Джаз на крыше');
  expect(calendar).toContain('DTSTART:20271127T160000Z');
  expect(calendar).toContain(`https://tochka.example/events/${event.id}`);
});

test('a cancellation takes the event out of the calendar and says what comes back', async () => {
  await queue('registration-cancelled', { registration: { status: 'cancelled', billedAmount: 120_000, refundAmount: 20_000 } });

  const mail = await deliverOne();

  expect(calendarOf(mail)).toMatch(/METHOD:CANCEL[\s\S]*STATUS:CANCELLED/);
  expect(mail.text).toContain('Возврат ожидается: 1 000 ₽.');
  expect(mail.text).toContain('Возвращено: 200 ₽');
  expect(attached(mail, 'image/png').map(({ cid }) => cid)).toEqual(['logo']);
});

test('the link of an online event is for who has a seat, not for who waits', async () => {
  const online = { format: 'online' as const, onlineUrl: 'https://meet.example.test/secret-room' };
  await queue('registration-confirmed', { event: online });
  expect((await deliverOne()).text).toContain('Ссылка для входа: https://meet.example.test/secret-room');

  server.received.length = 0;
  await queue('registration-waitlisted', { event: online, registration: { status: 'waitlisted' } });
  const waiting = await deliverOne();

  expect(`${waiting.text} ${String(waiting.html)}`).not.toContain('secret-room');
  expect(waiting.attachments.map(({ filename }) => filename)).toEqual(['logo.png']);
});

describe('of an event that is here and online', () => {
  const both = { format: 'hybrid' as const, location: 'Библиотека на Бауманской', onlineUrl: 'https://meet.example.test/hall' };

  test.each(['registration-confirmed', 'registration-promoted', 'registration-moved', 'reminder-hour'] as const)(
    '%s speaks of the side that the visitor is on: the place and the code, or the link',
    async (kind) => {
      const event = { ...both, ...worldOf(kind).event, price: 30_000, onlinePrice: 5_000 };
      await queue(kind, { event });
      const here = await deliverOne();
      server.received.length = 0;
      await queue(kind, { event, registration: { isRemote: true } });
      const remote = await deliverOne();

      expect(here.text).toContain('Где: Библиотека на Бауманской');
      expect(here.text).toContain('Оплата: 300 ₽, на входе');
      expect(`${here.text} ${String(here.html)} ${calendarOf(here)}`).not.toContain('meet.example.test');
      expect(attached(here, 'image/png').map(({ cid }) => cid)).toEqual(['logo', 'ticket']);
      expect(remote.text).toContain('https://meet.example.test/hall');
      expect(remote.text).toContain('Оплата: 50 ₽, не оплачено');
      expect(`${remote.text} ${String(remote.html)} ${calendarOf(remote)}`).not.toContain('Бауманской');
      expect(attached(remote, 'image/png').map(({ cid }) => cid)).toEqual(['logo']);
      if (calendarOf(remote)) expect(calendarOf(remote)).toContain('LOCATION:https://meet.example.test/hall');
    },
  );

  test('a change of the place says nothing of it to who takes part online', async () => {
    const payload = {
      title: 'Джаз на крыше',
      startAt: inHours(50).toISOString(),
      endAt: inHours(53).toISOString(),
      timeZone: 'Europe/Moscow',
    };
    await queue('event-changed', { event: both, registration: { isRemote: true }, payload: { ...payload, location: 'Подвал' } });

    expect((await deliverOne()).text).not.toMatch(/Подвал|Бауманской/);
  });
});

test('who waits is told that the order may change where the reliable are preferred', async () => {
  await queue('registration-waitlisted', { event: { prefersReliable: true }, registration: { status: 'waitlisted' } });

  expect((await deliverOne()).text).toContain('Порядок может меняться: организатор предпочитает надёжных участников.');
});

test('who waits is told the place in line', async () => {
  const event = await createEvent({ visitorLimit: 1 });
  for (let n = 0; n < 2; n++) await createRegistration({ eventId: event.id, status: 'waitlisted' });
  const third = await createRegistration({ eventId: event.id, status: 'waitlisted' });
  await queueMail(db, { kind: 'registration-waitlisted', recipient: 'anna@example.test', locale: 'ru', registrationId: third.id });

  expect((await deliverOne()).text).toContain('В очереди: 3');
});

test('a changed event is shown as it is now, with what it was', async () => {
  const before = { startAt: '2027-11-26T15:00:00.000Z', endAt: '2027-11-26T18:00:00.000Z', timeZone: 'Europe/Moscow', location: 'Подвал' };
  await queue('event-changed', { event: { startAt: new Date('2027-11-27T16:00:00Z') }, payload: { title: 'Джаз в подвале', ...before } });

  const { text } = await deliverOne();

  expect(text).toContain('Что: Джаз на крыше, было: Джаз в подвале');
  expect(text).toContain('19:00–22:00 по Москве (UTC+3), было: Пт, 26 ноября 2027, 18:00–21:00 по Москве (UTC+3)');
  expect(text).toContain('Где: Крыша «Фабрики», Садовая ул., 18, было: Подвал');
});

test('times are those of the zone of the event', async () => {
  await queue('registration-confirmed', { event: { startAt: new Date('2027-11-27T16:00:00Z'), timeZone: 'Asia/Vladivostok' } });

  expect((await deliverOne()).text).toContain('Воскресенье, 28 ноября 2027, 02:00–05:00 по Владивостоку (UTC+10)');
});

test('what people type stays text: in the page, in the headers and in our own texts', async () => {
  const title = '<script>alert(1)</script> & "{{name}}" $t(mail:site)';
  const firstName = '<b>Анна</b>\r\nBcc: victim@example.test';
  const lastName = '"; DROP, <evil@example.test>\u0000';
  await queue('registration-confirmed', { event: { title }, visitor: { firstName, lastName: lastName.replace('\u0000', '\u0001') } });

  const mail = await deliverOne();
  const html = String(mail.html);

  expect(html).not.toMatch(/<script|<b>Анна/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;{{name}}&#34; $t(mail:site)');
  expect(mail.text).toContain(title);
  expect(mail.subject).toContain(title);
  expect(mail.bcc).toBeUndefined();
  expect(mail.headers.has('bcc')).toBe(false);
  expect(mail.to).toMatchObject({ value: [{ name: expect.stringContaining('<b>Анна</b> Bcc: victim@example.test') as string }] });
  expect(mail.to).toHaveProperty('value.length', 1);
});

describe('a mail that is no longer true is not sent', () => {
  test.each([
    ['registration-confirmed', { registration: { status: 'cancelled' } }],
    ['registration-confirmed', { event: { status: 'cancelled' }, registration: { status: 'cancelled' } }],
    ['registration-confirmed', { event: { startAt: inHours(-5), endAt: inHours(-2) } }],
    ['registration-waitlisted', { registration: { status: 'registered' } }],
    ['registration-promoted', { registration: { status: 'cancelled' } }],
    ['registration-moved', { registration: { status: 'cancelled' } }],
    ['registration-again', { registration: { status: 'cancelled' } }],
    ['registration-cancelled', { registration: { status: 'registered' } }],
    ['registration-refunded', { registration: { status: 'cancelled', billedAmount: 120_000 } }],
    ['event-changed', { registration: { status: 'cancelled' } }],
    ['event-cancelled', {}],
    ['reminder-day', { event: { startAt: inHours(20) }, registration: { status: 'cancelled' } }],
    ['reminder-day', { event: { startAt: inHours(48) } }],
    ['reminder-hour', { event: { startAt: inHours(-0.1) } }],
  ] as [MailKind, Given][])('%s, %o', async (kind, given) => {
    await queue(kind, given);

    expect(await deliverDue()).toMatchObject({ claimed: 1, sent: 0 });

    expect(server.received).toEqual([]);
    expect(await onlyMail()).toMatchObject({ state: 'failed', error: 'outdated', sentAt: null });
  });
});

describe('account mails', () => {
  const secretIn = (mail: ParsedMail) => /\/(?:reset|confirm)\/([\w-]{43})/.exec(mail.text ?? '')?.[1];

  test('the link for a new password works once, and the outbox never holds it', async () => {
    const { resetPassword } = await import('../../src/services/accounts/password.ts');
    const { id, email } = await createAccount();
    await queueMail(db, { kind: 'password-reset', recipient: email, locale: 'ru', payload: { accountId: id } });

    const mail = await deliverOne();
    const secret = secretIn(mail)!;

    expect(mail.text).toContain(`https://tochka.example/password/reset/${secret}`);
    expect(JSON.stringify(await onlyMail())).not.toContain(secret);
    expect(await resetPassword(secret, 'new long password')).toBe(true);
    expect(await resetPassword(secret, 'other long password')).toBe(false);
  });

  test('the link that confirms an address works', async () => {
    const { confirmEmail } = await import('../../src/services/accounts/confirmation.ts');
    const { id, email } = await createAccount({ emailConfirmed: false });
    await queueMail(db, { kind: 'confirm-email', recipient: email, locale: 'en', payload: { accountId: id } });

    expect(await confirmEmail(secretIn(await deliverOne())!)).toBe(true);
  });

  test.each([
    ['confirm-email', 'an address that is confirmed already', {}],
    ['password-reset', 'an address that is not the one of the account any more', { recipient: 'old@example.test' }],
  ] as [MailKind, string, { recipient?: string }][])('%s is not sent for %s', async (kind, _why, { recipient }) => {
    const { id, email } = await createAccount();
    await queueMail(db, { kind, recipient: recipient ?? email, locale: 'ru', payload: { accountId: id } });

    await deliverDue();

    expect(await onlyMail()).toMatchObject({ state: 'failed', error: 'outdated' });
    expect(await db.accountToken.count({ where: { accountId: id } })).toBe(0);
  });
});
