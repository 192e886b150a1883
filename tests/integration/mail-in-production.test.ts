import { expect, test } from 'vitest';

test('in production without SMTP mail waits in the outbox, and there is no mailbox to read', async () => {
  Object.assign(process.env, { NODE_ENV: 'production', SMTP_URL: '' });
  const { startApp } = await import('../support/app.ts');
  const { createAccount } = await import('../support/factories.ts');
  const { db } = await import('../../src/db.ts');
  const { queueMail } = await import('../../src/services/mail/queue.ts');
  const { deliverDue } = await import('../../src/services/mail/deliver.ts');
  const { startDelivery } = await import('../../src/jobs/deliver-mail.ts');
  const account = await createAccount();
  await queueMail(db, { kind: 'password-changed', recipient: account.email, locale: 'ru', payload: { accountId: account.id } });

  expect(await deliverDue()).toEqual({ claimed: 0, sent: 0, isUnreachable: false });
  await startDelivery().close();

  expect(await db.mail.findFirstOrThrow()).toMatchObject({ state: 'queued', attempts: 0 });
  expect((await (await startApp()).get('/dev/mail')).status).toBe(404);
});
