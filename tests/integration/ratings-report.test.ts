import { beforeAll, expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import type { Browser, TestApp } from '../support/app.ts';
import {
  createAccount,
  createAttendance,
  createEvent,
  createEventRating,
  createParticipantRating,
  createVisitor,
  inHours,
} from '../support/factories.ts';
import { readPdf } from '../unit/formats/pdf-reader.ts';

let app: TestApp;
let organizer: Browser;
let visitorId: number;

/** A visitor who was at three events: both sides published, both waiting, nobody rated. */
beforeAll(async () => {
  app = await startApp();
  const account = await createAccount({ role: 'organizer' });
  organizer = await app.guest().logIn(account.email);
  visitorId = (await createVisitor({ organizerId: account.id })).id;
  const visit = async (title: string, daysAgo: number) => {
    const event = await createEvent({ organizerId: account.id, title, startAt: inHours(-24 * daysAgo), endAt: inHours(-24 * daysAgo + 2) });
    return createAttendance({ eventId: event.id, visitorId });
  };
  const [both, waiting] = [await visit('Первое', 3), await visit('Второе', 2)];
  await visit('Третье', 1);
  await createEventRating({ registrationId: both.id, stars: 4 });
  await createParticipantRating({ registrationId: both.id, stars: 5 });
  await createEventRating({ registrationId: waiting.id, stars: 1 });
});

test('the report on a visitor has the ratings of both sides, but none that waits to be published', async () => {
  const { text } = await organizer.get(`/reports?type=visitor&visitor_id=${visitorId}&format=screen`);
  const rows = [...text.matchAll(/<tr>[^]*?<\/tr>/g)].map(([row]) => row.replace(/<[^>]*>/g, ' '));

  expect(rows[0]).toMatch(/Оценка мероприятия\s+Оценка участника/);
  expect(rows.find((row) => row.includes('Первое'))).toMatch(/4 из 5\s+5 из 5/);
  expect(rows.find((row) => row.includes('Второе'))).toMatch(/—\s+—/);
  expect(rows.find((row) => row.includes('Третье'))).toMatch(/—\s+—/);
});

test('so do its files', async () => {
  const csv = (await organizer.get(`/reports/visitor.csv?visitor_id=${visitorId}`)).text.split('\r\n');
  expect(csv[0]).toMatch(/;Оценка мероприятия;Оценка участника$/);
  expect(csv.find((line) => line.startsWith('Первое'))).toMatch(/;4;5$/);
  expect(csv.find((line) => line.startsWith('Второе'))).toMatch(/;;$/);

  const cookie = [...organizer.cookies].map((pair) => pair.join('=')).join('; ');
  const file = async (format: string) =>
    Buffer.from(await (await fetch(`${app.url}/reports/visitor.${format}?visitor_id=${visitorId}`, { headers: { cookie } })).arrayBuffer());
  const words = readPdf(await file('pdf'))
    .pages.flat()
    .join(' ')
    .replaceAll('\u00a0', ' ');
  expect(words).toContain('Оценка мероприятия');
  expect(words).toContain('4 из 5');
  expect((await file('xlsx')).subarray(0, 2).toString()).toBe('PK');
});
