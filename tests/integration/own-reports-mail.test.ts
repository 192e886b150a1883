import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { config } from '../../src/config.ts';
import { db } from '../../src/db.ts';
import { sendSavedReports } from '../../src/jobs/send-saved-reports.ts';
import { closeMailer, deliverDue } from '../../src/services/mail/deliver.ts';
import { queueSavedReports } from '../../src/services/own-reports/mailing.ts';
import { nextMailAt } from '../../src/presenters/own-reports/dates.ts';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createRegistration, createSavedReport } from '../support/factories.ts';
import { createManyRegistrations, csvCells } from '../support/reports.ts';
import { startMailServer } from '../support/smtp.ts';
import type { MailServer } from '../support/smtp.ts';
import { readPdf } from '../unit/formats/pdf-reader.ts';

let server: MailServer;
let app: TestApp;

beforeAll(async () => {
  server = await startMailServer();
  config.smtpUrl = server.url;
  app = await startApp();
});

beforeEach(async () => {
  await db.mail.deleteMany();
  await db.savedReport.deleteMany();
  server.received.length = 0;
});

afterAll(async () => {
  closeMailer();
  await server.stop();
});

const seconds = (count: number) => new Date(Date.now() + count * 1000);

/** An organizer with an event of 17 registrations, and a report on it that is due. */
async function dueReport(given: Parameters<typeof createSavedReport>[0] = {}) {
  const account = await createAccount({ role: 'organizer', firstName: 'Марина', lastName: 'Соколова' });
  const event = await createEvent({ organizerId: account.id, title: 'Джаз', visitorLimit: 30_000 });
  for (let n = 0; n < 3; n++) await createRegistration({ eventId: event.id, billedAmount: 100_050, status: 'attended' });
  const saved = await createSavedReport({ accountId: account.id, name: 'Моя сводка', ...given });
  return { account, event, saved };
}

const deliverOne = async () => {
  // the database rounds its clock to the nearest millisecond, which may be the next one
  await deliverDue(seconds(1));
  expect(server.received).toHaveLength(1);
  return server.received[0]!;
};

describe('the clock', () => {
  test.each([
    ['weekly', '2026-11-23T05:59:59Z', '2026-11-23T06:00:00Z'],
    ['weekly', '2026-11-23T06:00:00Z', '2026-11-30T06:00:00Z'],
    ['weekly', '2026-11-29T23:00:00Z', '2026-11-30T06:00:00Z'],
    ['monthly', '2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z'],
    ['monthly', '2026-11-30T22:00:00Z', '2026-12-01T06:00:00Z'],
    ['monthly', '2026-12-31T12:00:00Z', '2027-01-01T06:00:00Z'],
  ] as const)('%s after %s is %s', (schedule, now, next) => {
    expect(nextMailAt(schedule, new Date(now))).toEqual(new Date(next));
  });

  test('none is never', () => {
    expect(nextMailAt('none', new Date())).toBeNull();
  });
});

test('a due report is mailed once for its time, with two workers asking at once and again', async () => {
  const { saved, account } = await dueReport();
  await createSavedReport({ schedule: 'none' });
  await createSavedReport({ nextRunAt: seconds(60) });

  const counts = await Promise.all([sendSavedReports(), sendSavedReports(), sendSavedReports()]);

  expect(counts.map(({ reports }) => reports).toSorted()).toEqual([0, 0, 1]);
  expect(await queueSavedReports()).toBe(0);
  const mails = await db.mail.findMany();
  expect(mails.map(({ kind, recipient, payload }) => ({ kind, recipient, payload }))).toEqual([
    { kind: 'report', recipient: account.email, payload: { savedReportId: saved.id } },
  ]);
  const { nextRunAt } = await db.savedReport.findUniqueOrThrow({ where: { id: saved.id } });
  expect(nextRunAt).toEqual(nextMailAt('weekly', new Date()));
});

test('times that no worker was there for are made up for by one mail', async () => {
  const { saved } = await dueReport({ schedule: 'monthly', nextRunAt: new Date('2026-01-01T06:00Z') });

  expect(await queueSavedReports()).toBe(1);
  expect(await queueSavedReports()).toBe(0);

  const { nextRunAt } = await db.savedReport.findUniqueOrThrow({ where: { id: saved.id } });
  expect(nextRunAt!.getTime()).toBeGreaterThan(Date.now());
});

test.each([
  ['csv', 'text/csv', async (file: Buffer) => csvCells(file.toString()).at(-1)],
  [
    'xlsx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    async (file: Buffer) => (await readXlsx(file)).sheets[0]!.rows.at(-1)!.map(String),
  ],
  [
    'pdf',
    'application/pdf',
    async (file: Buffer) =>
      readPdf(file)
        .pages.flat()
        .filter((word) => /^(Итого|3)$/.test(word))
        .slice(-2),
  ],
] as const)('the mail carries the file as it is at sending time: %s', async (fileFormat, type, lastLine) => {
  const { event } = await dueReport({ fileFormat, choices: { columns: ['attended'] } });
  await queueSavedReports();
  await createRegistration({ eventId: event.id, status: 'cancelled' });

  const mail = await deliverOne();

  expect(mail.subject).toMatch(/^Отчёт «Моя сводка», \d+ [а-я]+$/);
  expect(mail.text).toContain('Марина');
  expect(mail.text).toContain('/reports/saved/');
  const [file] = mail.attachments.filter(({ contentType }) => contentType === type);
  expect(file!.filename).toMatch(new RegExp(`^Моя сводка \\d{4}-\\d\\d-\\d\\d\\.${fileFormat}$`));
  expect(await lastLine(file!.content)).toEqual(['Итого', '3']);
});

test('a file that is too large for a mail stays away, and the mail says so with a link', async () => {
  const { event } = await dueReport({ choices: { type: 'visitors', groupBy: 'none', columns: ['last_name', 'email'] } });
  await createManyRegistrations({ ...event, organizerId: event.organizerId }, 20_001);
  await queueSavedReports();

  const mail = await deliverOne();

  expect(mail.attachments.filter(({ contentType }) => contentType === 'application/pdf')).toEqual([]);
  expect(mail.text).toContain('слишком большим для письма');
  expect(mail.text).toContain('/reports/saved/');
});

test('it goes through trouble with the mail server and arrives once', async () => {
  await dueReport();
  await queueSavedReports();
  await server.stop();
  expect(await deliverDue(seconds(1))).toMatchObject({ claimed: 1, sent: 0 });

  await server.start();
  await deliverDue(seconds(12));
  await deliverDue(seconds(3600));

  expect(server.received).toHaveLength(1);
});

describe('nothing is sent', () => {
  test('when the mailing was stopped, the report deleted or the account is no organizer any more', async () => {
    const [stopped, deleted, demoted] = [await dueReport(), await dueReport(), await dueReport()];
    await queueSavedReports();
    await db.savedReport.update({ where: { id: stopped.saved.id }, data: { schedule: 'none', nextRunAt: null } });
    await db.savedReport.delete({ where: { id: deleted.saved.id } });
    await db.account.update({ where: { id: demoted.account.id }, data: { role: 'participant' } });

    await deliverDue(seconds(1));

    expect(server.received).toEqual([]);
    expect((await db.mail.findMany()).map(({ error }) => error)).toEqual(['outdated', 'outdated', 'outdated']);
  });

  test('to an address that was not confirmed', async () => {
    const { account } = await dueReport();
    await db.account.update({ where: { id: account.id }, data: { emailConfirmedAt: null } });

    expect(await queueSavedReports()).toBe(0);
    expect(await db.mail.count()).toBe(0);
  });
});

describe('the link that stops the mailing', () => {
  const stopLink = async () => {
    const { saved } = await dueReport();
    await queueSavedReports();
    const mail = await deliverOne();
    const list = mail.headers.get('list') as { unsubscribe?: { url: string }; 'unsubscribe-post'?: { name: string } };
    return {
      id: saved.id,
      link: new URL(list.unsubscribe!.url).pathname,
      headers: mail.headerLines.map(({ line }) => line),
      text: mail.text,
    };
  };
  const scheduleOf = async (id: number) => (await db.savedReport.findUniqueOrThrow({ where: { id } })).schedule;

  test('is in the mail and for mail programs, and asks first', async () => {
    const { id, link, headers, text } = await stopLink();

    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(text).toContain(link);
    const guest = app.guest();
    const page = await guest.get(link);
    expect(page.text).toContain('«Моя сводка»');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(await scheduleOf(id)).toBe('weekly');

    expect((await guest.post(link, { _csrf: undefined })).text).toContain('Отчёт больше не придёт');
    expect(await scheduleOf(id)).toBe('none');
    expect((await guest.get(link)).text).toContain('Отчёт больше не придёт');
  });

  test.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'],
  ])('works with one click from a mail program: %s', async (type, body) => {
    const { id, link } = await stopLink();

    expect((await app.guest().send('POST', link, body, { 'content-type': type })).status).toBe(200);

    expect(await scheduleOf(id)).toBe('none');
  });

  test('that nobody made is not found', async () => {
    for (const token of ['x', crypto.randomUUID(), "' OR 1=1"]) {
      expect((await app.guest().get(`/reports/stop/${encodeURIComponent(token)}`)).status).toBe(404);
      expect((await app.guest().send('POST', `/reports/stop/${encodeURIComponent(token)}`)).status).toBe(404);
    }
  });
});
