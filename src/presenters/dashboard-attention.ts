import type { Words } from './formatter.ts';
import { fullName } from './visitor-names.ts';

const DAY_MS = 86_400_000;

interface Waiting {
  kind: 'due' | 'refund' | 'waiting' | 'draft' | 'mail';
  count: number;
  amount: number;
  eventId: number | null;
  title: string | null;
  startAt: Date | null;
  timeZone: string | null;
  atEvent: number;
  firstName: string | null;
  lastName: string | null;
  since: Date | null;
}

const looks = {
  due: { icon: 'cash-coin', tone: 'warn' },
  refund: { icon: 'arrow-return-left', tone: 'bad' },
  waiting: { icon: 'hourglass-split', tone: 'warn' },
  draft: { icon: 'pencil', tone: '' },
  mail: { icon: 'envelope', tone: 'bad' },
};

/** The values of an item of views/home/_attention.ejs. */
export function attentionItem(item: Waiting, words: Words, now = new Date()) {
  const { t, fmt } = words;
  return {
    ...looks[item.kind],
    title: t(`dashboard:attention.${item.kind}.title`, { count: item.count, number: fmt.number(item.count) }),
    text: textOf(item, words, now),
    href: hrefOf(item),
    action: t(`dashboard:attention.${item.kind}.action`),
  };
}

function hrefOf({ kind, eventId }: Waiting): string {
  switch (kind) {
    case 'due':
      return '/registrations?payment=due';
    case 'refund':
      return '/registrations?payment=refund_due';
    case 'waiting':
      return `/events/${eventId}/edit#visitor_limit`;
    case 'draft':
      return `/events/${eventId}`;
    case 'mail':
      return `/events/${eventId}/mails`;
  }
}

function textOf(item: Waiting, words: Words, now: Date): string {
  const { t, fmt } = words;
  const { kind, title, startAt, timeZone, atEvent, count } = item;
  const sum = fmt.money(item.amount);
  const when = startAt && timeZone ? fmt.date(startAt, timeZone) : '';
  switch (kind) {
    case 'due':
      return title ? t('dashboard:attention.due.text', { sum, title, when }) : t('dashboard:attention.due.text_past', { sum });
    case 'refund':
      return t('dashboard:attention.refund.text', { sum, ...longestWaiting(item, t, now) });
    case 'waiting':
    case 'mail':
      return atEvent === count
        ? t('dashboard:attention.at', { title, when })
        : t('dashboard:attention.most', { title, when, number: fmt.number(atEvent) });
    case 'draft':
      return t('dashboard:attention.draft.text', { title, when });
  }
}

const longestWaiting = ({ firstName, lastName, since }: Waiting, t: Words['t'], now: Date) => ({
  name: fullName({ firstName: firstName ?? '', lastName: lastName ?? '' }, t),
  count: Math.max(0, Math.floor((now.getTime() - (since ?? now).getTime()) / DAY_MS)),
});
