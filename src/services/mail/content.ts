import type { Attachment } from '../../adapters/message.ts';

/** What a kind of mail adds to the frame that all mails share. */
export interface MailContent {
  toName: string;
  /** For the texts of locales/mail.json: subject, preview, heading, reason. */
  say: Record<string, string>;
  /** The local `mail` of the views. */
  values: object;
  attachments: Attachment[];
  headers?: Record<string, string>;
}
