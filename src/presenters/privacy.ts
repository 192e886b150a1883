import { SITE_ZONE } from '../schemas/events.ts';
import type { Words } from './formatter.ts';

interface Archive {
  id: number;
  state: 'queued' | 'ready' | 'failed';
  bytes: number | null;
  createdAt: Date;
  expiresAt: Date | null;
}

/** «2,4 МБ», «312 КБ». */
function sizeText(bytes: number, { t, fmt }: Words): string {
  if (bytes < 1_000_000) return t('privacy:size.kilobytes', { number: fmt.number(Math.max(1, Math.round(bytes / 1000))) });
  return t('privacy:size.megabytes', { number: fmt.number(Math.round(bytes / 100_000) / 10) });
}

/** What the page «Мои данные» says of the archives: the newest one to take, and whether one is being made or failed. */
export function archiveState(archives: readonly Archive[], words: Words) {
  const { t, fmt } = words;
  const ready = archives.find(({ state }) => state === 'ready');
  return {
    isQueued: archives.some(({ state }) => state === 'queued'),
    hasFailed: archives[0]?.state === 'failed',
    ready: ready && {
      href: `/account/data/${ready.id}.zip`,
      title: t('privacy:data.archive', { date: fmt.date(ready.createdAt, SITE_ZONE) }),
      note: t('privacy:data.until', { size: sizeText(ready.bytes ?? 0, words), date: fmt.date(ready.expiresAt!, SITE_ZONE) }),
    },
  };
}

interface Traces {
  registrations: number;
  paid: number;
  groups: number;
  posts: number;
  reviews: number;
  visitors: number;
  drafts: number;
  events: number;
}

/** What the page of a deletion says will go and what will stay. */
export function deletionPage(traces: Traces, emailConfirmed: boolean, { t, fmt }: Words) {
  const counted = (key: string, count: number) => (count > 0 ? [t(`privacy:deletion.${key}`, { count, number: fmt.number(count) })] : []);
  return {
    registrations: counted('registrations', traces.registrations)[0] ?? '',
    paid: traces.paid > 0 ? t('privacy:deletion.paid', { sum: fmt.money(traces.paid) }) : '',
    goes: [
      t('privacy:deletion.goes.profile'),
      t(`privacy:deletion.goes.${emailConfirmed ? 'visits' : 'unconfirmed'}`),
      ...counted('goes.groups', traces.groups),
      ...(traces.posts + traces.reviews > 0 ? [t('privacy:deletion.goes.names')] : []),
      ...counted('goes.visitors', traces.visitors),
      ...counted('goes.drafts', traces.drafts),
      t('privacy:deletion.goes.rest'),
    ],
    stays: [
      t('privacy:deletion.stays.money'),
      ...counted('stays.posts', traces.posts),
      ...counted('stays.reviews', traces.reviews),
      ...counted('stays.events', traces.events),
    ],
  };
}

interface Obstacles {
  groups: { slug: string; name: string }[];
  events: { id: number; title: string }[];
  isLastAdmin: boolean;
}

/** What is to be settled first, each with the page where that is done. */
export const obstacleList = ({ groups, events, isLastAdmin }: Obstacles, { t }: Words) => [
  ...groups.map(({ slug, name }) => ({
    text: t('privacy:deletion.first.group', { name }),
    href: `/groups/${slug}/members`,
    action: t('privacy:deletion.first.hand_over'),
  })),
  ...events.map(({ id, title }) => ({
    text: t('privacy:deletion.first.event', { title }),
    href: `/events/${id}/cancellation`,
    action: t('privacy:deletion.first.cancel'),
  })),
  ...(isLastAdmin ? [{ text: t('privacy:deletion.first.admin'), href: '', action: '' }] : []),
];
