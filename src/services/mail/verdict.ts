/**
 * What became of a try to send.
 * - `refused`: the server will never take this mail for this recipient.
 * - `postponed`: it may take it later.
 * - `unreachable`: it takes no mail of ours at the moment; the trouble is not this mail's.
 * - `interrupted`: we stopped the try ourselves.
 */
export interface Verdict {
  outcome: 'refused' | 'postponed' | 'unreachable' | 'interrupted';
  /** The server's own words, or a key of mail:errors. Nothing about our side of the connection: organizers read it. */
  error: string;
  /** For the log: what nodemailer calls it, and the status of the server's answer. */
  reason: string;
}

interface SmtpError {
  code?: unknown;
  responseCode?: unknown;
  command?: unknown;
  response?: unknown;
  permanent?: unknown;
  cause?: unknown;
}

const LONGEST_ERROR = 300;

/** Judges the error of a failed send. */
export function judge(error: unknown): Verdict {
  const { code, responseCode } = error as SmtpError;
  return { ...verdictOn(error as SmtpError), reason: [code, responseCode].filter(Boolean).join(' ') };
}

/** What is refused before the recipient was named is about us, and so is 421: the server goes away. */
function verdictOn({ code, command, response, permanent, cause }: SmtpError): Omit<Verdict, 'reason'> {
  const isOurStop = code === 'EABORT' && (cause as Error | undefined)?.name !== 'TimeoutError';
  if (isOurStop) return { outcome: 'interrupted', error: 'interrupted' };
  if (code === 'EENVELOPE' && command === 'API') return { outcome: 'refused', error: 'address' };
  const isAboutMail = (command === 'RCPT TO' || command === 'DATA') && typeof response === 'string' && !response.startsWith('421');
  if (isAboutMail) return { outcome: permanent ? 'refused' : 'postponed', error: oneLine(response) };
  return { outcome: 'unreachable', error: 'unreachable' };
}

const oneLine = (words: string) => words.replace(/\s+/g, ' ').trim().slice(0, LONGEST_ERROR).toWellFormed();
