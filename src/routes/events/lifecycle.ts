import { Router } from 'express';
import type { Response } from 'express';
import { InvalidField } from '../../errors.ts';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { eventFormValues } from '../../presenters/event-form.ts';
import { eventState } from '../../presenters/events.ts';
import { CancellationForm } from '../../schemas/events.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { assertCancellable, cancelEvent, previewCancellation } from '../../services/events/cancel.ts';
import { copyEvent } from '../../services/events/copy.ts';
import { countAttached, deleteEvent } from '../../services/events/delete.ts';
import { publishEvent } from '../../services/events/publish.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { refusedPage } from './form.ts';
import { ownEvent } from './own-event.ts';
import { publications } from './publication-limit.ts';

/** Publishing, cancelling, deleting, copying. */
export const lifecycle = Router();

lifecycle.post('/events/:id/publication', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  await publications.take(String(accountOf(res).id));
  try {
    await publishEvent(event.id);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return refusedPage(res, event, blankForm(eventFormValues(event, res.locals.locale)), error);
  }
  flash(res, 'ok', res.locals.t('events:flash.now_published'));
  res.redirect(303, `/events/${event.id}`);
});

lifecycle.get('/events/:id/cancellation', requireOrganizer, async (req, res) => {
  await cancellationPage(res, await ownEvent(req, res), blankForm());
});

lifecycle.post('/events/:id/cancellation', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const form = parseForm(CancellationForm, req.body, res.locals.t);
  if (!form.ok) return cancellationPage(res.status(422), event, form);
  const told = await cancelEvent(event.id, form.data.reason);
  flash(res, 'ok', res.locals.t('events:flash.cancelled', { count: told }));
  res.redirect(303, `/events/${event.id}`);
});

async function cancellationPage(res: Response, event: EventDetails, form: Form): Promise<void> {
  assertCancellable(event);
  const { t, fmt } = res.locals;
  const { registered, waitlisted, refunds, refundSum } = await previewCancellation(event.id);
  const told = registered + waitlisted;
  page(res, 'events/cancellation', {
    title: t('events:cancellation.title'),
    noindex: true,
    event,
    form,
    consequences: [
      told > 0 ? t('events:cancellation.told', { count: told }) : t('events:cancellation.nobody'),
      t('events:cancellation.registrations'),
      refunds > 0 ? t('events:cancellation.refunds', { count: refunds, sum: fmt.money(refundSum) }) : t('events:cancellation.no_refunds'),
      t('events:cancellation.page'),
    ],
  });
}

lifecycle.get('/events/:id/deletion', requireOrganizer, async (req, res) => {
  await deletionPage(res, await ownEvent(req, res));
});

lifecycle.post('/events/:id/deletion', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const attached = await countAttached(event.id);
  if (attached.registrations > 0 || attached.expenses > 0) return deletionPage(res.status(409), event);
  await deleteEvent(event.id);
  flash(res, 'ok', res.locals.t('events:flash.deleted', { title: event.title }));
  res.redirect(303, '/events?mine=1');
});

async function deletionPage(res: Response, event: EventDetails): Promise<void> {
  const attached = await countAttached(event.id);
  const state = eventState(event);
  page(res, 'events/deletion', {
    title: res.locals.t('events:deletion.title'),
    noindex: true,
    event,
    attached,
    canCancel: state === 'upcoming' || state === 'running',
  });
}

lifecycle.post('/events/:id/copies', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const copy = await copyEvent(event.id, accountOf(res).id);
  flash(res, 'ok', res.locals.t('events:flash.copied'));
  res.redirect(303, `/events/${copy.id}/edit`);
});
