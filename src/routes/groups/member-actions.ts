import { Router } from 'express';
import type { Request, Response } from 'express';
import { Forbidden, NotFound } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { canActOnMember, canManageGroup, isMuted } from '../../policies/groups.ts';
import { groupPath } from '../../presenters/groups.ts';
import { blankForm, idOf, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { BanForm, RoleForm } from '../../schemas/groups.ts';
import { banPerson } from '../../services/groups/bans.ts';
import { getCandidate } from '../../services/groups/members.ts';
import type { Candidate } from '../../services/groups/members.ts';
import { muteMember, removeMember, setRole } from '../../services/groups/roles.ts';
import { visitAsModerator } from './visit.ts';
import type { Visit } from './visit.ts';

/** What leaders and who helps them may do with somebody in the group; each asks once more on a page of its own. */
export const groupMemberActions = Router();

interface Case extends Visit {
  person: Candidate;
  target: { groupId: number; personId: number };
}

/** @throws NotFound for who may not moderate the group, or for somebody who is neither in it nor asks to be */
async function openCase(req: Request, res: Response): Promise<Case> {
  const visit = await visitAsModerator(req, res);
  const person = await getCandidate(visit.group.id, idOf(req.params['personId']));
  return { ...visit, person, target: { groupId: visit.group.id, personId: person.personId } };
}

/** @throws Forbidden if the reader has no say over the person */
function checkRank({ person, role }: Case, res: Response): void {
  if (!canActOnMember(accountOf(res), role, person)) throw new Forbidden('group_rank');
}

groupMemberActions.get('/groups/:slug/members/:personId/role', requireAccount, async (req, res) => {
  const opened = await openCase(req, res);
  const form = parseForm(RoleForm, req.query, res.locals.t);
  if (!form.ok || opened.person.role === null) throw new NotFound();
  if (!canManageGroup(accountOf(res), opened.role)) throw new Forbidden('group_rank');
  const isSelf = opened.person.personId === accountOf(res).id;
  if (!isSelf) checkRank(opened, res);
  const { role } = form.data;
  const key = isSelf ? 'step_down' : `make_${role}`;
  actionPage(res, opened, { key, action: 'role', fields: [{ name: 'role', value: role }], look: 'primary' });
});

groupMemberActions.post('/groups/:slug/members/:personId/role', requireAccount, async (req, res) => {
  const opened = await openCase(req, res);
  const form = parseForm(RoleForm, req.body, res.locals.t);
  if (!form.ok) throw new NotFound();
  await setRole(accountOf(res), opened.target, form.data.role);
  done(res, opened, 'role');
});

groupMemberActions.get('/groups/:slug/members/:personId/muting', requireAccount, async (req, res) => {
  const opened = await openMemberCase(req, res);
  const isOn = isMuted({ mutedUntil: opened.person.mutedUntil });
  const fields = [{ name: 'muted', value: isOn ? 'off' : 'on' }];
  actionPage(res, opened, { key: isOn ? 'unmute' : 'mute', action: 'muting', fields, look: isOn ? 'primary' : 'danger' });
});

groupMemberActions.post('/groups/:slug/members/:personId/muting', requireAccount, async (req, res) => {
  const opened = await openCase(req, res);
  const isOn = (req.body as Record<string, unknown> | undefined)?.['muted'] !== 'off';
  await muteMember(accountOf(res), opened.target, isOn);
  done(res, opened, isOn ? 'muted' : 'unmuted');
});

groupMemberActions.get('/groups/:slug/members/:personId/removal', requireAccount, async (req, res) => {
  actionPage(res, await openMemberCase(req, res), { key: 'remove', action: 'removal' });
});

groupMemberActions.post('/groups/:slug/members/:personId/removal', requireAccount, async (req, res) => {
  const opened = await openCase(req, res);
  await removeMember(accountOf(res), opened.target);
  done(res, opened, 'removed');
});

groupMemberActions.get('/groups/:slug/members/:personId/ban', requireAccount, async (req, res) => {
  const opened = await openCase(req, res);
  checkRank(opened, res);
  banPage(res, opened, blankForm());
});

groupMemberActions.post('/groups/:slug/members/:personId/ban', requireAccount, async (req: Request, res: Response) => {
  const opened = await openCase(req, res);
  checkRank(opened, res);
  const form = parseForm(BanForm, req.body, res.locals.t);
  if (!form.ok) return banPage(res.status(422), opened, form);
  await banPerson(accountOf(res), opened.target, form.data.reason);
  done(res, opened, 'banned');
});

async function openMemberCase(req: Request, res: Response): Promise<Case> {
  const opened = await openCase(req, res);
  if (opened.person.role === null) throw new NotFound();
  checkRank(opened, res);
  return opened;
}

const banPage = (res: Response, opened: Case, form: Form): void => actionPage(res, opened, { key: 'ban', action: 'ban', form });

interface Asked {
  /** Of the texts groups:action.<key>. */
  key: string;
  action: string;
  fields?: { name: string; value: string }[];
  form?: Form;
  look?: string;
}

function actionPage(res: Response, { group, person }: Case, { key, action, fields = [], form, look = 'danger' }: Asked): void {
  const { t } = res.locals;
  const members = `${groupPath(group)}/members`;
  const name = person.name || t('people:deleted');
  page(res, 'groups/action', {
    title: t(`groups:action.${key}.title`),
    noindex: true,
    lead: t('groups:action.lead', { name, group: group.name }),
    consequences: [t(`groups:action.${key}.first`), t(`groups:action.${key}.second`)],
    action: `${members}/${person.personId}/${action}`,
    button: t(`groups:action.${key}.button`),
    back: { href: members, label: t('groups:tab.members') },
    fields,
    form: form ?? null,
    look,
  });
}

function done(res: Response, { group }: Case, what: string): void {
  flash(res, 'ok', res.locals.t(`groups:done.${what}`));
  res.redirect(303, `${groupPath(group)}/members`);
}
