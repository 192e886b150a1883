import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

/** A real SMTP server that keeps what it was sent. */
export interface MailServer {
  url: string;
  /** In the order of their coming. */
  received: ParsedMail[];
  /** Answers the recipients, the senders or the messages to come with this error, as `550 5.1.1 No such user`; null takes them again. */
  refuse(step: 'sender' | 'recipient' | 'message', words: string | null): void;
  /** Takes the next message and never answers; resolves when it has come. */
  hang(): Promise<void>;
  /** Goes away, cutting every connection; `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

class Refusal extends Error {
  readonly responseCode: number;

  constructor(words: string) {
    super(words.slice(4));
    this.responseCode = Number(words.slice(0, 3));
  }
}

/** Starts a mail server on a free port. */
export async function startMailServer(): Promise<MailServer> {
  const received: ParsedMail[] = [];
  const refusals = new Map<string, string>();
  let hanging: (() => void) | null = null;
  const answer = (step: string, done: (error?: Error) => void) => done(refusals.has(step) ? new Refusal(refusals.get(step)!) : undefined);
  const options: SMTPServerOptions = {
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom: (_address, _session, done) => answer('sender', done),
    onRcptTo: (_address, _session, done) => answer('recipient', done),
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        if (hanging) return hanging();
        if (!refusals.has('message')) received.push(mail);
        answer('message', done);
      }, done);
    },
  };
  let server: SMTPServer;
  let port = 0;
  const self: MailServer = {
    url: '',
    received,
    refuse: (step, words) => void (words === null ? refusals.delete(step) : refusals.set(step, words)),
    hang: () => new Promise<void>((resolve) => (hanging = resolve)).then(() => void (hanging = null)),
    async start() {
      server = new SMTPServer({ ...options, closeTimeout: 10 });
      server.on('error', () => {});
      server.listen(port, '127.0.0.1');
      await once(server.server, 'listening');
      port = (server.server.address() as { port: number }).port;
      self.url = `smtp://127.0.0.1:${port}`;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  await self.start();
  return self;
}
