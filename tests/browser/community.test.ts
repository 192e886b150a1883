import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { config } from '../../src/config.ts';
import { closeMailer, deliverDue } from '../../src/services/mail/deliver.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { browserTest, expectAccessible, logIn, openWindow } from '../support/browser.ts';
import { createAccount, createEvent, createRegistration, createVisitor, inHours, mailsTo } from '../support/factories.ts';
import { startMailServer } from '../support/smtp.ts';
import type { MailServer } from '../support/smtp.ts';

// What keeps people together between events, done as they do it: on a phone in Russian, by the words that they read.

let app: TestApp;
let server: MailServer;

beforeAll(async () => {
  app = await startApp();
  server = await startMailServer();
  Object.assign(config, { smtpUrl: server.url, mailFrom: 'Точка сбора <tickets@example.test>', baseUrl: app.url });
});

afterAll(async () => {
  closeMailer();
  await server.stop();
});

const main = (page: Page) => page.getByRole('main');
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string | RegExp) => main(page).getByRole('link', { name }).first().click();
const fill = (page: Page, label: string, value: string) => main(page).getByLabel(label, { exact: false }).first().fill(value);
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

async function somebody(given: Parameters<typeof createAccount>[0]) {
  const account = await createAccount(given);
  const page = await openWindow(app);
  await logIn(page, account.email);
  return { account, page };
}

async function createGroupEvent(page: Page, title: string): Promise<void> {
  await follow(page, 'Создать мероприятие');
  await fill(page, 'Название', title);
  await fill(page, 'Дата и время начала', '2030-05-01T19:00');
  await fill(page, 'Дата и время окончания', '2030-05-01T21:00');
  await fill(page, 'Место проведения', 'Крыша «Фабрики»');
  await fill(page, 'Лимит посетителей', '20');
  await fill(page, 'Цена', '0');
  await press(page, 'Сохранить');
  expect(await heading(page)).toBe(title);
}

browserTest(
  'a group is founded, somebody joins, is told by mail of its new event, and stops such mails by one click',
  async () => {
    const { page: leader } = await somebody({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
    await leader.goto('/groups');
    await follow(leader, 'Основать группу');
    await press(leader, 'Основать группу');
    expect(await leader.title()).toMatch(/^Ошибка: /);
    await expectAccessible(leader);
    await fill(leader, 'Название', 'Джаз по субботам');
    await main(leader).getByLabel('Тема').selectOption({ label: 'Музыка' });
    await fill(leader, 'О чём группа', 'Слушаем **живой** джаз.');
    await press(leader, 'Основать группу');
    expect(await heading(leader)).toBe('Джаз по субботам');
    const group = leader.url();

    const { account, page: member } = await somebody({ firstName: 'Анна', lastName: 'Круглова' });
    await member.goto('/groups');
    await follow(member, 'Джаз по субботам');
    await press(member, 'Вступить');
    expect(await member.getByRole('status').first().innerText()).toContain('Вы в группе');
    expect(await main(member).innerText()).toContain('2 участника');

    await createGroupEvent(leader, 'Джаз на крыше');
    await deliverDue();
    const mail = server.received.find(({ to }) => JSON.stringify(to).includes(account.email))!;
    expect(mail.subject).toContain('Джаз на крыше');

    const { url } = (mail.headers.get('list') as unknown as { unsubscribe: { url: string } }).unsubscribe;
    const passerBy = await openWindow(app);
    await passerBy.goto(url);
    await expectAccessible(passerBy);
    await main(passerBy).getByRole('button').first().click();
    await member.goto(group);
    expect(await main(member).innerText()).toContain('Письма о новых мероприятиях выключены');

    await leader.goto(group);
    await createGroupEvent(leader, 'Джаз во дворе');
    expect(await mailsTo(account.email)).toEqual(['group-event']);
  },
  60_000,
);

browserTest(
  'after an event both sides rate each other, and neither reads the other before both have',
  async () => {
    const { account: organizer, page: host } = await somebody({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
    const { account: guest, page: visitor } = await somebody({ firstName: 'Ольга', lastName: 'Дёмина' });
    const event = await createEvent({ organizerId: organizer.id, title: 'Камерный вечер', startAt: inHours(-6), endAt: inHours(-3) });
    const known = await createVisitor({
      organizerId: organizer.id,
      emailAddress: guest.email,
      firstName: guest.firstName,
      lastName: guest.lastName,
    });
    const registration = await createRegistration({ eventId: event.id, visitorId: known.id, status: 'attended' });
    const passerBy = await openWindow(app);
    const readsReview = async (page: Page) => {
      await page.goto(`/events/${event.id}`);
      return (await main(page).innerText()).includes('Альт и свечи.');
    };

    await visitor.goto('/registrations');
    await follow(visitor, 'Поставить оценку');
    await main(visitor).getByRole('radio', { name: '4 из 5' }).first().focus();
    await visitor.keyboard.press('ArrowRight');
    await fill(visitor, 'Отзыв', 'Альт и свечи.');
    await press(visitor, 'Отправить оценку');
    expect(await main(visitor).innerText()).toContain('Опубликуем, когда организатор тоже поставит оценку');
    await expectAccessible(visitor);
    expect([await readsReview(passerBy), await readsReview(host), await readsReview(visitor)]).toEqual([false, false, true]);

    await host.goto(`/events/${event.id}`);
    await follow(host, 'Оценить участников');
    await main(host).locator(`label[for="stars_${registration.id}-5"]`).click();
    await fill(host, 'Для организаторов', 'Помогла рассадить опоздавших');
    await press(host, 'Сохранить оценки');
    expect(await main(host).innerText()).toContain('Оценка опубликована');

    expect(await readsReview(passerBy)).toBe(true);
    expect(await main(passerBy).innerText()).toMatch(/5,0\s*из 5, 1 оценка/);
    await visitor.goto(`/registrations/${registration.id}/rating`);
    const told = await main(visitor).innerText();
    expect(told).toContain('о вашем участии: участие отмечено');
    expect(told).not.toContain('Помогла рассадить');
  },
  120_000,
);
