import { db } from '../../db.ts';

/** A mail that this worker has claimed. */
export interface ClaimedMail {
  id: number;
  kind: string;
  recipient: string;
  locale: string;
  payload: unknown;
  registrationId: number | null;
  /** This try included. Nobody else has the mail as long as it is `sending` with this number. */
  attempts: number;
}

/** How long a claim holds: the mails of a worker that died come back after it. */
export const LEASE_MS = 2 * 60 * 1000;

/** Claims due mails, the longest due first; several workers at once get different ones. */
export function claimDue(now: Date, limit: number): Promise<ClaimedMail[]> {
  const leaseEnd = new Date(now.getTime() + LEASE_MS);
  return db.$queryRaw<ClaimedMail[]>`
    WITH due AS MATERIALIZED (
      SELECT id FROM mails WHERE state IN ('queued', 'sending', 'retry') AND run_at <= ${now}::timestamptz
      ORDER BY run_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE mails m SET state = 'sending', attempts = m.attempts + 1, run_at = ${leaseEnd}::timestamptz
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.kind, m.recipient, m.locale, m.payload, m.registration_id AS "registrationId", m.attempts`;
}

export type Settlement =
  | { state: 'sent'; at: Date }
  | { state: 'retry'; at: Date; error: string }
  | { state: 'failed'; error: string }
  | { state: 'queued'; at: Date; attempts: number };

/** Writes down what became of a claimed mail, unless the claim ran out and somebody else has it by now. */
export async function settle(mail: ClaimedMail, result: Settlement): Promise<void> {
  await db.mail.updateMany({ where: { id: mail.id, state: 'sending', attempts: mail.attempts }, data: columns(result) });
}

function columns(result: Settlement) {
  switch (result.state) {
    case 'sent':
      return { state: 'sent', sentAt: result.at, error: null };
    case 'retry':
      return { state: 'retry', runAt: result.at, error: result.error };
    case 'failed':
      return { state: 'failed', error: result.error };
    case 'queued':
      return { state: 'queued', runAt: result.at, attempts: result.attempts };
  }
}

/**
 * A mail that is no longer true is never sent and stays visible as failed with the error `outdated`. A reminder lets go of its
 * registration besides, so that the clock may queue another one when the event has moved.
 */
export async function settleOutdated(mail: ClaimedMail): Promise<void> {
  const isReminder = mail.kind.startsWith('reminder-');
  await db.mail.updateMany({
    where: { id: mail.id, state: 'sending', attempts: mail.attempts },
    data: { state: 'failed', error: 'outdated', ...(isReminder ? { registrationId: null } : {}) },
  });
}
