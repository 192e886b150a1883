import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { canModerateGroup } from '../../policies/groups.ts';
import { discussionLinks, discussionPositionOf, discussionRow } from '../../presenters/discussions.ts';
import { groupPath } from '../../presenters/groups.ts';
import { DiscussionForm, DiscussionsQuery } from '../../schemas/discussions.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { countComplaints } from '../../services/discussions/complaints.ts';
import { listDiscussions } from '../../services/discussions/list.ts';
import { startDiscussion, WritingRefused } from '../../services/discussions/write.ts';
import { bannerOf, visitGroup } from '../groups/visit.ts';
import type { Visit } from '../groups/visit.ts';
import { assertCanRead, refusalOf } from './visit.ts';
import { written } from './written.ts';

/** The discussions of a group, and a new one. */
export const discussionList = Router();

discussionList.get('/groups/:slug/discussions', async (req, res) => {
  const visit = await visitGroup(req, res);
  assertCanRead(visit, res);
  const { t, account } = res.locals;
  const form = parseForm(DiscussionsQuery, req.query, t);
  const { q, after, before } = form.data ?? { q: '', after: '', before: '' };
  const moderates = canModerateGroup(account, visit.role);
  const [list, complaints] = await Promise.all([
    listDiscussions({
      groupId: visit.group.id,
      q,
      after: discussionPositionOf(after),
      before: discussionPositionOf(before),
      reader: { accountId: account?.id ?? null, moderates },
    }),
    moderates ? countComplaints({ groupId: visit.group.id }, accountOf(res).id) : 0,
  ]);
  const path = `${groupPath(visit.group)}/discussions`;
  page(form.ok ? res : res.status(422), 'discussions/index', {
    title: t('discussions:title_of', { group: visit.group.name }),
    noindex: !visit.group.isDiscussionPublic || Object.keys(req.query).length > 0,
    banner: bannerOf(visit, 'discussion', res),
    form,
    path,
    rows: list.discussions.map((one) => discussionRow(one, res.locals)),
    links: discussionLinks(path, form.values['q'] ?? '', list),
    isFiltered: Boolean(form.values['q']),
    canWrite: refusalOf(visit) === null,
    rules: visit.group.rules,
    complaints: complaints > 0 ? t('discussions:complaints.open', { count: complaints }) : '',
  });
});

discussionList.get('/groups/:slug/discussions/new', requireAccount, async (req, res) => {
  const visit = await visitGroup(req, res);
  assertCanRead(visit, res);
  const refusal = refusalOf(visit);
  if (refusal) throw new WritingRefused(refusal);
  newPage(res, visit, blankForm(), '');
});

discussionList.post('/groups/:slug/discussions', requireAccount, async (req, res) => {
  const visit = await visitGroup(req, res);
  assertCanRead(visit, res);
  const author = { accountId: accountOf(res).id, groupId: visit.group.id };
  const form = parseForm(DiscussionForm, req.body, res.locals.t);
  const done = await written(res, form, (data) => startDiscussion(author, data));
  if (!done.ok) return newPage(res.status(done.status), visit, done.form, done.preview);
  res.redirect(303, `/discussions/${done.id}`);
});

function newPage(res: Response, visit: Visit, form: Form, preview: string): void {
  page(res, 'discussions/new', {
    title: res.locals.t('discussions:new.title'),
    noindex: true,
    banner: bannerOf(visit, 'discussion', res),
    path: `${groupPath(visit.group)}/discussions`,
    form,
    preview,
  });
}
