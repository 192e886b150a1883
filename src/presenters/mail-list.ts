import { isGone } from '../policies/privacy.ts';
import type { Words } from './formatter.ts';
import { liveEmail } from './visitor-names.ts';

interface Mail {
  id: number;
  kind: string;
  recipient: string;
  state: 'queued' | 'sending' | 'sent' | 'retry' | 'failed';
  attempts: number;
  runAt: Date;
  sentAt: Date | null;
  createdAt: Date;
  error: string | null;
}

const looks = {
  queued: { tone: '', icon: 'hourglass-split' },
  sending: { tone: 'info', icon: 'send' },
  sent: { tone: 'ok', icon: 'check' },
  retry: { tone: 'warn', icon: 'arrow-repeat' },
  failed: { tone: 'bad', icon: 'x-circle-fill' },
  outdated: { tone: '', icon: 'slash-circle' },
};

const ownErrors = ['unreachable', 'interrupted', 'address', 'broken', 'outdated'];

/** The values of views/mails: rows and the address of the next page. */
export function mailPage(event: { id: number; timeZone: string }, found: { rows: Mail[]; next: number | null }, words: Words) {
  return {
    rows: found.rows.map((mail) => mailRow(mail, event, words)),
    nextPage: found.next === null ? '' : `/events/${event.id}/mails?before=${found.next}`,
  };
}

function mailRow(mail: Mail, { id: eventId, timeZone }: { id: number; timeZone: string }, { t, fmt }: Words) {
  const state = mail.error === 'outdated' ? 'outdated' : mail.state;
  return {
    recipient: liveEmail(mail.recipient) || t('people:deleted'),
    kind: t(`mail:kinds.${mail.kind}`),
    tag: { text: t(`mail:states.${state}`), ...looks[state] },
    time: fmt.short(mail.sentAt ?? mail.createdAt, timeZone),
    nextTry: mail.state === 'retry' ? t('mail:list.next_try', { time: fmt.short(mail.runAt, timeZone) }) : '',
    attempts: fmt.number(mail.attempts),
    error: mail.state === 'sent' ? '' : errorText(mail.error, t),
    again: state === 'failed' && !isGone(mail.recipient) ? `/events/${eventId}/mails/${mail.id}/deliveries` : '',
  };
}

/** Our own errors in words; what a mail server said as it said it. */
const errorText = (error: string | null, t: Words['t']): string =>
  error !== null && ownErrors.includes(error) ? t(`mail:errors.${error}`) : (error ?? '');
