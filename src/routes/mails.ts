import { Router } from 'express';
import type { Request, Response } from 'express';
import { NotFound } from '../errors.ts';
import { requireAccount } from '../middleware/current-account.ts';
import { flash } from '../middleware/flash.ts';
import { page } from '../page.ts';
import { canEditEvent } from '../policies/events.ts';
import { mailPage } from '../presenters/mail-list.ts';
import { idOf } from '../schemas/form.ts';
import { getEvent } from '../services/events/read.ts';
import type { EventDetails } from '../services/events/read.ts';
import { listEventMails } from '../services/mail/read.ts';
import { MailNotFailed, sendAgain } from '../services/mail/send-again.ts';

export const mails = Router();

/** The event whose mails are asked for: the organizer's own, or any for an admin. */
async function ownEvent(req: Request, res: Response): Promise<EventDetails> {
  const event = await getEvent(idOf(req.params['id']));
  if (!canEditEvent(res.locals.account, event)) throw new NotFound();
  return event;
}

mails.get('/events/:id/mails', requireAccount, async (req, res) => {
  const event = await ownEvent(req, res);
  const before = req.query['before'] === undefined ? null : idOf(req.query['before']);
  const found = await listEventMails(event.id, { before });
  page(res, 'mails/index', {
    title: res.locals.t('mail:list.title'),
    event,
    isFirstPage: before === null,
    ...mailPage(event, found, res.locals),
  });
});

mails.post('/events/:id/mails/:mailId/deliveries', requireAccount, async (req, res) => {
  const event = await ownEvent(req, res);
  const { t } = res.locals;
  try {
    await sendAgain(event.id, idOf(req.params.mailId));
    flash(res, 'ok', t('mail:list.queued_again'));
  } catch (error) {
    if (!(error instanceof MailNotFailed)) throw error;
    flash(res, 'warn', t('mail:list.changed_meanwhile'));
  }
  res.redirect(303, `/events/${event.id}/mails`);
});
