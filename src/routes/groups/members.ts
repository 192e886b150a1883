import { Router } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { groupRoles } from '../../policies/groups.ts';
import { memberPositionOf, memberRow, nextMembers } from '../../presenters/group-members.ts';
import { groupPath } from '../../presenters/groups.ts';
import { parseForm } from '../../schemas/form.ts';
import { MembersQuery } from '../../schemas/groups.ts';
import { listMembers } from '../../services/groups/members.ts';
import { bannerOf, visitGroup } from './visit.ts';

/** Who is in a group, for those who have logged in. */
export const groupMembers = Router();

groupMembers.get('/groups/:slug/members', requireAccount, async (req, res) => {
  const visit = await visitGroup(req, res);
  const { group, role } = visit;
  const { t } = res.locals;
  const form = parseForm(MembersQuery, req.query, t);
  const { after = '', ...filter } = form.data ?? {};
  const list = form.ok
    ? await listMembers({ groupId: group.id, ...filter, after: memberPositionOf(after) })
    : { members: [], hasNext: false };
  const reader = { account: accountOf(res), role, path: groupPath(group) };
  const { after: _after, ...filters } = form.values;
  page(form.ok ? res : res.status(422), 'groups/members', {
    title: t('groups:tab_title', { tab: t('groups:tab.members'), group: group.name }),
    noindex: true,
    banner: bannerOf(visit, 'members', res),
    form,
    roles: groupRoles.map((value) => ({ value, label: t(`groups:role.${value}`) })),
    rows: list.members.map((member) => memberRow(member, reader, res.locals)),
    next: nextMembers(`${groupPath(group)}/members`, filters, list),
  });
});
