import { Router } from 'express';
import type { Response } from 'express';
import { InvalidField } from '../../errors.ts';
import { requireAdmin } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { iconOptions, topicFormValues, topicName, topicOptions, topicRows } from '../../presenters/topics.ts';
import { blankForm, idOf, parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { TopicForm } from '../../schemas/topics.ts';
import { listTopics } from '../../services/events/topics.ts';
import { createTopic, deleteTopic, getTopic, updateTopic } from '../../services/topics/edit.ts';
import type { EditedTopic, TopicInput } from '../../services/topics/edit.ts';

/** The short tree of topics, which admins keep. */
export const adminTopics = Router();

adminTopics.get('/admin/topics', requireAdmin, async (_req, res) => {
  page(res, 'topics/manage', {
    title: res.locals.t('topics:manage.title'),
    noindex: true,
    rows: topicRows(await listTopics(), res.locals),
  });
});

adminTopics.get('/admin/topics/new', requireAdmin, async (_req, res) => {
  await formPage(res, null, blankForm({ position: '1', icon: 'calendar-event', parent_id: '' }));
});

adminTopics.post('/admin/topics', requireAdmin, async (req, res) => {
  await save(res, null, req.body, createTopic);
});

adminTopics.get('/admin/topics/:id/edit', requireAdmin, async (req, res) => {
  const topic = await getTopic(idOf(req.params['id']));
  await formPage(res, topic, blankForm(topicFormValues(topic)));
});

adminTopics.post('/admin/topics/:id', requireAdmin, async (req, res) => {
  const topic = await getTopic(idOf(req.params['id']));
  await save(res, topic, req.body, (input) => updateTopic(topic.id, input));
});

async function save(res: Response, topic: EditedTopic | null, body: unknown, write: (input: TopicInput) => Promise<unknown>) {
  const { t } = res.locals;
  const form = parseForm(TopicForm, body, t);
  if (!form.ok) return formPage(res.status(422), topic, form);
  try {
    await write(form.data);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return formPage(res.status(422), topic, withError(form, error.field, t(`topics:refused.${error.code}`)));
  }
  flash(res, 'ok', t(topic ? 'topics:flash.saved' : 'topics:flash.added', { name: topicName(form.data, res.locals.locale) }));
  res.redirect(303, '/admin/topics');
}

async function formPage(res: Response, topic: EditedTopic | null, form: Form): Promise<void> {
  const { t, locale } = res.locals;
  const roots = (await listTopics()).filter(({ id, parentId }) => parentId === null && id !== topic?.id);
  page(res, 'topics/edit', {
    title: t(topic ? 'topics:form.edit_title' : 'topics:form.new_title'),
    noindex: true,
    topic,
    form,
    parents: [{ value: '', label: t('topics:form.top') }, ...topicOptions(roots, locale)],
    icons: iconOptions(t),
  });
}

adminTopics.get('/admin/topics/:id/deletion', requireAdmin, async (req, res) => {
  deletionPage(res, await getTopic(idOf(req.params['id'])));
});

adminTopics.post('/admin/topics/:id/deletion', requireAdmin, async (req, res) => {
  const topic = await getTopic(idOf(req.params['id']));
  if (topic.events + topic.groups + topic.children > 0) return deletionPage(res.status(409), topic);
  await deleteTopic(topic.id);
  flash(res, 'ok', res.locals.t('topics:flash.deleted', { name: topicName(topic, res.locals.locale) }));
  res.redirect(303, '/admin/topics');
});

function deletionPage(res: Response, topic: EditedTopic): void {
  const { t, locale } = res.locals;
  page(res, 'topics/deletion', { title: t('topics:deletion.title'), noindex: true, topic, name: topicName(topic, locale) });
}
