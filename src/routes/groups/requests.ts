import { Router } from 'express';
import type { Request, Response } from 'express';
import { requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { requestItem } from '../../presenters/group-members.ts';
import { groupPath } from '../../presenters/groups.ts';
import { idOf } from '../../schemas/form.ts';
import { answerRequest, listRequests } from '../../services/groups/requests.ts';
import { bannerOf, visitAsModerator } from './visit.ts';

/** Letting people in, for leaders and who helps them. */
export const groupRequests = Router();

groupRequests.get('/groups/:slug/requests', requireAccount, async (req, res) => {
  const visit = await visitAsModerator(req, res);
  const requests = await listRequests(visit.group.id);
  page(res, 'groups/requests', {
    title: res.locals.t('groups:tab_title', { tab: res.locals.t('groups:tab.requests'), group: visit.group.name }),
    noindex: true,
    banner: bannerOf(visit, 'requests', res),
    requests: requests.map((request) => requestItem(request, groupPath(visit.group), res.locals)),
  });
});

groupRequests.post('/groups/:slug/requests/:personId/approval', requireAccount, (req, res) => answer(req, res, true));
groupRequests.post('/groups/:slug/requests/:personId/refusal', requireAccount, (req, res) => answer(req, res, false));

async function answer(req: Request, res: Response, isApproved: boolean): Promise<void> {
  const { group } = await visitAsModerator(req, res);
  const isDone = await answerRequest(group.id, idOf(req.params['personId']), isApproved);
  const said = isApproved ? 'approved' : 'declined';
  flash(res, isDone ? 'ok' : 'warn', res.locals.t(`groups:flash.${isDone ? said : 'answered'}`));
  res.redirect(303, `${groupPath(group)}/requests`);
}
