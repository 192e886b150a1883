import { Router } from 'express';
import type { Response } from 'express';
import { flash } from '../middleware/flash.ts';
import { networkOf, rateLimit } from '../middleware/rate-limit.ts';
import { secretPage } from '../middleware/secret-page.ts';
import { page } from '../page.ts';
import { ForgotForm, ResetForm } from '../schemas/accounts.ts';
import { blankForm, parseForm } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { requestPasswordReset, resetPassword } from '../services/accounts/password.ts';
import { isTokenUsable } from '../services/accounts/tokens.ts';

/** Counted for any address, so that the count tells nothing of who has an account. */
const mails = rateLimit({ name: 'reset-mail', tries: 3, minutes: 60 });
const mailsFromNetwork = rateLimit({ name: 'reset-mail-network', tries: 30, minutes: 60 });

/** Forgotten passwords. */
export const passwords = Router();

passwords.get('/password/forgot', (_req, res) => showForgot(res, blankForm()));

passwords.post('/password/forgot', async (req, res) => {
  const form = parseForm(ForgotForm, req.body, res.locals.t);
  if (!form.ok) return showForgot(res.status(422), form);

  await mailsFromNetwork.take(networkOf(req));
  await mails.take(form.data.email);
  await requestPasswordReset(form.data.email);
  flash(res, 'ok', res.locals.t('accounts:forgot.sent', { email: form.data.email }));
  res.redirect(303, '/login');
});

passwords.use('/password/reset/:token', secretPage);

passwords.get('/password/reset/:token', async (req, res) => {
  if (!(await isTokenUsable(req.params.token, 'reset-password'))) return showExpired(res);
  showReset(res, blankForm());
});

passwords.post('/password/reset/:token', async (req, res) => {
  const form = parseForm(ResetForm, req.body, res.locals.t);
  if (!form.ok) return showReset(res.status(422), form);

  if (!(await resetPassword(req.params.token, form.data.password))) return showExpired(res);
  flash(res, 'ok', res.locals.t('accounts:reset.done'));
  res.redirect(303, res.locals.account ? '/account' : '/login');
});

function showForgot(res: Response, form: Form): void {
  page(res, 'accounts/forgot', { title: res.locals.t('accounts:forgot.title'), form });
}

function showReset(res: Response, form: Form): void {
  page(res, 'accounts/reset', { title: res.locals.t('accounts:reset.title'), form, noindex: true });
}

function showExpired(res: Response): void {
  page(res.status(410), 'accounts/reset-expired', { title: res.locals.t('accounts:expired.title'), noindex: true });
}
