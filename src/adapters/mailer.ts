import { join } from 'node:path';
import { config } from '../config.ts';
import { openMailbox } from './dev-mailbox.ts';
import type { Mailer } from './message.ts';
import { openSmtp } from './smtp.ts';

export const mailboxFolder = join(config.dataDir, 'mailbox');

/** Whether mail stays here, to be read at /dev/mail. Never in production, where it would be lost. */
export const keepsMail = !config.smtpUrl && !config.isProduction;

/** SMTP, or the development mailbox where there is none; null in production without SMTP: mail waits in the outbox. */
export function openMailer(): Mailer | null {
  if (config.smtpUrl) return openSmtp(config.smtpUrl, config.mailFrom);
  return keepsMail ? openMailbox(mailboxFolder, config.mailFrom) : null;
}
