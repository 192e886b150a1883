import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { config } from '../../src/config.ts';
import { db } from '../../src/db.ts';
import { closeMailer, deliverDue } from '../../src/services/mail/deliver.ts';
import { claimDue, LEASE_MS, settle } from '../../src/services/mail/outbox.ts';
import { queueMail } from '../../src/services/mail/queue.ts';
import { createAccount, createEvent } from '../support/factories.ts';
import { startMailServer } from '../support/smtp.ts';
import type { MailServer } from '../support/smtp.ts';

let server: MailServer;

beforeAll(async () => {
  server = await startMailServer();
  config.smtpUrl = server.url;
});

beforeEach(async () => {
  await db.mail.deleteMany();
  server.received.length = 0;
});

afterAll(async () => {
  closeMailer();
  await server.stop();
});

const seconds = (count: number) => new Date(Date.now() + count * 1000);

async function register(email: string, eventId?: number): Promise<void> {
  const event = eventId ?? (await createEvent({ visitorLimit: 1000 })).id;
  await db.$queryRaw`SELECT * FROM register_visitor(${event}::int, 'Анна', 'Круглова', ${email}, NULL, 'ru', true)`;
}

/** A mail that needs nothing but an account. */
async function queueMails(count: number): Promise<void> {
  const { id } = await createAccount();
  for (let n = 1; n <= count; n++) {
    await queueMail(db, { kind: 'password-changed', recipient: `person${n}@example.test`, locale: 'ru', payload: { accountId: id } });
  }
}

const states = async () => (await db.mail.findMany({ orderBy: { id: 'asc' } })).map(({ state, attempts }) => `${state} ${attempts}`);
const onlyMail = () => db.mail.findFirstOrThrow();

test('a registration sends exactly one mail, and the row says when', async () => {
  await register('anna@example.test');

  expect(await deliverDue()).toEqual({ claimed: 1, sent: 1, isUnreachable: false });
  expect(await deliverDue(seconds(1))).toEqual({ claimed: 0, sent: 0, isUnreachable: false });

  expect(server.received.map((mail) => mail.subject)).toEqual([expect.stringContaining('Место за вами')]);
  const mail = await onlyMail();
  expect(mail).toMatchObject({ state: 'sent', attempts: 1, error: null });
  expect(Math.abs(mail.sentAt!.getTime() - Date.now())).toBeLessThan(5000);
});

test('a mail that meets no server is kept and sent once the server is back, exactly once', async () => {
  await server.stop();
  await register('anna@example.test');

  expect(await deliverDue()).toEqual({ claimed: 1, sent: 0, isUnreachable: true });
  expect(await onlyMail()).toMatchObject({ state: 'retry', attempts: 1, error: 'unreachable', sentAt: null });

  await server.start();
  expect(await deliverDue(seconds(5)), 'not before its time').toMatchObject({ claimed: 0 });
  expect(await deliverDue(seconds(11))).toMatchObject({ claimed: 1, sent: 1 });
  expect(await deliverDue(seconds(3600))).toMatchObject({ claimed: 0 });

  expect(server.received).toHaveLength(1);
  expect(await onlyMail()).toMatchObject({ state: 'sent', attempts: 2, error: null });
});

test('an outage uses up no tries of the mails that wait behind', async () => {
  await server.stop();
  await queueMails(20);

  expect(await deliverDue()).toMatchObject({ claimed: 20, sent: 0, isUnreachable: true });

  const after = await states();
  expect(after.filter((state) => state === 'retry 1').length).toBeLessThanOrEqual(4);
  expect(after.filter((state) => state === 'queued 0').length).toBeGreaterThanOrEqual(16);
  await server.start();
  expect(await deliverDue(seconds(11))).toMatchObject({ sent: 20 });
});

test('what was rolled back is never sent', async () => {
  const undone = db.$transaction(async (tx) => {
    await queueMail(tx, { kind: 'password-changed', recipient: 'anna@example.test', locale: 'ru' });
    throw new Error('undone');
  });

  await expect(undone).rejects.toThrow('undone');
  expect(await deliverDue()).toMatchObject({ claimed: 0 });
});

test('workers that run at once send every mail, and none twice', async () => {
  const event = await createEvent({ visitorLimit: 1000 });
  for (let n = 1; n <= 60; n++) await register(`person${n}@example.test`, event.id);

  for (let round = 0; round < 4; round++) await Promise.all([1, 2, 3, 4, 5].map(() => deliverDue(new Date(), { limit: 7 })));

  const ids = server.received.map((mail) => mail.messageId);
  expect(ids).toHaveLength(60);
  expect(new Set(ids).size).toBe(60);
  expect(new Set(await states())).toEqual(new Set(['sent 1']));
});

test('the mails of a worker that died come back when its claim ends, under the same message id', async () => {
  await queueMails(1);
  const [claimed] = await claimDue(new Date(), 10);

  expect(await deliverDue(seconds(LEASE_MS / 1000 - 5))).toMatchObject({ claimed: 0 });
  expect(await deliverDue(seconds(LEASE_MS / 1000 + 5))).toMatchObject({ claimed: 1, sent: 1 });

  expect(server.received[0]!.messageId).toBe(`<mail-${claimed!.id}@localhost>`);
  await settle(claimed!, { state: 'retry', at: new Date(), error: 'unreachable' });
  expect(await states(), 'the dead one changes nothing when it comes back').toEqual(['sent 2']);
});

test('a recipient that the server refuses for good is given up at once, in its words', async () => {
  server.refuse('recipient', '550 5.1.1 No such user here');
  await queueMails(1);

  expect(await deliverDue()).toMatchObject({ sent: 0, isUnreachable: false });
  server.refuse('recipient', null);

  const mail = await onlyMail();
  expect(mail).toMatchObject({ state: 'failed', attempts: 1 });
  expect(mail.error).toBe('550 5.1.1 No such user here');
  expect(await deliverDue(seconds(100_000))).toMatchObject({ claimed: 0 });
});

test('a recipient that is refused for now is tried again, and the others are sent meanwhile', async () => {
  server.refuse('recipient', '451 4.7.1 Greylisted, come back later');
  await queueMails(1);
  await deliverDue();
  server.refuse('recipient', null);
  await queueMails(1);
  await deliverDue();

  expect(await states()).toEqual(['retry 1', 'sent 1']);
  expect(await deliverDue(seconds(11))).toMatchObject({ sent: 1 });
});

test('a server that refuses our own address blames no recipient', async () => {
  server.refuse('sender', '553 5.7.1 Sender rejected');
  await queueMails(5);

  expect(await deliverDue()).toMatchObject({ sent: 0, isUnreachable: true });
  server.refuse('sender', null);

  expect((await states()).filter((state) => state.startsWith('failed'))).toEqual([]);
  expect(await deliverDue(seconds(11))).toMatchObject({ sent: 5 });
});

test('after ten tries within two days a mail is given up', async () => {
  server.refuse('message', '452 4.3.1 Out of disk');
  await queueMails(1);
  const pausesS: number[] = [];

  let now = new Date();
  for (let attempt = 1; attempt <= 10; attempt++) {
    expect(await deliverDue(now)).toMatchObject({ claimed: 1 });
    const mail = await onlyMail();
    expect(mail.state).toBe(attempt < 10 ? 'retry' : 'failed');
    if (attempt < 10) pausesS.push(Math.round((mail.runAt.getTime() - now.getTime()) / 1000));
    now = new Date(mail.runAt.getTime() + 1);
  }
  server.refuse('message', null);

  expect(pausesS).toEqual([10, 60, 300, 1800, 7200, 14_400, 28_800, 43_200, 72_000]);
  expect(await onlyMail()).toMatchObject({ attempts: 10, error: '452 4.3.1 Out of disk' });
});

test('a worker that is stopped begins no further mail and gives back what it cannot finish', async () => {
  await queueMails(6);
  const [stop, giveUp] = [new AbortController(), new AbortController()];
  stop.abort();
  expect(await deliverDue(new Date(), { stop: stop.signal })).toMatchObject({ claimed: 6, sent: 0 });
  expect(new Set(await states())).toEqual(new Set(['queued 0']));

  giveUp.abort();
  expect(await deliverDue(new Date(), { giveUp: giveUp.signal })).toMatchObject({ claimed: 6, sent: 0, isUnreachable: false });

  expect(new Set(await states())).toEqual(new Set(['queued 1']));
  expect(await deliverDue(seconds(1))).toMatchObject({ sent: 6 });
});

test('a server that does not answer cannot keep a worker from stopping', async () => {
  await queueMails(1);
  const giveUp = new AbortController();
  const hangs = server.hang();
  const delivery = deliverDue(new Date(), { giveUp: giveUp.signal });
  await hangs;
  giveUp.abort();

  expect(await delivery).toMatchObject({ claimed: 1, sent: 0 });
  expect(await states()).toEqual(['queued 1']);
});

test('a mail of a kind that this version does not know waits for one that does', async () => {
  await db.mail.create({ data: { kind: 'from-the-future', recipient: 'anna@example.test' } });

  await deliverDue();

  expect(await onlyMail()).toMatchObject({ state: 'retry', error: 'broken' });
});

test('the worker sends what is queued by itself and stops quickly', async () => {
  const { startWorker } = await import('../../src/worker.ts');
  const worker = await startWorker();
  await register('anna@example.test');

  for (let tries = 0; server.received.length === 0 && tries < 100; tries++) await wait(50);
  const stopping = performance.now();
  await worker.close();

  expect(server.received.map((mail) => mail.to)).toMatchObject([{ text: expect.stringContaining('anna@example.test') as string }]);
  expect(performance.now() - stopping).toBeLessThan(2000);
  expect(await states()).toEqual(['sent 1']);
});
