import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { deliverDue } from '../../src/services/mail/deliver.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createRegistration, createVisitor } from '../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

beforeEach(async () => {
  await db.mail.deleteMany();
});

const mail = (eventId: number, data: Partial<Parameters<typeof db.mail.create>[0]['data']> = {}) =>
  db.mail.create({ data: { kind: 'registration-confirmed', recipient: 'anna@example.test', eventId, ...data } as never });

async function organizerWithEvent() {
  const organizer = await createAccount({ role: 'organizer' });
  const event = await createEvent({ organizerId: organizer.id, title: 'Джаз на крыше' });
  return { event, browser: await app.guest().logIn(organizer.email) };
}

describe('the mails of an event', () => {
  test('say to whom, what, in what state, and why not', async () => {
    const { event, browser } = await organizerWithEvent();
    await mail(event.id, { state: 'sent', sentAt: new Date(), attempts: 1 });
    await mail(event.id, { recipient: 'boris@example.test', state: 'failed', attempts: 1, error: '550 5.1.1 <No> such user' });
    await mail(event.id, { recipient: 'vera@example.test', kind: 'reminder-day', state: 'retry', attempts: 3, error: 'unreachable' });
    await mail(event.id, { recipient: 'gleb@example.test', state: 'failed', error: 'outdated' });

    const { status, text } = await browser.get(`/events/${event.id}/mails`);

    expect(status).toBe(200);
    for (const words of ['anna@example.test', 'Подтверждение регистрации', 'Отправлено']) expect(text).toContain(words);
    for (const words of ['boris@example.test', 'Не отправлено', '550 5.1.1 &lt;No&gt; such user']) expect(text).toContain(words);
    for (const words of ['Напоминание за день', 'Повторим', 'Почтовый сервер недоступен', 'повтор ']) expect(text).toContain(words);
    for (const words of ['gleb@example.test', 'Не понадобилось']) expect(text).toContain(words);
    expect(text.match(/Отправить ещё раз: /g), 'only what has failed').toHaveLength(1);
  });

  test('come in pages, the newest first', async () => {
    const { event, browser } = await organizerWithEvent();
    const kind = { kind: 'event-changed', eventId: event.id };
    await db.mail.createMany({ data: Array.from({ length: 120 }, (_, n) => ({ ...kind, recipient: `p${n}@example.test` })) });
    const seen: string[] = [];

    let path: string | undefined = `/events/${event.id}/mails`;
    for (let pages = 0; path && pages < 5; pages++) {
      const { text } = await browser.get(path);
      seen.push(...[...text.matchAll(/<th scope="row"[^>]*>(p\d+)@/g)].map(([, name]) => name!));
      path = /href="([^"]+)" rel="next"/.exec(text)?.[1];
    }

    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `p${119 - n}`));
  });

  test('of an event without any are explained', async () => {
    const { event, browser } = await organizerWithEvent();

    expect((await browser.get(`/events/${event.id}/mails`)).text).toContain('Писем пока нет');
  });

  test('are not there for other organizers and participants; guests log in; admins see them', async () => {
    const { event } = await organizerWithEvent();
    const { id } = await mail(event.id, { state: 'failed', error: '550 no' });
    const page = `/events/${event.id}/mails`;

    for (const [role, status] of [
      ['organizer', 404],
      ['participant', 403],
    ] as const) {
      const stranger = await app.guest().logIn((await createAccount({ role })).email);
      expect((await stranger.get(page)).status, role).toBe(status);
      expect((await stranger.post(`${page}/${id}/deliveries`)).status, role).toBe(status);
    }
    expect((await app.guest().get(page)).headers['location']).toBe(`/login?return_to=${encodeURIComponent(page)}`);
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);
    expect((await admin.get(page)).status).toBe(200);
    expect(await db.mail.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'failed' });
  });

  test.each(['abc', '0', '-1', '99999999999', '1e3', ''])('have no page before %o', async (before) => {
    const { event, browser } = await organizerWithEvent();

    expect((await browser.get(`/events/${event.id}/mails?before=${before}`)).status).toBe(404);
  });

  test('may be read in English', async () => {
    const { event, browser } = await organizerWithEvent();
    await mail(event.id, { state: 'failed', error: 'address' });
    browser.cookies.set('lang', 'en');

    expect((await browser.get(`/events/${event.id}/mails`)).text).toMatch(/Not sent[\s\S]*No mail can be sent to such an address/);
  });
});

describe('sending again', () => {
  test('queues a failed mail anew, to the address that the visitor has now', async () => {
    const { event, browser } = await organizerWithEvent();
    const visitor = await createVisitor({ organizerId: event.organizerId, emailAddress: 'anna@gmial.test' });
    const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id });
    const failed = { registrationId: registration.id, recipient: 'anna@gmial.test', state: 'failed', attempts: 10, error: '550 no' };
    const { id } = await mail(event.id, failed);
    await db.visitor.update({ where: { id: visitor.id }, data: { emailAddress: 'anna@gmail.test' } });

    const reply = await browser.post(`/events/${event.id}/mails/${id}/deliveries`);

    expect(reply.status).toBe(303);
    expect((await browser.follow(reply)).text).toContain('Письмо снова в очереди');
    const again = await db.mail.findUniqueOrThrow({ where: { id } });
    expect(again).toMatchObject({ state: 'queued', attempts: 0, error: null, recipient: 'anna@gmail.test' });
    expect(again.runAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test.each([
    ['sent', { state: 'sent', sentAt: new Date() }],
    ['on its way', { state: 'sending' }],
    ['outdated', { state: 'failed', error: 'outdated' }],
  ])('a mail that is %s changes nothing and says so', async (_state, data) => {
    const { event, browser } = await organizerWithEvent();
    const { id } = await mail(event.id, data);
    const before = await db.mail.findUniqueOrThrow({ where: { id } });

    const reply = await browser.post(`/events/${event.id}/mails/${id}/deliveries`);

    expect((await browser.follow(reply)).text).toContain('уже не в состоянии');
    expect(await db.mail.findUniqueOrThrow({ where: { id } })).toEqual(before);
  });

  test('a mail of another event, or none at all, is not found', async () => {
    const { event, browser } = await organizerWithEvent();
    const { id } = await mail((await createEvent()).id, { state: 'failed', error: '550 no' });

    for (const mailId of [id, 2_000_000_000, 'abc', '99999999999']) {
      expect((await browser.post(`/events/${event.id}/mails/${mailId}/deliveries`)).status).toBe(404);
    }
  });
});

describe('the development mailbox', () => {
  async function keepOne() {
    const event = await createEvent({ title: 'Джаз & <b>крыша</b>' });
    const visitor = await createVisitor({ organizerId: event.organizerId });
    const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id });
    await mail(event.id, { registrationId: registration.id, recipient: visitor.emailAddress });
    expect(await deliverDue()).toMatchObject({ sent: 1 });
    return { visitor, registration };
  }

  test('lists what would have been sent, and shows it as text and as a mail', async () => {
    const { visitor, registration } = await keepOne();

    const list = await app.guest().get('/dev/mail');
    const path = /href="(\/dev\/mail\/[\w-]+)"/.exec(list.text)![1]!;
    const shown = await app.guest().get(path);
    const html = await app.guest().get(`${path}/html`);

    expect(list.text).toContain(visitor.emailAddress);
    expect(list.text).toContain('Место за вами: Джаз &amp; &lt;b&gt;крыша&lt;/b&gt;');
    expect(shown.text).toContain(`/r/${registration.token}`);
    expect(html.text).toContain('src="data:image/png;base64,');
    expect(html.text).not.toMatch(/cid:|<b>крыша/);
    expect(html.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; img-src data:/);
  });

  test('gives out the attachments', async () => {
    await keepOne();
    const path = /href="(\/dev\/mail\/[\w-]+)"/.exec((await app.guest().get('/dev/mail')).text)![1]!;

    const names = [...(await app.guest().get(path)).text.matchAll(/attachments\/(\d)">([\w.]+)</g)].map(([, index, name]) => [index, name]);
    const calendar = await app.guest().get(`${path}/attachments/2`);

    expect(names.map(([, name]) => name)).toEqual(['logo.png', 'ticket.png', 'event.ics']);
    expect(calendar.headers).toMatchObject({ 'content-disposition': 'attachment; filename=event.ics' });
    expect(calendar.text).toContain('BEGIN:VCALENDAR');
    expect((await app.guest().get(`${path}/attachments/3`)).status).toBe(404);
  });

  test.each(['/dev/mail/none', '/dev/mail/..%2f..%2fsession-secret', '/dev/mail/1-00000000/html', '/dev/mail/1-00000000/attachments/0'])(
    '%s is not found',
    async (path) => {
      expect((await app.guest().get(path)).status).toBe(404);
    },
  );

  test('keeps the newest two hundred', async () => {
    const { openMailbox, readMailbox } = await import('../../src/adapters/dev-mailbox.ts');
    const { mkdtemp } = await import('node:fs/promises');
    const folder = await mkdtemp(`${process.env['DATA_DIR']}/mailbox-`);
    const box = openMailbox(folder, 'us@example.test');
    for (let n = 0; n < 205; n++) {
      // Those of one millisecond are kept in any order.
      await wait(1);
      await box.send({ messageId: `<${n}>`, to: { name: '', address: '' }, subject: String(n), html: '', text: '', attachments: [] });
    }

    const kept = (await readMailbox(folder)).map(({ subject }) => Number(subject));

    expect(kept).toHaveLength(200);
    expect(Math.min(...kept)).toBe(5);
  });
});
