import { Router } from 'express';
import type { Request, Response } from 'express';
import { Forbidden, InvalidField } from '../../errors.ts';
import { accountOf, requireAccount, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';
import { pictureChangeOf } from '../../middleware/uploads.ts';
import { page } from '../../page.ts';
import { joinPolicies } from '../../policies/groups.ts';
import { groupPath } from '../../presenters/groups.ts';
import { topicOptions } from '../../presenters/topics.ts';
import { blankForm, parseForm, withRefusal } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { GroupForm, NewGroupForm } from '../../schemas/groups.ts';
import { listTopics } from '../../services/events/topics.ts';
import { foundGroup } from '../../services/groups/found.ts';
import { updateGroup } from '../../services/groups/settings.ts';
import { bannerOf, visitAsLeader } from './visit.ts';
import type { Visit } from './visit.ts';

/** A group takes its address for good. */
const foundings = rateLimit({ name: 'group', tries: 10, minutes: 60 });

/** Founding a group and changing what it says of itself. */
export const groupForm = Router();

groupForm.get('/groups/new', requireOrganizer, async (_req, res) => {
  await newPage(res, blankForm({ join_policy: 'open', is_discussion_public: 'on' }));
});

groupForm.post('/groups', requireOrganizer, async (req, res) => {
  const account = accountOf(res);
  if (!account.emailConfirmed) throw new Forbidden('email_unconfirmed');
  const form = parseForm(NewGroupForm, req.body, res.locals.t);
  if (!form.ok) return newPage(res.status(422), form);
  await foundings.take(String(account.id));
  const founded = await orRefusal(res, form, newPage, async () => foundGroup(account.id, form.data, pictureChangeOf(req)));
  if (!founded) return;
  flash(res, 'ok', res.locals.t('groups:flash.founded'));
  res.redirect(303, groupPath(founded));
});

groupForm.get('/groups/:slug/settings', requireAccount, async (req, res) => {
  const visit = await visitAsLeader(req, res);
  const { group } = visit;
  const { name, city, about, rules } = group;
  const values = { name, city, about, rules, topic_id: String(group.topicId), join_policy: group.joinPolicy };
  await settingsPage(res, visit, blankForm({ ...values, ...(group.isDiscussionPublic ? { is_discussion_public: 'on' } : {}) }));
});

groupForm.post('/groups/:slug/settings', requireAccount, async (req: Request, res: Response) => {
  const visit = await visitAsLeader(req, res);
  const form = parseForm(GroupForm, req.body, res.locals.t);
  const show = (at: Response, shown: Form) => settingsPage(at, visit, shown);
  if (!form.ok) return show(res.status(422), form);
  const saved = await orRefusal(res, form, show, async () => {
    await updateGroup(accountOf(res).id, visit.group, form.data, pictureChangeOf(req));
    return true;
  });
  if (!saved) return;
  flash(res, 'ok', res.locals.t('groups:flash.saved'));
  res.redirect(303, `${groupPath(visit.group)}/settings`);
});

/** What the saving gives, or the form again with what only the data or the picture told. */
async function orRefusal<T>(res: Response, form: Form, show: (res: Response, form: Form) => Promise<void>, save: () => Promise<T>) {
  try {
    return await save();
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    await show(res.status(422), withRefusal(form, error, 'groups', res.locals.t));
    return null;
  }
}

async function newPage(res: Response, form: Form): Promise<void> {
  page(res, 'groups/new', { title: res.locals.t('groups:form.new_title'), noindex: true, ...(await formLocals(res, form)) });
}

async function settingsPage(res: Response, visit: Visit, form: Form): Promise<void> {
  const { t } = res.locals;
  page(res, 'groups/settings', {
    title: t('groups:tab_title', { tab: t('groups:tab.settings'), group: visit.group.name }),
    noindex: true,
    banner: bannerOf(visit, 'settings', res),
    isArchived: visit.group.archivedAt !== null,
    coverId: visit.group.coverId,
    ...(await formLocals(res, form)),
  });
}

const formLocals = async ({ locals: { t, locale } }: Response, form: Form) => ({
  form,
  topics: topicOptions(await listTopics(), locale),
  policies: joinPolicies.map((value) => ({ value, label: t(`groups:join_policy.${value}`), hint: t(`groups:join_policy.${value}_hint`) })),
});
