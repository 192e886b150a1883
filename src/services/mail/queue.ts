import type { Transaction } from '../../db.ts';

/** Every kind of mail; views/mail has a folder of templates for each. */
export const mailKinds = [
  'confirm-email',
  'password-reset',
  'password-changed',
  'registration-confirmed',
  'registration-waitlisted',
  'registration-promoted',
  'registration-moved',
  'registration-again',
  'registration-cancelled',
  'registration-refunded',
  'event-changed',
  'event-cancelled',
  'reminder-day',
  'reminder-hour',
  'rating-request',
  'report',
  'export-ready',
  'account-deleted',
  'group-event',
  'group-digest',
  'webinar-recording',
] as const;
export type MailKind = (typeof mailKinds)[number];

export interface QueuedMail {
  kind: MailKind;
  recipient: string;
  locale: string;
  eventId?: number;
  registrationId?: number;
  /** What the template needs and the database cannot tell at sending time; never a secret. */
  payload?: Record<string, string | number>;
}

/** Puts a mail into the outbox. In the caller's transaction: it is sent if and only if that commits. */
export async function queueMail(tx: Transaction, mail: QueuedMail): Promise<void> {
  await tx.mail.create({ data: mail, select: { id: true } });
}
