import { Router } from 'express';
import { requireOrganizer } from '../middleware/current-account.ts';
import { flash } from '../middleware/flash.ts';
import { page } from '../page.ts';
import { mailPage } from '../presenters/mail-list.ts';
import { idOf } from '../schemas/form.ts';
import { listEventMails } from '../services/mail/read.ts';
import { MailNotFailed, sendAgain } from '../services/mail/send-again.ts';
import { ownEvent } from './events/own-event.ts';

/** What was mailed to the people of an event; its organizer alone sees it. */
export const mails = Router();

mails.get('/events/:id/mails', requireOrganizer, async (req, res) => {
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

mails.post('/events/:id/mails/:mailId/deliveries', requireOrganizer, async (req, res) => {
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
