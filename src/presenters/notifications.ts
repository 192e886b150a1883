import { notificationKinds } from '../policies/notifications.ts';
import type { NotificationKind } from '../policies/notifications.ts';
import { SITE_ZONE } from '../schemas/events.ts';
import type { Words } from './formatter.ts';

interface Notice {
  id: number;
  kind: string;
  payload: Record<string, string | number>;
  readAt: Date | null;
  createdAt: Date;
}

const noticeIcons: Record<NotificationKind, string> = {
  reply: 'chat-left-text',
  ['group-event']: 'calendar-event',
  ['followed-event']: 'calendar-event',
  ['request-approved']: 'person-check',
  ['request-declined']: 'person-dash',
  ['group-request']: 'person-plus',
  ['group-role']: 'people',
  ['group-ban']: 'person-x',
  ['post-hidden']: 'eye-slash',
  ['review-hidden']: 'eye-slash',
  complaint: 'flag',
  ['rating-published']: 'star',
  ['review-reply']: 'chat-left-text',
  ['seat-promoted']: 'ticket-perforated',
  ['export-ready']: 'download',
};

const noticeTones: Partial<Record<NotificationKind, string>> = {
  'seat-promoted': 'ok',
  'request-approved': 'ok',
  'group-event': 'ok',
  'followed-event': 'ok',
  'rating-published': 'info',
  'group-ban': 'warn',
  'post-hidden': 'warn',
  'review-hidden': 'warn',
  complaint: 'warn',
};

const isKnown = (kind: string): kind is NotificationKind => Object.hasOwn(notificationKinds, kind);

/** Notices as the page shows them, those of today apart. One of a kind that this version does not know is left out. */
export function noticeLists(notices: readonly Notice[], words: Words, now = new Date()) {
  const dayOf = (date: Date) => words.fmt.date(date, SITE_ZONE);
  const isToday = ({ createdAt }: Notice) => dayOf(createdAt) === dayOf(now);
  const items = (some: readonly Notice[]) =>
    some.flatMap((notice) => (isKnown(notice.kind) ? [noticeItem(notice, notice.kind, isToday(notice), words)] : []));
  return { today: items(notices.filter(isToday)), earlier: items(notices.filter((notice) => !isToday(notice))) };
}

function noticeItem({ id, payload, readAt, createdAt }: Notice, kind: NotificationKind, isToday: boolean, { t, fmt }: Words) {
  return {
    href: `/notifications/${id}`,
    icon: noticeIcons[kind],
    tone: noticeTones[kind] ?? '',
    title: t(`notifications:${kind}.title`, payload),
    // The time follows in the same line.
    text: t(`notifications:${kind}.text`, payload).replace(/\.$/, ''),
    when: isToday ? fmt.time(createdAt, SITE_ZONE) : fmt.date(createdAt, SITE_ZONE),
    isNew: readAt === null,
  };
}
