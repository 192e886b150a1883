import { afterAll, expect, test, vi } from 'vitest';
import { db } from '../../../src/db.ts';
import { deliverDue } from '../../../src/services/mail/deliver.ts';
import { listMailbox } from '../../../src/services/mail/mailbox.ts';
import { registerVisitor } from '../../../src/services/registrations/register.ts';
import { closeRooms } from '../../../src/services/webinars/rooms.ts';
import { startApp } from '../../support/app.ts';
import { createWebinar } from '../../support/broadcast.ts';
import { createAccount, createEvent, inHours } from '../../support/factories.ts';

vi.hoisted(() => Object.assign(process.env, { RATE_LIMIT: 'off' }));

const app = await startApp();
afterAll(closeRooms);

const form = {
  title: 'Node.js под нагрузкой',
  start_at: '2030-05-01T19:00',
  end_at: '2030-05-01T21:00',
  time_zone: 'Europe/Moscow',
  format: 'online',
  online_place: 'webinar',
  online_url: '',
  visitor_limit: '60',
  price: '0',
};

const organizer = async () => {
  const account = await createAccount({ role: 'organizer' });
  return { account, browser: await app.guest().logIn(account.email) };
};

const idIn = (location: string | undefined) => Number(/\/events\/(\d+)/.exec(location ?? '')?.[1]);
const eventOf = (id: number) => db.event.findUniqueOrThrow({ where: { id }, select: { hasWebinar: true, onlineUrl: true, format: true } });

test('an event meets in a webinar here or by a link, as its organizer says, and may change that', async () => {
  const { browser } = await organizer();
  const id = idIn((await browser.post('/events', { ...form, online_url: 'not read' })).headers['location']);
  expect(await eventOf(id)).toEqual({ hasWebinar: true, onlineUrl: '', format: 'online' });
  expect((await browser.get(`/events/${id}/edit`)).text).toMatch(/value="webinar" checked/);

  await browser.post(`/events/${id}`, { ...form, online_place: 'link', online_url: 'https://meet.example.test/a' });
  expect(await eventOf(id)).toEqual({ hasWebinar: false, onlineUrl: 'https://meet.example.test/a', format: 'online' });
  await browser.post(`/events/${id}`, { ...form, format: 'offline', location: 'Москва' });
  expect(await eventOf(id)).toEqual({ hasWebinar: false, onlineUrl: '', format: 'offline' });
  expect((await browser.post('/events', { ...form, online_place: 'link' })).text).toContain('Введите ссылку целиком');
  expect((await browser.post('/events', { ...form, online_place: 'elsewhere' })).status).toBe(422);
});

test('a webinar that was on air cannot be taken from its event', async () => {
  const { account, browser } = await organizer();
  const event = await createWebinar({ organizerId: account.id });
  await db.webinar.update({ where: { eventId: event.id }, data: { state: 'live', startedAt: new Date() } });
  const reply = await browser.post(`/events/${event.id}`, { ...form, online_place: 'link', online_url: 'https://meet.example.test/a' });

  expect(reply.status).toBe(422);
  expect(reply.text).toContain('Вебинар уже был в эфире');
});

test('a copy has a webinar of its own', async () => {
  const { account, browser } = await organizer();
  const event = await createWebinar({ organizerId: account.id });
  const id = idIn((await browser.post(`/events/${event.id}/copies`)).headers['location']);

  expect(await eventOf(id)).toMatchObject({ hasWebinar: true, onlineUrl: '' });
  expect(id).not.toBe(event.id);
});

test('the page of the event lets in from a quarter of an hour before, and says so until then', async () => {
  const member = await createAccount();
  const browser = await app.guest().logIn(member.email);
  const pageOf = async (startAt: Date) => {
    const event = await createWebinar({ startAt });
    const { firstName, lastName, email } = member;
    await registerVisitor(event.id, { firstName, lastName, email, phone: null }, { locale: 'ru', acceptWaitlist: false });
    return { event, text: (await browser.get(`/events/${event.id}`)).text };
  };
  const [soon, later] = [await pageOf(inHours(0.2)), await pageOf(inHours(5))];

  expect(soon.text).toContain(`href="/webinars/${soon.event.id}"`);
  expect(soon.text).toContain('Войти в вебинар');
  expect(later.text).not.toContain('Войти в вебинар');
  expect(later.text).toContain('Эфир начнётся');
  expect(later.text).toContain(`href="/webinars/${later.event.id}?tab=questions"`);
  expect((await browser.get(`/webinars/${later.event.id}?tab=questions`)).text).toContain('Вопрос ведущему');
  const mine = (await browser.get('/registrations')).text;
  expect(mine).toContain(`href="/webinars/${soon.event.id}"`);
  expect((await app.guest().get(`/events/${soon.event.id}`)).text).not.toContain('Войти в вебинар');
});

test('mail, ticket and calendar of a registration have its own link, that of the place’s side of a hybrid event none', async () => {
  const person = (email: string) => ({ firstName: 'Ольга', lastName: 'Ким', email, phone: null });
  const event = await createWebinar({ startAt: inHours(30) });
  const { token } = await registerVisitor(event.id, person('olga@example.test'), { locale: 'ru', acceptWaitlist: false });
  const { token: secret } = await db.registration.findFirstOrThrow({ where: { eventId: event.id } });
  const link = `/r/${secret}/webinar`;
  await deliverDue();
  const mail = (await listMailbox()).find(({ to }) => JSON.stringify(to).includes('olga@example.test'))!;

  expect(token).toBe(secret);
  expect((await app.guest().get(`/r/${secret}`)).text).toContain(link);
  expect((await app.guest().get(`/r/${secret}/event.ics`)).text.replaceAll(/\r\n\s/g, '')).toContain(`http://localhost:3000${link}`);
  expect((await app.guest().get(`/dev/mail/${mail.id}/html`)).text).toContain(link);

  const hybrid = await createEvent({ format: 'hybrid' });
  await db.event.update({ where: { id: hybrid.id }, data: { hasWebinar: true, onlineUrl: '' } });
  const side = async (email: string, isRemote: boolean) => {
    const here = await registerVisitor(hybrid.id, person(email), { locale: 'ru', acceptWaitlist: false, isRemote });
    return { link: `/r/${here.token}/webinar`, ticket: (await app.guest().get(`/r/${here.token}`)).text };
  };
  const [remote, present] = [await side('far@example.test', true), await side('near@example.test', false)];
  expect(remote.ticket).toContain(remote.link);
  expect(present.ticket).not.toContain(present.link);
  expect((await app.guest().get(remote.link)).status).toBe(303);
  expect((await app.guest().get(present.link)).status).toBe(404);
});
