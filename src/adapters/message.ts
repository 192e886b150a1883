export interface Attachment {
  filename: string;
  /** With the charset or the calendar method, as the header will say it. */
  contentType: string;
  content: Buffer;
  /** Set for a picture that the HTML shows by `cid:`. */
  cid?: string;
}

export interface Message {
  /** The same for every try of one mail, so that a mail client knows a doubled one. */
  messageId: string;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  attachments: Attachment[];
  /** Beyond those that all mails have. */
  headers?: Record<string, string>;
}

/** Hands messages over to whoever carries them on. */
export interface Mailer {
  /**
   * @throws the error of nodemailer when the message was not taken, or the signal ended the try
   */
  send(message: Message, signal?: AbortSignal): Promise<void>;
  close(): void;
}
