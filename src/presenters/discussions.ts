import { decodeCursor, encodeCursor } from '../formats/cursor.ts';
import { SITE_ZONE } from '../schemas/events.ts';
import { writingRefusal } from '../policies/discussions.ts';
import { withQuery } from './catalogue.ts';
import type { Words } from './formatter.ts';

interface Position {
  isPinned: boolean;
  lastPostAt: Date;
  id: number;
}

/** Where a page of the list begins, from an address; null for what is no position. */
export function discussionPositionOf(text: string): Position | null {
  const position = decodeCursor(text, ['id', 'time', 'id']);
  return position && { isPinned: position[0] === 1, lastPostAt: new Date(position[1]!), id: Number(position[2]) };
}

interface ListedDiscussion {
  id: number;
  title: string;
  postCount: number;
  lastPostAt: Date;
  lastName: string;
  pinnedAt: Date | null;
  closedAt: Date | null;
  isHidden: boolean;
  name: string;
  avatarId: string | null;
}

const cursorOf = ({ id, lastPostAt, pinnedAt }: ListedDiscussion): string => encodeCursor([pinnedAt ? 1 : 0, lastPostAt.toISOString(), id]);

interface Page {
  discussions: readonly ListedDiscussion[];
  hasPrevious: boolean;
  hasNext: boolean;
}

/** The links around a page of the list; a search stays as it was typed. */
export function discussionLinks(path: string, q: string, { discussions, hasPrevious, hasNext }: Page): { previous: string; next: string } {
  const [first, last] = [discussions[0], discussions.at(-1)];
  return {
    previous: hasPrevious && first ? withQuery(path, { q, before: cursorOf(first) }) : '',
    next: hasNext && last ? withQuery(path, { q, after: cursorOf(last) }) : '',
  };
}

/** «22 ноября, 18:04» by the clock of the site. */
export const momentText = (date: Date, { fmt }: Pick<Words, 'fmt'>): string =>
  `${fmt.date(date, SITE_ZONE).replace(' ', '\u00a0')}, ${fmt.time(date, SITE_ZONE)}`;

/** The values of views/discussions/_row.ejs. */
export function discussionRow(discussion: ListedDiscussion, words: Words) {
  const { t, fmt } = words;
  const { id, title, name, avatarId, postCount, lastName, lastPostAt } = discussion;
  const author = name || t('people:deleted');
  const at = momentText(lastPostAt, words);
  const last = { at, name: lastName || t('people:deleted') };
  return {
    href: `/discussions/${id}`,
    ...{ title, name, avatarId },
    line: postCount > 1 ? t('discussions:row.answered', { author, ...last }) : t('discussions:row.begun', { author, at }),
    replies: fmt.number(Math.max(0, postCount - 1)),
    tags: discussionTags(discussion, words),
  };
}

const discussionTags = (
  { pinnedAt, closedAt, isHidden }: { pinnedAt: Date | null; closedAt: Date | null; isHidden: boolean },
  { t }: Pick<Words, 't'>,
) => [
  ...(pinnedAt ? [{ text: t('discussions:tag.pinned'), icon: 'pin-angle-fill' }] : []),
  ...(closedAt ? [{ text: t('discussions:tag.closed'), icon: 'lock' }] : []),
  ...(isHidden ? [{ text: t('discussions:tag.hidden'), icon: 'eye-slash', tone: 'warn' }] : []),
];

interface ShownDiscussion {
  id: number;
  postCount: number;
  people: number;
  pinnedAt: Date | null;
  closedAt: Date | null;
  isOpeningHidden: boolean;
}

/** What stands above the posts; `complaints` is how many the reader has to look at. */
export function discussionHead(discussion: ShownDiscussion, complaints: number, words: Words) {
  const { t, fmt } = words;
  const answers = Math.max(0, discussion.postCount - 1);
  return {
    path: `/discussions/${discussion.id}`,
    isPinned: discussion.pinnedAt !== null,
    isClosed: discussion.closedAt !== null,
    tags: discussionTags({ ...discussion, isHidden: discussion.isOpeningHidden }, words),
    line: [
      t('discussions:answers', { count: answers, number: fmt.number(answers) }),
      t('discussions:people', { count: discussion.people, number: fmt.number(discussion.people) }),
    ].join(' · '),
    complaints: complaints > 0 ? t('discussions:complaints.here', { count: complaints }) : '',
  };
}

/** The links around a page of posts; `last` leads to the newest ones from anywhere before. */
export function postLinks(discussionId: number, list: { posts: readonly { id: number }[]; hasPrevious: boolean; hasNext: boolean }) {
  const path = `/discussions/${discussionId}`;
  const [first, last] = [list.posts[0], list.posts.at(-1)];
  return {
    previous: list.hasPrevious && first ? withQuery(path, { before: String(first.id) }) : '',
    next: list.hasNext && last ? withQuery(path, { after: String(last.id) }) : '',
    last: list.hasNext ? `${path}/last` : '',
  };
}

interface Place {
  group: { archivedAt: Date | null };
  standing: { membership: { mutedUntil: Date | null } | null };
  discussion?: { closedAt: Date | null };
}

/** Why the reader cannot write there, in words; '' if they can. */
export function refusalText({ group, standing: { membership }, discussion }: Place, words: Words): string {
  const refusal = writingRefusal({ archivedAt: group.archivedAt, membership, closedAt: discussion?.closedAt ?? null });
  if (!refusal) return '';
  const until = membership?.mutedUntil;
  return refusal === 'muted' && until
    ? words.t('discussions:muted', { until: momentText(until, words) })
    : words.t(`errors:writing_${refusal}.text`);
}
