import { openMailer } from '../../adapters/mailer.ts';
import type { Mailer, Message } from '../../adapters/message.ts';
import { logger } from '../../logger.ts';
import { pauseAfter } from './backoff.ts';
import { claimDue, LEASE_MS, settle, settleOutdated } from './outbox.ts';
import type { ClaimedMail } from './outbox.ts';
import { renderMail } from './render.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** How many mails one round claims, and how many of them are sent side by side. */
export const BATCH = 20;
const LANES = 4;
/** No try takes longer. */
const TRY_MS = 60_000;

export interface Delivery {
  claimed: number;
  sent: number;
  /** The server takes nothing at the moment; what was not tried is queued again. */
  isUnreachable: boolean;
}

interface Options {
  limit?: number;
  /** Lets no further mail begin. */
  stop?: AbortSignal;
  /** Breaks off even what is being sent; it is queued again. */
  giveUp?: AbortSignal;
}

type Result = { outcome: 'sent' | 'outdated' } | Verdict;

let mailer: Mailer | null = null;

/** False in production without SMTP_URL: then mail waits in the outbox. */
export const canDeliver = (): boolean => (mailer ??= openMailer()) !== null;

/** Closes the connections to the mail server; the next delivery opens new ones. */
export function closeMailer(): void {
  mailer?.close();
  mailer = null;
}

/** Sends the mails that are due, one round of them. Any number of workers may do so at once. */
export async function deliverDue(now: Date = new Date(), { limit = BATCH, stop, giveUp }: Options = {}): Promise<Delivery> {
  const delivery = { claimed: 0, sent: 0, isUnreachable: false };
  if (!canDeliver()) return delivery;
  const started = performance.now();
  const clock = () => new Date(now.getTime() + performance.now() - started);
  const waiting = await claimDue(now, limit);
  delivery.claimed = waiting.length;

  const goesOn = () => !delivery.isUnreachable && !stop?.aborted && performance.now() - started < LEASE_MS - TRY_MS;
  const sendInTurn = async () => {
    while (goesOn()) {
      const mail = waiting.shift();
      if (!mail) return;
      const result = await deliver(mail, clock, giveUp);
      if (result.outcome === 'sent') delivery.sent += 1;
      if (result.outcome === 'unreachable') delivery.isUnreachable = true;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, sendInTurn));
  await Promise.all(waiting.map((mail) => settle(mail, { state: 'queued', at: now, attempts: mail.attempts - 1 })));
  const broken = lanes.find((lane) => lane.status === 'rejected');
  if (broken) throw broken.reason;
  return delivery;
}

async function deliver(mail: ClaimedMail, clock: () => Date, giveUp?: AbortSignal): Promise<Result> {
  const started = performance.now();
  const result = await tryToSend(mail, clock(), giveUp);
  await record(mail, result, clock());
  const { id, kind, attempts } = mail;
  const reason = 'reason' in result ? result.reason : undefined;
  logger.info({ event: 'mail', mailId: id, kind, attempts, outcome: result.outcome, reason, ms: Math.round(performance.now() - started) });
  return result;
}

async function tryToSend(mail: ClaimedMail, now: Date, giveUp?: AbortSignal): Promise<Result> {
  let message: Message | null;
  try {
    message = await renderMail(mail, now);
  } catch (error) {
    logger.error({ event: 'mail.broken', mailId: mail.id, kind: mail.kind, err: error });
    return { outcome: 'postponed', error: 'broken', reason: 'broken' };
  }
  if (!message) return { outcome: 'outdated' };
  const patience = AbortSignal.timeout(TRY_MS);
  try {
    await mailer!.send(message, giveUp ? AbortSignal.any([patience, giveUp]) : patience);
    return { outcome: 'sent' };
  } catch (error) {
    return judge(error);
  }
}

async function record(mail: ClaimedMail, result: Result, at: Date): Promise<void> {
  switch (result.outcome) {
    case 'sent':
      return settle(mail, { state: 'sent', at });
    case 'outdated':
      return settleOutdated(mail);
    case 'refused':
      return settle(mail, { state: 'failed', error: result.error });
    case 'interrupted':
      return settle(mail, { state: 'queued', at, attempts: mail.attempts });
    default:
      return tryLater(mail, result.error, at);
  }
}

function tryLater(mail: ClaimedMail, error: string, at: Date): Promise<void> {
  const pauseMs = pauseAfter(mail.attempts);
  return settle(mail, pauseMs === null ? { state: 'failed', error } : { state: 'retry', error, at: new Date(at.getTime() + pauseMs) });
}
