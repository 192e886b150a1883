import { Router } from 'express';
import type { Request, Response } from 'express';
import { Forbidden, InvalidField } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { ownPath } from '../../middleware/return-to.ts';
import { page } from '../../page.ts';
import { groupPath } from '../../presenters/groups.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { JoinRequestForm, SwitchForm } from '../../schemas/groups.ts';
import { askToJoin, joinGroup } from '../../services/groups/join.ts';
import type { JoinOutcome } from '../../services/groups/join.ts';
import { countLeaders, leaveGroup, setEventMails, withdrawRequest } from '../../services/groups/leave.ts';
import { visitGroup } from './visit.ts';
import type { Visit } from './visit.ts';

/** Coming into a group and leaving it. */
export const groupMembership = Router();

groupMembership.post('/groups/:slug/membership', requireAccount, async (req, res) => {
  const { group } = await visitGroup(req, res);
  const outcome = await joinGroup(accountOf(res), group.id);
  if (outcome === 'must_ask') return res.redirect(303, `${groupPath(group)}/request`);
  const back = ownPath(req.body?.return_to);
  welcome(res, back === '/' ? groupPath(group) : back, outcome);
});

groupMembership.get('/groups/:slug/request', requireAccount, async (req, res) => {
  const visit = await visitGroup(req, res);
  const { standing, group } = visit;
  if (!accountOf(res).emailConfirmed) throw new Forbidden('email_unconfirmed');
  if (standing.isBanned) throw new Forbidden('group_banned');
  const mayAsk = standing.membership === null && group.joinPolicy === 'request' && group.archivedAt === null;
  if (!mayAsk) return res.redirect(303, groupPath(group));
  requestPage(res, visit, blankForm());
});

groupMembership.post('/groups/:slug/request', requireAccount, async (req: Request, res: Response) => {
  const visit = await visitGroup(req, res);
  const form = parseForm(JoinRequestForm, req.body, res.locals.t);
  if (!form.ok) return requestPage(res.status(422), visit, form);
  welcome(res, groupPath(visit.group), await askToJoin(accountOf(res), visit.group.id, form.data.words));
});

function welcome(res: Response, path: string, outcome: JoinOutcome): void {
  flash(res, 'ok', res.locals.t(`groups:flash.${outcome}`));
  res.redirect(303, path);
}

function requestPage(res: Response, { group }: Visit, form: Form): void {
  page(res, 'groups/request', {
    title: res.locals.t('groups:ask'),
    noindex: true,
    group: { name: group.name, path: groupPath(group) },
    form,
  });
}

groupMembership.post('/groups/:slug/request/withdrawal', requireAccount, async (req, res) => {
  const { group } = await visitGroup(req, res);
  await withdrawRequest(group.id, accountOf(res).id);
  flash(res, 'ok', res.locals.t('groups:flash.withdrawn'));
  res.redirect(303, groupPath(group));
});

groupMembership.get('/groups/:slug/departure', requireAccount, async (req, res) => {
  const { group, role } = await visitGroup(req, res);
  if (role === null) return res.redirect(303, groupPath(group));
  page(res, 'groups/departure', {
    title: res.locals.t('groups:leave'),
    noindex: true,
    group: { name: group.name, path: groupPath(group), isByRequest: group.joinPolicy === 'request' },
    isLastLeader: role === 'leader' && (await countLeaders(group.id)) === 1,
  });
});

groupMembership.post('/groups/:slug/departure', requireAccount, async (req, res) => {
  const { group } = await visitGroup(req, res);
  await leaveGroup(group.id, accountOf(res).id);
  flash(res, 'ok', res.locals.t('groups:flash.left', { group: group.name }));
  res.redirect(303, groupPath(group));
});

groupMembership.post('/groups/:slug/event-mails', requireAccount, async (req, res) => {
  const { group } = await visitGroup(req, res);
  const form = parseForm(SwitchForm, req.body, res.locals.t);
  if (!form.ok) throw new InvalidField('wants', 'invalid');
  const wants = form.data.wants === 'on';
  await setEventMails(group.id, accountOf(res).id, wants);
  flash(res, 'ok', res.locals.t(wants ? 'groups:flash.mails_on' : 'groups:flash.mails_off'));
  res.redirect(303, groupPath(group));
});
