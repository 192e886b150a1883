import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createExpense, createRegistration } from '../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

async function organizerOf(fields: Parameters<typeof createEvent>[0] = {}) {
  const account = await createAccount({ role: 'organizer' });
  const event = await createEvent({ organizerId: account.id, ...fields });
  return { event, browser: await app.guest().logIn(account.email), path: `/events/${event.id}/expenses` };
}

const rent = { title: 'Аренда крыши', amount: '24000,50', spent_at: '2026-11-20' };

describe('expenses', () => {
  test('are added, shown with their total, and make the profit', async () => {
    const { event, browser, path } = await organizerOf({ price: 100_000 });
    await createRegistration({ eventId: event.id, billedAmount: 100_000, refundAmount: 10_000 });
    await createRegistration({ eventId: event.id });
    await createRegistration({ eventId: event.id, status: 'cancelled' });

    const page = await browser.follow(await browser.post(path, { ...rent, amount: '400' }));

    expect(page.text).toContain('Расход добавлен');
    expect(page.text).toContain('Аренда крыши');
    const money = [...page.text.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)].map(([, name, sum]) => [
      name,
      sum?.replaceAll('\u00a0', ' '),
    ]);
    expect(Object.fromEntries(money)).toEqual({
      Ожидается: '2 000 ₽',
      Оплачено: '1 000 ₽',
      Возвращено: '100 ₽',
      Расходы: '400 ₽',
      Прибыль: '500 ₽',
    });
    expect(page.text).toContain('Не оплачена 1 регистрация, 1\u00a0000\u00a0₽.');
  });

  test('are shown beside what is not paid, where who was refunded owes nothing', async () => {
    const { event, browser, path } = await organizerOf();
    await createRegistration({ eventId: event.id, price: 100_000, billedAmount: 40_000, refundAmount: 40_000 });
    expect((await browser.get(path)).text).not.toContain('Не оплачен');
  });

  test('keep kopecks and the calendar day', async () => {
    const { event, browser, path } = await organizerOf();
    await browser.post(path, rent);
    expect(await db.expense.findFirstOrThrow({ where: { eventId: event.id } })).toMatchObject({
      title: 'Аренда крыши',
      amount: 2_400_050,
      spentAt: new Date('2026-11-20T00:00Z'),
    });
  });

  test('are changed by a form that shows what was there', async () => {
    const { event, browser, path } = await organizerOf();
    const { id } = await createExpense({ eventId: event.id, title: 'Свет', amount: 900_050, spentAt: new Date('2026-11-27T00:00Z') });

    const form = await browser.get(`${path}/${id}/edit`);
    expect(form.text).toContain('value="9000,50"');
    expect(form.text).toContain('value="2026-11-27"');

    expect((await browser.follow(await browser.post(`${path}/${id}`, { ...rent, title: 'Звук' }))).text).toContain('Расход сохранён');
    expect(await db.expense.findUniqueOrThrow({ where: { id } })).toMatchObject({ title: 'Звук', amount: 2_400_050 });
  });

  test('are deleted after asking', async () => {
    const { event, browser, path } = await organizerOf();
    const { id } = await createExpense({ eventId: event.id, title: 'Афиши' });
    expect((await browser.get(`${path}/${id}/deletion`)).text).toContain('Удалить расход?');
    expect((await browser.follow(await browser.post(`${path}/${id}/deletion`))).text).toContain('Расход «Афиши» удалён');
    expect(await db.expense.count({ where: { id } })).toBe(0);
  });

  test.each([
    ['title', { title: '' }, 'Введите, на что потрачено'],
    ['title', { title: 'а'.repeat(201) }, 'Сократите до 200 символов'],
    ['amount', { amount: '' }, 'Введите сумму цифрами, например 24000 или 24000,50'],
    ['amount', { amount: '0' }, 'Введите сумму цифрами'],
    ['amount', { amount: '-5' }, 'Введите сумму цифрами'],
    ['amount', { amount: '10000000,01' }, 'Введите сумму не больше 10000000'],
    ['spent_at', { spent_at: '' }, 'Введите дату расхода'],
    ['spent_at', { spent_at: '2026-02-30' }, 'Введите дату расхода'],
  ])('with a wrong %s %j come back with what to type', async (field, fields, message) => {
    const { event, browser, path } = await organizerOf();
    const page = await browser.post(path, { ...rent, ...fields });
    expect(page.status).toBe(422);
    expect(page.text).toContain(`id="${field}-error"`);
    expect(page.text).toContain(message);
    expect(await db.expense.count({ where: { eventId: event.id } })).toBe(0);
  });

  test('of another event are not there, not even for its organizer', async () => {
    const { event, browser, path } = await organizerOf();
    const other = await createExpense();
    for (const address of [
      `${path}/${other.id}/edit`,
      `${path}/${other.id}/deletion`,
      `/events/${other.eventId}/expenses/${other.id}/edit`,
    ]) {
      expect((await browser.get(address)).status).toBe(404);
    }
    for (const address of [`${path}/${other.id}`, `${path}/${other.id}/deletion`])
      expect((await browser.post(address, rent)).status).toBe(404);
    expect(await db.expense.count({ where: { id: other.id } })).toBe(1);
    expect(await db.expense.count({ where: { eventId: event.id } })).toBe(0);
  });
});
