import { Router } from 'express';
import type { Request, Response } from 'express';
import { config } from '../../config.ts';
import { InvalidField } from '../../errors.ts';
import { timeZoneOptions } from '../../formats/dates.ts';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { pictureChangeOf } from '../../middleware/uploads.ts';
import { page } from '../../page.ts';
import { eventFormValues, groupOptions } from '../../presenters/event-form.ts';
import { eventCard } from '../../presenters/events.ts';
import { topicOptions } from '../../presenters/topics.ts';
import { EventForm, SITE_ZONE } from '../../schemas/events.ts';
import { blankForm, parseForm, withRefusal } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { withCover } from '../../services/events/cover.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { createEvent, updateEvent } from '../../services/events/save.ts';
import type { EventInput } from '../../services/events/save.ts';
import { listTopics } from '../../services/events/topics.ts';
import { listOrganizedGroups } from '../../services/groups/organized.ts';
import { ownEvent } from './own-event.ts';
import { publications } from './publication-limit.ts';

/** Creating and editing. */
export const eventForm = Router();

eventForm.get('/events/new', requireOrganizer, async (req, res) => {
  const { group_id: given } = req.query;
  const group = given ? (await listOrganizedGroups(accountOf(res).id)).find(({ id }) => String(id) === given) : undefined;
  const chosen = { topic_id: String(group?.topicId ?? ''), group_id: String(group?.id ?? '') };
  await formPage(res, null, blankForm({ time_zone: SITE_ZONE, format: 'offline', online_place: 'webinar', ...chosen }));
});

eventForm.post('/events', requireOrganizer, async (req, res) => {
  const saved = await saveForm(req, res, null, (input) => createEvent(accountOf(res).id, input));
  if (!saved) return;
  flash(res, 'ok', res.locals.t(saved.input.status === 'draft' ? 'events:flash.draft' : 'events:flash.published'));
  res.redirect(303, `/events/${saved.result.id}`);
});

eventForm.get('/events/:id/edit', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  if (event.status === 'cancelled') return res.redirect(303, `/events/${event.id}`);
  await formPage(res, event, blankForm(eventFormValues(event, res.locals.locale)));
});

eventForm.post('/events/:id', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const saved = await saveForm(req, res, event, (input) => updateEvent(event.id, input));
  if (!saved) return;
  const isNowPublished = event.status === 'draft' && saved.input.status === 'published';
  flash(res, 'ok', res.locals.t(isNowPublished ? 'events:flash.published' : 'events:flash.saved'));
  res.redirect(303, `/events/${event.id}`);
});

/** Saves the posted form, or answers with it and what is wrong, and returns null. */
async function saveForm<T>(req: Request, res: Response, event: EventDetails | null, save: (input: EventInput) => Promise<T>) {
  const form = parseForm(EventForm, req.body, res.locals.t);
  if (!form.ok) return formPage(res.status(422), event, form);
  if (isPublication(event, form.data)) await publications.take(String(accountOf(res).id));
  try {
    const owner = event ?? { organizerId: accountOf(res).id, coverId: null };
    return { input: form.data, result: await withCover(owner, pictureChangeOf(req), (coverId) => save({ ...form.data, coverId })) };
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return refusedPage(res, event, form, error);
  }
}

const isPublication = (event: EventDetails | null, { status }: EventInput): boolean =>
  event === null ? status !== 'draft' : event.status === 'draft' && status === 'published';

/** The form again with a rule that only the data knows. */
export const refusedPage = (res: Response, event: EventDetails | null, form: Form, error: InvalidField): Promise<null> =>
  formPage(res.status(422), event, withRefusal(form, error, 'events', res.locals.t));

async function formPage(res: Response, event: EventDetails | null, form: Form): Promise<null> {
  const { t, locale } = res.locals;
  const [topics, organized] = await Promise.all([listTopics(), listOrganizedGroups(event?.organizerId ?? accountOf(res).id)]);
  page(res, 'events/edit', {
    title: t(event ? 'events:form.edit_title' : 'events:form.new_title'),
    noindex: true,
    form,
    event,
    topics: topicOptions(topics, locale),
    groups: groupOptions(organized, event),
    zones: timeZoneOptions(locale, form.values['time_zone']),
    currency: config.currency,
    card: event && eventCard(event, res.locals),
  });
  return null;
}
