import { beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

vi.hoisted(() => {
  process.env['RATE_LIMIT'] = 'off';
});

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

type Given = Parameters<typeof createRegistration>[0] & { event?: Parameters<typeof createEvent>[0]; email?: string };

/** A registration, its secret address, and the address of its visitor. */
async function registered({ event: ofEvent, email, ...given }: Given = {}) {
  const event = await createEvent(ofEvent);
  const visitor = await createVisitor({
    organizerId: event.organizerId,
    firstName: 'Анна',
    lastName: 'Круглова',
    ...(email ? { emailAddress: email } : {}),
  });
  const registration = await createRegistration({ eventId: event.id, visitorId: visitor.id, ...given });
  return { ...registration, event, path: `/r/${registration.token}`, email: visitor.emailAddress };
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const statusOf = async (id: number) => (await db.registration.findUniqueOrThrow({ where: { id } })).status;

describe('the secret page', () => {
  test('shows the ticket and stays out of caches, search engines and referrers', async () => {
    const { id, path, token } = await registered({ event: { title: 'Джаз на крыше', price: 120_000, startAt: inHours(200) } });

    const { status, text, headers } = await app.get(path);

    expect(status).toBe(200);
    for (const words of [
      'Джаз на крыше',
      'Анна Круглова',
      `№ ${id}`,
      'Место за вами',
      '1 200 ₽, на входе',
      'Отменить регистрацию',
      `${path}/event.ics`,
    ]) {
      expect(plain(text)).toContain(words);
    }
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(text).toContain('<meta name="robots" content="noindex">');
    const svg = Buffer.from(/data:image\/svg\+xml;base64,([^"]+)"/.exec(text)![1]!, 'base64').toString();
    expect(svg).toContain('<svg');
    expect(text).not.toContain(`canonical" href="${token}`);
  });

  test.each<[string, Given, string[], string[]]>([
    [
      'in line',
      { status: 'waitlisted' },
      ['Вы в листе ожидания', 'Номер в листе ожидания: 1', 'Выйти из листа ожидания'],
      ['data:image/svg'],
    ],
    [
      'cancelled',
      { status: 'cancelled' },
      ['Регистрация отменена', 'Зарегистрироваться снова'],
      ['data:image/svg', '/cancellation', 'event.ics'],
    ],
    ['attended', { status: 'attended' }, ['Вход отмечен'], ['/cancellation']],
    ['missed', { status: 'no_show' }, ['Отмечена неявка'], ['/cancellation', 'data:image/svg']],
    [
      'for a past event',
      { event: { startAt: inHours(-8), endAt: inHours(-5) } },
      ['Мероприятие прошло'],
      ['/cancellation', 'data:image/svg'],
    ],
    [
      'for a running event',
      { event: { startAt: inHours(-1), endAt: inHours(2) } },
      ['Уже началось', 'data:image/svg', '/cancellation'],
      [],
    ],
    ['paid', { billedAmount: 5000, price: 5000 }, ['50 ₽, оплачено'], []],
    ['cancelled and not paid back', { status: 'cancelled', billedAmount: 5000, price: 5000 }, ['50 ₽, возврат ожидается'], []],
    ['paid back', { status: 'cancelled', billedAmount: 5000, refundAmount: 5000, price: 5000 }, ['Возвращено 50 ₽'], []],
    ['free', {}, ['Бесплатно'], []],
  ])('of a registration that is %s', async (_name, given, shown, hidden) => {
    const { path } = await registered(given);

    const { status, text } = await app.get(path);

    expect(status).toBe(200);
    for (const words of shown) expect(plain(text)).toContain(words);
    for (const words of hidden) expect(text).not.toContain(words);
  });

  test('of a cancelled event tells the reason', async () => {
    const { path } = await registered({ status: 'cancelled', event: { status: 'cancelled', cancelReason: 'Дождь' } });

    const { text } = await app.get(path);

    expect(text).toContain('Мероприятие отменено');
    expect(text).toContain('Причина: Дождь');
    expect(text).not.toContain('Зарегистрироваться снова');
  });

  test('gives the link of an online event to whoever has a seat, and to nobody else', async () => {
    const event = { format: 'online', onlineUrl: 'https://meet.example.test/secret-room' } as const;
    const [seated, waiting, gone] = [
      await registered({ event }),
      await registered({ event, status: 'waitlisted' }),
      await registered({ event, status: 'cancelled' }),
    ];

    expect((await app.get(seated.path)).text).toContain('secret-room');
    expect((await app.get(`${seated.path}/event.ics`)).text).toContain('secret-room');
    for (const { path } of [waiting, gone]) {
      expect((await app.get(path)).text).not.toContain('secret-room');
      expect((await app.get(`${path}/event.ics`)).text).not.toContain('secret-room');
    }
  });

  test('has the event for a calendar', async () => {
    const { path, event } = await registered();

    const { headers, text } = await app.get(`${path}/event.ics`);

    expect(headers['content-type']).toContain('text/calendar');
    expect(headers['content-disposition']).toContain(`event-${event.id}.ics`);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toContain('BEGIN:VEVENT');
  });

  test.each([
    'x',
    '1',
    '../etc/passwd',
    '%00',
    '00000000-0000-0000-0000-000000000000',
    'zzzzzzzz-0000-0000-0000-000000000000',
    '0'.repeat(36),
    'a'.repeat(5000),
  ])('there is none for %s', async (token) => {
    for (const path of ['', '/event.ics', '/cancellation']) expect((await app.get(`/r/${token}${path}`)).status).toBe(404);
    expect((await app.post(`/r/${token}/cancellation`)).status).toBe(404);
  });

  test('is also found in capital letters, as some mail programs write it', async () => {
    const { token } = await registered();

    expect((await app.get(`/r/${token.toUpperCase()}`)).status).toBe(200);
  });
});

describe('cancelling by the secret link', () => {
  test('asks once more, then frees the seat for the first in line and says so', async () => {
    const { id, path, event, email } = await registered({ event: { visitorLimit: 1 } });
    const next = await createRegistration({ eventId: event.id, status: 'waitlisted' });
    const browser = app.guest();

    const question = await browser.get(`${path}/cancellation`);
    expect(question.status).toBe(200);
    for (const words of ['Отменить регистрацию?', 'Да, отменить', 'Оставить за мной', `Билет № ${id} перестанет действовать`])
      expect(question.text).toContain(words);
    expect(await statusOf(id)).toBe('registered');

    const reply = await browser.post(`${path}/cancellation`);
    expect([reply.status, reply.headers['location']]).toEqual([303, path]);
    expect((await browser.follow(reply)).text).toContain('Регистрация отменена');
    expect(await statusOf(id)).toBe('cancelled');
    expect(await statusOf(next.id)).toBe('registered');
    expect(await mailsTo(email)).toEqual(['registration-cancelled']);
  });

  test('speaks of the money that the organizer will pay back', async () => {
    const { path } = await registered({ price: 120_000, billedAmount: 120_000 });

    expect(plain((await app.get(`${path}/cancellation`)).text)).toContain('Оплаченные 1 200 ₽ вернёт организатор');
  });

  test('lets one leave the waiting list', async () => {
    const { id, path } = await registered({ status: 'waitlisted' });

    expect((await app.get(`${path}/cancellation`)).text).toContain('Выйти из листа ожидания?');
    expect((await app.post(`${path}/cancellation`)).status).toBe(303);
    expect(await statusOf(id)).toBe('cancelled');
  });

  test('twice does no harm', async () => {
    const { path, email } = await registered();

    await app.post(`${path}/cancellation`);
    expect((await app.post(`${path}/cancellation`)).status).toBe(303);
    expect((await app.get(`${path}/cancellation`)).status).toBe(303);
    expect(await mailsTo(email)).toEqual(['registration-cancelled']);
  });

  test.each<[string, Given, string]>([
    ['the event is over', { event: { startAt: inHours(-8), endAt: inHours(-5) } }, 'Мероприятие уже закончилось'],
    ['one was checked in', { status: 'attended' }, 'Вход или неявка уже отмечены'],
    [
      'one was marked as a no-show',
      { status: 'no_show', event: { startAt: inHours(-1), endAt: inHours(2) } },
      'Вход или неявка уже отмечены',
    ],
  ])('is refused with words once %s', async (_name, given, words) => {
    const { id, path, status } = await registered(given);

    for (const reply of [await app.get(`${path}/cancellation`), await app.post(`${path}/cancellation`)]) {
      expect(reply.status).toBe(409);
      expect(reply.text).toContain(words);
    }
    expect(await statusOf(id)).toBe(status);
  });
});

describe('«Мои регистрации»', () => {
  test('are those with the address of the account, whatever its case, with any organizer, upcoming and past', async () => {
    const account = await createAccount({ email: 'Mine@example.test' });
    const soon = await registered({ email: 'mine@example.test', event: { title: 'Скоро' } });
    const waiting = await registered({ email: 'MINE@example.test', status: 'waitlisted', event: { title: 'Очередь' } });
    const past = await registered({ email: 'mine@EXAMPLE.test', event: { title: 'Давно', startAt: inHours(-50), endAt: inHours(-48) } });
    await registered({ email: 'other@example.test', event: { title: 'Чужое' } });
    const browser = await app.guest().logIn(account.email);

    for (const path of ['/registrations', '/visitors', '/registrations/mine']) {
      const { status, text } = await browser.get(path);
      expect(status).toBe(200);
      expect(text).toContain('<h1>Мои регистрации</h1>');
      for (const words of ['Скоро', 'Очередь', 'Давно', 'Лист ожидания: номер 1', `/registrations/${soon.id}/cancellation`])
        expect(text).toContain(words);
      expect(text).not.toContain('Чужое');
      expect(text).not.toContain(`/registrations/${past.id}/cancellation`);
      expect(text.indexOf('Скоро')).toBeLessThan(text.indexOf('Давно'));
    }
    expect((await browser.get(`/registrations/${waiting.id}`)).text).toContain('Вы в листе ожидания');
  });

  test('stay closed until the address is confirmed; the page offers the mail again', async () => {
    const account = await createAccount({ email: 'unproven@example.test', emailConfirmed: false });
    const { id } = await registered({ email: 'unproven@example.test', event: { title: 'Тайная встреча' } });
    const browser = await app.guest().logIn(account.email);

    const { text } = await browser.get('/registrations');

    expect(text).toContain('Сначала подтвердите почту');
    expect(text).toContain('action="/account/confirmation"');
    expect(text).not.toContain('Тайная встреча');
    for (const path of ['', '/cancellation', '/event.ics']) expect((await browser.get(`/registrations/${id}${path}`)).status).toBe(404);
    expect((await browser.post(`/registrations/${id}/cancellation`)).status).toBe(404);
    expect(await statusOf(id)).toBe('registered');
  });

  test('can be cancelled there, as the mail’s link can: Отменить регистрацию, Да, отменить', async () => {
    const account = await createAccount();
    const { id } = await registered({ email: account.email });
    const browser = await app.guest().logIn(account.email);

    const ticket = await browser.get(`/registrations/${id}`);
    expect(ticket.text).toContain(`/registrations/${id}/cancellation`);
    expect(ticket.text).toContain('QR-код');
    expect((await browser.get(`/registrations/${id}/cancellation`)).text).toContain('Да, отменить');
    const reply = await browser.post(`/registrations/${id}/cancellation`);
    expect([reply.status, reply.headers['location']]).toEqual([303, `/registrations/${id}`]);
    expect(await statusOf(id)).toBe('cancelled');
  });

  test('are all that a participant may touch: editing is for organizers, the registrations of others are not there', async () => {
    const account = await createAccount();
    const [own, foreign] = [await registered({ email: account.email }), await registered()];
    const browser = await app.guest().logIn(account.email);

    for (const path of ['edit', 'deletion']) expect((await browser.get(`/registrations/${own.id}/${path}`)).status).toBe(403);
    for (const path of ['', '/status', '/payment', '/deletion'])
      expect((await browser.post(`/registrations/${own.id}${path}`)).status).toBe(403);
    expect((await browser.get('/registrations/new')).status).toBe(403);
    expect((await browser.post('/registrations')).status).toBe(403);
    expect((await browser.post('/registrations/bulk')).status).toBe(403);
    for (const path of ['', '/cancellation', '/event.ics'])
      expect((await browser.get(`/registrations/${foreign.id}${path}`)).status).toBe(404);
    expect((await browser.post(`/registrations/${foreign.id}/cancellation`)).status).toBe(404);
    expect(await statusOf(foreign.id)).toBe('registered');
  });

  test('need an account: a guest logs in and is brought back', async () => {
    const { id } = await registered();

    for (const path of [
      '/registrations',
      '/registrations/mine',
      `/registrations/${id}`,
      `/registrations/${id}/cancellation`,
      '/registrations/new',
    ]) {
      const reply = await app.get(path);
      expect([reply.status, reply.headers['location']]).toEqual([303, `/login?return_to=${encodeURIComponent(path)}`]);
    }
    expect((await app.post(`/registrations/${id}/cancellation`)).status).toBe(303);
    expect(await statusOf(id)).toBe('registered');
  });
});
