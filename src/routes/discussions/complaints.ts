import { Router } from 'express';
import type { Request, Response } from 'express';
import { NotFound } from '../../errors.ts';
import { excerptOf } from '../../formats/markdown.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { complaintReasons } from '../../policies/complaints.ts';
import { canReportPost } from '../../policies/discussions.ts';
import { complaintsByPost } from '../../presenters/complaints.ts';
import { momentText } from '../../presenters/discussions.ts';
import { ComplaintForm } from '../../schemas/discussions.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { hasReported, listComplaints, reportPost } from '../../services/discussions/complaints.ts';
import { findAnswered } from '../../services/discussions/posts.ts';
import { bannerOf, visitAsModerator } from '../groups/visit.ts';
import { postAddress } from './show.ts';
import { visitPost } from './visit.ts';
import type { PostVisit } from './visit.ts';

/** Members complain of posts, moderators read of what. */
export const complaints = Router();

complaints.get('/posts/:id/complaint', requireAccount, async (req, res) => {
  const visit = await visitReportable(req, res);
  if (await hasReported(visit.post.id, accountOf(res).id)) return thank(res, visit, 'again');
  await reportPage(res, visit, blankForm({ reason: complaintReasons[0] }));
});

complaints.post('/posts/:id/complaint', requireAccount, async (req, res) => {
  const visit = await visitReportable(req, res);
  const form = parseForm(ComplaintForm, req.body, res.locals.t);
  if (!form.ok) return reportPage(res.status(422), visit, form);
  const isNew = await reportPost(visit.post.id, { reporterId: accountOf(res).id, ...form.data });
  await thank(res, visit, isNew ? 'sent' : 'again');
});

complaints.get('/groups/:slug/complaints', requireAccount, async (req, res) => {
  const visit = await visitAsModerator(req, res);
  const found = await listComplaints(visit.group.id, accountOf(res).id);
  page(res, 'discussions/complaints', {
    title: res.locals.t('discussions:complaints.title'),
    noindex: true,
    banner: bannerOf(visit, 'discussion', res),
    path: `/groups/${visit.group.slug}/discussions`,
    posts: complaintsByPost(found, res.locals),
  });
});

/** @throws NotFound for what one cannot complain of */
async function visitReportable(req: Request, res: Response): Promise<PostVisit> {
  const visit = await visitPost(req, res);
  if (!canReportPost(res.locals.account, visit.role, visit.post)) throw new NotFound();
  return visit;
}

async function thank(res: Response, { post }: PostVisit, how: 'sent' | 'again'): Promise<void> {
  flash(res, how === 'sent' ? 'ok' : 'warn', res.locals.t(`discussions:report.${how}`));
  res.redirect(303, await postAddress(post));
}

async function reportPage(res: Response, { post }: PostVisit, form: Form): Promise<void> {
  const { t } = res.locals;
  const shown = await findAnswered(post.discussionId, post.id);
  page(res, 'discussions/report', {
    title: t('discussions:report.title'),
    noindex: true,
    post: {
      id: post.id,
      excerpt: excerptOf(post.body, 300),
      line: [shown?.name || t('people:deleted'), momentText(post.createdAt, res.locals)].join(', '),
    },
    form,
    reasons: complaintReasons.map((value) => ({ value, label: t(`discussions:reason.${value}`) })),
  });
}
