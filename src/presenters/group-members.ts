import { decodeCursor, encodeCursor } from '../formats/cursor.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { canActOnMember, canManageGroup, groupRoles, isMuted } from '../policies/groups.ts';
import type { GroupRole } from '../policies/groups.ts';
import { SITE_ZONE } from '../schemas/events.ts';
import { withQuery } from './catalogue.ts';
import type { Words } from './formatter.ts';

interface Person {
  personId: number;
  name: string;
  avatarId: string | null;
}

interface Member extends Person {
  role: GroupRole;
  mutedUntil: Date | null;
  joinedAt: Date;
}

interface MenuItem {
  href: string;
  label: string;
  icon: string;
}

/** The values of a row of views/groups/members.ejs. */
export function memberRow(member: Member, reader: { account: CurrentAccount; role: GroupRole | null; path: string }, words: Words) {
  const { t, fmt } = words;
  const items = memberActions(member, reader, words);
  const name = member.name || t('people:deleted');
  return {
    person: member,
    tag: roleTag(member, words),
    joined: fmt.date(member.joinedAt, SITE_ZONE),
    menu: items.length > 0 ? { id: `member-${member.personId}`, label: t('groups:members.actions', { name }), items } : null,
  };
}

function roleTag({ role, mutedUntil }: Member, { t, fmt }: Words) {
  if (mutedUntil !== null && isMuted({ mutedUntil })) {
    return { text: t('groups:members.muted_until', { date: fmt.date(mutedUntil, SITE_ZONE) }), tone: 'warn' };
  }
  const tones = { leader: 'ok', moderator: 'info', member: '' };
  return { text: t(`groups:role.${role}`), tone: tones[role] };
}

/** What the reader may do with a member, each on a page that asks once more. */
function memberActions(
  member: Member,
  { account, role, path }: { account: CurrentAccount; role: GroupRole | null; path: string },
  { t }: Words,
): MenuItem[] {
  const base = `${path}/members/${member.personId}`;
  const isSelf = member.personId === account.id;
  if (isSelf)
    return member.role === 'leader'
      ? [{ href: `${base}/role?role=member`, label: t('groups:members.step_down'), icon: 'person-dash' }]
      : [];
  if (!canActOnMember(account, role, member)) return [];
  const icons = { leader: 'person-up', moderator: 'person-check', member: 'person' };
  const roles = canManageGroup(account, role) ? groupRoles.filter((one) => one !== member.role) : [];
  return [
    ...roles.map((one) => ({ href: `${base}/role?role=${one}`, label: t(`groups:members.make.${one}`), icon: icons[one] })),
    { href: `${base}/muting`, label: t(isMuted(member) ? 'groups:members.unmute' : 'groups:members.mute'), icon: 'chat-left-text' },
    { href: `${base}/removal`, label: t('groups:members.remove'), icon: 'person-dash' },
    { href: `${base}/ban`, label: t('groups:members.ban'), icon: 'person-x' },
  ];
}

interface Position {
  role: GroupRole;
  joinedAt: Date;
  personId: number;
}

/** Where a page of members begins, from an address; null for what is no position. */
export function memberPositionOf(text: string): Position | null {
  const position = decodeCursor(text, ['text', 'time', 'id']);
  const role = groupRoles.find((one) => one === position?.[0]);
  return position && role ? { role, joinedAt: new Date(position[1]!), personId: Number(position[2]) } : null;
}

/** The link to the members after these; filters stay as they were typed. */
export function nextMembers(
  path: string,
  filters: Record<string, string>,
  list: { members: readonly Position[]; hasNext: boolean },
): string {
  const last = list.members.at(-1);
  if (!list.hasNext || !last) return '';
  return withQuery(path, { ...filters, after: encodeCursor([last.role, last.joinedAt.toISOString(), last.personId]) });
}

interface Request extends Person {
  words: string;
  createdAt: Date;
  memberSince: Date;
}

/** The values of an item of views/groups/requests.ejs. */
export const requestItem = (request: Request, path: string, { t, fmt }: Words) => ({
  person: request,
  words: request.words,
  note: t('groups:requests.note', { when: fmt.short(request.createdAt, SITE_ZONE), since: fmt.date(request.memberSince, SITE_ZONE) }),
  action: `${path}/requests/${request.personId}`,
  ban: `${path}/members/${request.personId}/ban`,
});

interface Ban extends Person {
  reason: string;
  createdAt: Date;
}

export const banItem = (ban: Ban, path: string, { t, fmt }: Words) => ({
  person: ban,
  reason: ban.reason,
  note: t('groups:bans.since', { date: fmt.date(ban.createdAt, SITE_ZONE) }),
  action: `${path}/bans/${ban.personId}/end`,
});
