import { excerptOf } from '../formats/markdown.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { canDeletePost, canEditPost, canModeratePost, canReportPost, canSeePost } from '../policies/discussions.ts';
import type { GroupRole } from '../policies/groups.ts';
import { momentText } from './discussions.ts';
import type { Words } from './formatter.ts';

interface Judged {
  id: number;
  authorId: number;
  body: string;
  deletedAt: Date | null;
  hiddenAt: Date | null;
}

interface ShownPost extends Judged {
  createdAt: Date;
  editedAt: Date | null;
  hiddenReason: string;
  name: string;
  role: GroupRole | null;
  answered: (Judged & { name: string }) | null;
  complaints: number;
}

/** Who looks at a discussion. */
export interface Reader {
  account: CurrentAccount | null;
  role: GroupRole | null;
  canWrite: boolean;
}

/** The values of views/discussions/_post.ejs. What the reader is not to see is not among them. */
export function postView<P extends ShownPost>(post: P, reader: Reader, replyHref: (id: number) => string, words: Words) {
  const { t } = words;
  const { account, role } = reader;
  const isSeen = canSeePost(account, role, post);
  const name = post.name || t('people:deleted');
  const judges = canModeratePost(account, role, post);
  return {
    id: post.id,
    person: post,
    name,
    at: momentText(post.createdAt, words),
    atIso: post.createdAt.toISOString(),
    roleTag: post.role === null || post.role === 'member' ? null : { text: t(`discussions:role.${post.role}`), tone: 'ok' },
    isEdited: isSeen && post.editedAt !== null,
    body: isSeen ? post.body : '',
    note: placeNote(post, isSeen, words),
    isHidden: post.hiddenAt !== null && post.deletedAt === null,
    quote: post.answered && isSeen ? quoteAbove(post.body, quoteOf(post.answered, reader, words)) : null,
    reply: reader.canWrite && post.deletedAt === null && post.hiddenAt === null ? replyHref(post.id) : '',
    canReport: canReportPost(account, role, post),
    canShowAgain: judges && post.hiddenAt !== null,
    complaints: judges && post.complaints > 0 ? t('discussions:post.complaints', { count: post.complaints }) : '',
    menu: menuOf(post, reader, name, words),
  };
}

/** What stands in the place of words that are gone, or above words that only some can see. */
function placeNote({ deletedAt, hiddenAt, hiddenReason }: ShownPost, isSeen: boolean, { t }: Words): string {
  if (deletedAt) return t('discussions:post.deleted');
  if (!hiddenAt) return '';
  return t(isSeen ? 'discussions:post.hidden_seen' : 'discussions:post.hidden', { reason: hiddenReason.replace(/\.$/, '') });
}

/** The beginning of what a post answers, as it is now: nothing of it once it was deleted or hidden. */
export function quoteOf(answered: Judged & { name: string }, { account, role }: Reader, { t }: Words) {
  const isShown = answered.deletedAt === null && (answered.hiddenAt === null || canSeePost(account, role, answered));
  return {
    href: `/posts/${answered.id}`,
    name: answered.name || t('people:deleted'),
    text: isShown ? excerptOf(answered.body, 200) : t('discussions:post.gone'),
  };
}

/** Whoever quotes in their own words needs no second quote, only the name. */
const quoteAbove = <Q extends { text: string }>(body: string, quote: Q): Q => (body.startsWith('>') ? { ...quote, text: '' } : quote);

function menuOf(post: ShownPost, { account, role }: Reader, name: string, { t }: Words) {
  const items = [
    ...(canEditPost(account, post) ? [{ href: `/posts/${post.id}/edit`, label: t('discussions:post.edit'), icon: 'pencil' }] : []),
    ...(canDeletePost(account, post) ? [{ href: `/posts/${post.id}/deletion`, label: t('discussions:post.delete'), icon: 'trash3' }] : []),
    ...(canModeratePost(account, role, post) && post.hiddenAt === null
      ? [{ href: `/posts/${post.id}/hiding`, label: t('discussions:post.hide'), icon: 'eye-slash' }]
      : []),
  ];
  return items.length === 0 ? null : { id: `post-${post.id}-menu`, label: t('discussions:post.actions', { name }), items };
}
