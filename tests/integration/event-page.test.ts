import { beforeAll, describe, expect, test } from 'vitest';
import { registerVisitor } from '../../src/services/registrations/register.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createRegistration, inHours } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const register = (eventId: number, email: string) =>
  registerVisitor(eventId, { firstName: 'Анна', lastName: 'Орлова', email, phone: null }, { locale: 'ru', acceptWaitlist: true });

async function organizer() {
  const account = await createAccount({ role: 'organizer' });
  return { account, browser: await app.guest().logIn(account.email) };
}

describe('the page of an event', () => {
  test('lets a guest register, and join the waiting list when it is full', async () => {
    const open = await createEvent({ visitorLimit: 2 });
    const full = await createEvent({ visitorLimit: 1 });
    for (const name of ['first', 'second']) await register(full.id, `${name}@example.test`);

    const openPage = await app.guest().get(`/events/${open.id}`);
    const fullPage = await app.guest().get(`/events/${full.id}`);

    expect(openPage.text).toContain(`href="/events/${open.id}/register">Зарегистрироваться<`);
    expect(fullPage.text).toContain(`href="/events/${full.id}/register">Встать в лист ожидания<`);
    expect(fullPage.text).toContain('В листе ожидания 1 человек');
  });

  test('is closed when the event is over, and gives the reason of a cancellation', async () => {
    const past = await createEvent({ startAt: inHours(-30) });
    const cancelled = await createEvent({ status: 'cancelled', cancelReason: 'Кухню закрыли на ремонт.' });

    const pastPage = await app.guest().get(`/events/${past.id}`);
    const cancelledPage = await app.guest().get(`/events/${cancelled.id}`);

    expect(pastPage.text).toContain('<dd>Прошло</dd>');
    expect(cancelledPage.text).toContain('Кухню закрыли на ремонт.');
    expect(pastPage.text + cancelledPage.text).not.toContain('/register"');
  });

  test('stays open while the event is running', async () => {
    const running = await createEvent({ startAt: inHours(-1) });
    expect((await app.guest().get(`/events/${running.id}`)).text).toContain('Зарегистрироваться');
  });

  test('knows the reader’s own registration, by a confirmed address alone', async () => {
    const event = await createEvent();
    const confirmed = await createAccount();
    const unconfirmed = await createAccount({ emailConfirmed: false });
    for (const { email } of [confirmed, unconfirmed]) await register(event.id, email.toUpperCase());

    const own = await (await app.guest().logIn(confirmed.email)).get(`/events/${event.id}`);
    const unknown = await (await app.guest().logIn(unconfirmed.email)).get(`/events/${event.id}`);

    expect(own.text).toContain('Место за вами.');
    expect(own.text).toContain('Моя регистрация');
    expect(unknown.text).not.toContain('Место за вами.');
  });

  test('shows its organizer seats, money and what can be done', async () => {
    const { browser, account } = await organizer();
    const event = await createEvent({ organizerId: account.id, price: 100_000 });
    await createRegistration({ eventId: event.id, billedAmount: 100_000, refundAmount: 30_000 });

    const page = await browser.get(`/events/${event.id}`);

    expect(page.text).toContain('1 из 10');
    expect(page.text).toContain('700\u00a0₽');
    for (const path of ['edit', 'expenses', 'mails', 'cancellation', 'copies']) {
      expect(page.text).toContain(`"/events/${event.id}/${path}"`);
    }
    expect(page.text).toContain(`/registrations?event_id=${event.id}`);
    expect(page.text).toContain(`/reports?event_id=${event.id}`);
  });

  test('shows nobody else what is for its organizer, nor the link of an online event', async () => {
    const owner = await organizer();
    const event = await createEvent({ organizerId: owner.account.id, format: 'online', onlineUrl: 'https://secret.example.test/room' });

    const page = await (await organizer()).browser.get(`/events/${event.id}`);

    expect(page.text).not.toMatch(/secret\.example|\/edit|\/cancellation|\/expenses|Управление/);
    expect(page.text).toContain('Ссылка придёт с билетом');
    expect((await owner.browser.get(`/events/${event.id}`)).text).toContain('secret.example');
    expect((await app.guest().get(`/events/${event.id}.ics`)).text).not.toContain('secret.example');
  });

  test('offers upcoming events of its topic, not itself', async () => {
    const event = await createEvent({ topicId: 3, title: 'Этот' });
    const other = await createEvent({ topicId: 3, title: 'Похожий на этот' });
    await createEvent({ topicId: 4, title: 'Совсем другой' });

    const page = await app.guest().get(`/events/${event.id}`);

    expect(page.text).toContain(`href="/events/${other.id}">Похожий на этот`);
    expect(page.text).not.toContain(`href="/events/${event.id}">`);
    expect(page.text).not.toContain('Совсем другой');
  });

  test('shows text as text: paragraphs, no markup', async () => {
    const event = await createEvent({
      title: '<b>«Кавычки» & "другие"</b>',
      description: 'Раз\nдва\n\n<img src=x onerror=alert(1)> https://example.org',
    });
    const page = await app.guest().get(`/events/${event.id}`);
    expect(page.text).toContain('&lt;b&gt;«Кавычки» &amp; &#34;другие&#34;&lt;/b&gt;');
    expect(page.text).toContain('<p>Раз<br>два</p>');
    expect(page.text).toContain('<p>&lt;img src=x onerror=alert(1)&gt; https://example.org</p>');
  });

  test('speaks English to an English browser', async () => {
    const event = await createEvent({ startAt: new Date('2098-11-28T16:00Z') });
    const page = await app.guest().get(`/events/${event.id}`, { 'accept-language': 'en' });
    expect(page.text).toContain('>Register<');
    expect(page.text).toContain('Friday, 28 November 2098');
  });

  test.each(['0', '-1', '2147483648', '1e3', 'abc', '1.5', '99999999999999999999', '%00'])('with id %s is 404', async (id) => {
    expect((await app.guest().get(`/events/${id}`)).status).toBe(404);
    expect((await app.guest().get(`/events/${id}.ics`)).status).toBe(404);
  });
});

test('the calendar file of an event knows of its cancellation', async () => {
  const event = await createEvent({ status: 'cancelled', title: 'Ужин, отменённый' });

  const file = await app.guest().get(`/events/${event.id}.ics`);

  expect(file.headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(file.text).toContain('STATUS:CANCELLED');
  expect(file.text).toContain('SUMMARY:Ужин\\, отменённый');
  expect(file.text).toContain(`UID:event-${event.id}@localhost:3000`);
});

describe('a cover', () => {
  test('is drawn from its address and kept for ever', async () => {
    const cover = await app.guest().get('/covers/vinyl-7.svg');
    expect(cover.headers['content-type']).toContain('image/svg+xml');
    expect(cover.headers['cache-control']).toContain('immutable');
    expect((cover.body as Buffer).toString()).toContain('<svg');
  });

  test.each([
    '/covers/vinyl.svg',
    '/covers/unknown-7.svg',
    '/covers/constructor-7.svg',
    '/covers/vinyl-7.png',
    '/covers/vinyl-99999999999.svg',
  ])('%s is 404', async (path) => {
    expect((await app.guest().get(path)).status).toBe(404);
  });
});

test.each(['/about', '/privacy'])('%s is there in both languages', async (path) => {
  expect((await app.guest().get(path)).status).toBe(200);
  expect((await app.guest().get(path, { 'accept-language': 'en' })).status).toBe(200);
});
