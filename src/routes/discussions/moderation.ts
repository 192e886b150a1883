import { Router } from 'express';
import type { Request, Response } from 'express';
import { InvalidField, NotFound } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { canModeratePost } from '../../policies/discussions.ts';
import { canModerateGroup } from '../../policies/groups.ts';
import { HidingForm, SwitchForm } from '../../schemas/discussions.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { dismissComplaints } from '../../services/discussions/complaints.ts';
import { closeDiscussion, hidePost, pinDiscussion, showPost } from '../../services/discussions/moderate.ts';
import { postAddress } from './show.ts';
import { visitDiscussion, visitPost } from './visit.ts';
import type { DiscussionVisit, PostVisit } from './visit.ts';

/** What leaders and moderators decide: there is nothing of it for anybody else. */
export const moderation = Router();

const switches = { pin: pinDiscussion, closure: closeDiscussion };

for (const [name, turn] of Object.entries(switches)) {
  moderation.post(`/discussions/:id/${name}`, requireAccount, async (req, res) => {
    const { discussion } = await visitAsModerator(req, res);
    const form = parseForm(SwitchForm, req.body, res.locals.t);
    if (!form.ok) throw new InvalidField('on', 'invalid');
    await turn(discussion.id, form.data);
    flash(res, 'ok', res.locals.t(`discussions:moderation.${name}.${form.data ? 'on' : 'off'}`));
    res.redirect(303, `/discussions/${discussion.id}`);
  });
}

moderation.get('/posts/:id/hiding', requireAccount, async (req, res) => {
  hidingPage(res, await visitJudged(req, res), blankForm());
});

moderation.post('/posts/:id/hiding', requireAccount, async (req, res) => {
  const visit = await visitJudged(req, res);
  const form = parseForm(HidingForm, req.body, res.locals.t);
  if (!form.ok) return hidingPage(res.status(422), visit, form);
  await hidePost(visit.post.id, { moderatorId: accountOf(res).id, reason: form.data.reason });
  flash(res, 'ok', res.locals.t('discussions:hiding.done'));
  res.redirect(303, await postAddress(visit.post));
});

moderation.post('/posts/:id/showing', requireAccount, async (req, res) => {
  const { post } = await visitJudged(req, res);
  await showPost(post.id);
  flash(res, 'ok', res.locals.t('discussions:moderation.shown'));
  res.redirect(303, await postAddress(post));
});

moderation.post('/posts/:id/complaint/dismissal', requireAccount, async (req, res) => {
  const { post, group } = await visitJudged(req, res);
  await dismissComplaints(post.id, accountOf(res).id);
  flash(res, 'ok', res.locals.t('discussions:complaints.dismissed'));
  res.redirect(303, `/groups/${group.slug}/complaints`);
});

async function visitAsModerator(req: Request, res: Response): Promise<DiscussionVisit> {
  const visit = await visitDiscussion(req, res);
  if (!canModerateGroup(res.locals.account, visit.role)) throw new NotFound();
  return visit;
}

async function visitJudged(req: Request, res: Response): Promise<PostVisit> {
  const visit = await visitPost(req, res);
  if (!canModeratePost(res.locals.account, visit.role, visit.post)) throw new NotFound();
  return visit;
}

function hidingPage(res: Response, { post }: PostVisit, form: Form): void {
  page(res, 'discussions/hiding', { title: res.locals.t('discussions:hiding.title'), noindex: true, post, form });
}
