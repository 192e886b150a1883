import { setTimeout as wait } from 'node:timers/promises';
import { logger } from '../logger.ts';
import { BATCH, canDeliver, closeMailer, deliverDue } from '../services/mail/deliver.ts';
import { nextPause } from './pace.ts';

/** How long mails that are being sent may take once a stop was asked for. */
const GRACE_MS = 2500;

export interface Running {
  close(): Promise<void>;
}

/** Sends what is due in the outbox, several times a second, until it is closed. */
export function startDelivery(): Running {
  if (!canDeliver()) {
    logger.warn({ event: 'mail.no-server' }, 'SMTP_URL is not set: mails wait in the outbox');
    return { close: () => Promise.resolve() };
  }
  const stop = new AbortController();
  const giveUp = new AbortController();
  const ended = deliverUntil(stop.signal, giveUp.signal);
  return {
    async close() {
      stop.abort();
      const impatience = setTimeout(() => giveUp.abort(), GRACE_MS);
      await ended;
      clearTimeout(impatience);
      closeMailer();
    },
  };
}

async function deliverUntil(stop: AbortSignal, giveUp: AbortSignal): Promise<void> {
  let pauseMs = 0;
  let limit = BATCH;
  while (!stop.aborted) {
    const delivery = await deliverDue(new Date(), { limit, stop, giveUp }).catch(reportTrouble);
    pauseMs = nextPause(pauseMs, limit, delivery);
    // while nothing gets through, one mail is enough to find out when it does again
    limit = delivery && !delivery.isUnreachable ? BATCH : 1;
    await wait(pauseMs, undefined, { signal: stop }).catch(() => {});
  }
}

function reportTrouble(error: unknown): null {
  logger.error({ event: 'mail.delivery', err: error });
  return null;
}
