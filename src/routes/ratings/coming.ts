import { Router } from 'express';
import { Conflict } from '../../errors.ts';
import { flash } from '../../middleware/flash.ts';
import { secretPage } from '../../middleware/secret-page.ts';
import { page } from '../../page.ts';
import { comingQuestion } from '../../presenters/ratings/coming.ts';
import { confirmComing } from '../../services/registrations/coming.ts';
import { registrationOf } from '../tickets.ts';

/** «Still coming?», asked by the reminder of the day before. Opening the page says nothing: mail scanners open links too. */
export const coming = Router();

coming.use('/r/:token/coming', secretPage);

coming.get('/r/:token/coming', async (req, res) => {
  const question = comingQuestion(await registrationOf(req), res.locals);
  page(res, 'ratings/coming', { title: question.title, noindex: true, question });
});

coming.post('/r/:token/coming', async (req, res) => {
  const registration = await registrationOf(req);
  try {
    await confirmComing(registration.id);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const question = comingQuestion(registration, res.locals);
    return page(res.status(409), 'ratings/coming', { title: question.title, noindex: true, question });
  }
  flash(res, 'ok', res.locals.t('ratings:coming.done'));
  res.redirect(303, `/r/${registration.token}`);
});
