import { createTransport } from 'nodemailer';
import type { Mailer } from './message.ts';

/** As many as deliver.ts sends side by side. */
const CONNECTIONS = 4;

/** Automatic mail: no out-of-office answers to it, please. */
const ownHeaders = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

/** Mail over SMTP, on connections that are kept open while there is something to send. */
export function openSmtp(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 500,
    // A connection that broke may have carried the message already: trying again is for the outbox to decide.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    socketCloseTimeout: 500,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ attachments, headers = {}, ...message }, signal) {
      const parts = attachments.map((part) => ({ ...part, contentDisposition: part.cid ? ('inline' as const) : ('attachment' as const) }));
      await transport.sendMail({
        ...message,
        from,
        headers: { ...ownHeaders, ...headers },
        attachments: parts,
        ...(signal ? { signal } : {}),
      });
    },
    close: () => transport.close({ force: true }),
  };
}
