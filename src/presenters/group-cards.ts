import { decodeCursor, encodeCursor } from '../formats/cursor.ts';
import { withQuery } from './catalogue.ts';
import { coverOf } from './covers.ts';
import type { Words } from './formatter.ts';
import { groupPath, memberCountText, topicName } from './groups.ts';
import type { ShownGroup } from './groups.ts';
import { topicChips } from './topics.ts';

interface CardGroup extends ShownGroup {
  archivedAt: Date | null;
  nextAt: Date | null;
  nextZone: string | null;
  role?: string;
}

/** The values of views/groups/_card.ejs. */
export function groupCard(group: CardGroup, words: Words) {
  const { t, fmt, locale } = words;
  const roleTag = group.role === 'leader' || group.role === 'moderator' ? t(`groups:you.${group.role}`) : '';
  return {
    href: groupPath(group),
    cover: coverOf(group),
    topic: topicName(group, locale),
    name: group.name,
    city: group.city,
    members: memberCountText(words, group.memberCount),
    next: group.nextAt && group.nextZone ? t('groups:next_event', { date: fmt.date(group.nextAt, group.nextZone) }) : '',
    tag: group.archivedAt ? t('groups:closed') : roleTag,
  };
}

interface Position {
  memberCount: number;
  id: number;
}

/** Where a page of the catalogue begins, from an address; null for what is no position. */
export function groupPositionOf(text: string): Position | null {
  const position = decodeCursor(text, ['id', 'id']);
  return position && { memberCount: Number(position[0]), id: Number(position[1]) };
}

const cursorOf = ({ memberCount, id }: Position): string => encodeCursor([memberCount, id]);

/** The links around a page of the catalogue; filters stay as they were typed. */
export function groupPageLinks(
  filters: Record<string, string>,
  list: { groups: readonly Position[]; hasPrevious: boolean; hasNext: boolean },
): { previous: string; next: string } {
  const { after: _after, before: _before, ...kept } = filters;
  const [first, last] = [list.groups[0], list.groups.at(-1)];
  return {
    previous: list.hasPrevious && first ? withQuery('/groups', { ...kept, before: cursorOf(first) }) : '',
    next: list.hasNext && last ? withQuery('/groups', { ...kept, after: cursorOf(last) }) : '',
  };
}

/** The topics above the catalogue as links; the words that were searched for stay. */
export const groupTopicLinks = (topics: Parameters<typeof topicChips>[0], filters: Record<string, string>, { t, locale }: Words) =>
  [{ slug: '', label: t('groups:all_topics'), icon: '' }, ...topicChips(topics, filters['topic'] ?? '', locale)].map(
    ({ slug, label, icon }) => ({
      ...{ label, icon },
      href: withQuery('/groups', { q: filters['q'] ?? '', topic: slug }),
      isCurrent: slug === (filters['topic'] ?? ''),
    }),
  );
