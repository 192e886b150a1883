import { canManageGroup, canModerateGroup, canReadDiscussion } from '../policies/groups.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import type { GroupRole, JoinPolicy } from '../policies/groups.ts';
import type { Locale } from '../i18n.ts';
import { coverOf } from './covers.ts';
import type { Words } from './formatter.ts';

export interface ShownGroup {
  id: number;
  slug: string;
  name: string;
  city: string;
  topicSlug: string;
  topicRu: string;
  topicEn: string;
  coverMotif: string;
  coverId: string | null;
  memberCount: number;
}

interface VisitedGroup extends ShownGroup {
  joinPolicy: JoinPolicy;
  isDiscussionPublic: boolean;
  archivedAt: Date | null;
  upcomingCount: number;
  openCount: number;
  discussionCount: number;
  requestCount: number;
}

interface Standing {
  membership: { role: GroupRole } | null;
  hasRequested: boolean;
  isBanned: boolean;
  isFollowing: boolean;
}

type Reader = Words & { account: CurrentAccount | null };

const groupTabs = ['about', 'events', 'discussion', 'members', 'requests', 'settings'] as const;
export type GroupTab = (typeof groupTabs)[number];

export const groupPath = ({ slug }: { slug: string }): string => `/groups/${slug}`;

export const topicName = (group: { topicRu: string; topicEn: string }, locale: Locale): string =>
  locale === 'ru' ? group.topicRu : group.topicEn;

export const memberCountText = ({ t, fmt }: Pick<Words, 't' | 'fmt'>, count: number): string =>
  t('groups:members_count', { count, number: fmt.number(count) });

/** The values of views/groups/_banner.ejs: what every page of a group begins with. */
export function groupBanner(group: VisitedGroup, standing: Standing, tab: GroupTab, words: Reader) {
  const { t, locale } = words;
  return {
    group: {
      ...{ slug: group.slug, name: group.name, id: group.id },
      path: groupPath(group),
      cover: tab === 'about' ? coverOf(group) : null,
      line: [topicName(group, locale), group.city, memberCountText(words, group.memberCount)].filter(Boolean).join(' · '),
      role: standing.membership?.role ?? null,
      isArchived: group.archivedAt !== null,
      ...joining(group, standing, words.account),
    },
    tabs: groupTabs
      .filter((one) => isOpenTo(one, group, standing, words.account))
      .map((one) => ({
        href: one === 'about' ? groupPath(group) : `${groupPath(group)}/${one === 'discussion' ? 'discussions' : one}`,
        label: t(`groups:tab.${one}`),
        count: tabCount(one, group, standing, words),
        isCurrent: one === tab,
      })),
  };
}

/** What stands on the place of the button. */
function joining(group: VisitedGroup, { membership, hasRequested, isBanned, isFollowing }: Standing, account: CurrentAccount | null) {
  const isOutside = membership === null && !isBanned && group.archivedAt === null;
  const action = !isOutside ? '' : hasRequested ? 'withdraw' : group.joinPolicy === 'open' ? 'join' : 'request';
  return { action, isBanned, isFollowing, canFollow: membership === null && !isBanned && account !== null };
}

function isOpenTo(tab: GroupTab, group: VisitedGroup, { membership }: Standing, account: CurrentAccount | null): boolean {
  const role = membership?.role ?? null;
  if (tab === 'discussion') return canReadDiscussion(account, role, group);
  if (tab === 'members') return account !== null;
  if (tab === 'requests') return canModerateGroup(account, role) && (group.joinPolicy === 'request' || group.requestCount > 0);
  return tab === 'settings' ? canManageGroup(account, role) : true;
}

/** Empty where there is nothing to count. */
function tabCount(tab: GroupTab, group: VisitedGroup, { membership }: Standing, { fmt, account }: Reader): string {
  const seesAll = canManageGroup(account, membership?.role ?? null) || membership !== null;
  const counts: Partial<Record<GroupTab, number>> = {
    events: seesAll ? group.upcomingCount : group.openCount,
    discussion: group.discussionCount,
    members: group.memberCount,
    requests: group.requestCount,
  };
  return counts[tab] ? fmt.number(counts[tab]) : '';
}
