import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAccount } from '../middleware/current-account.ts';
import { flash } from '../middleware/flash.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { secretPage } from '../middleware/secret-page.ts';
import { page } from '../page.ts';
import { confirmEmail, sendConfirmation } from '../services/accounts/confirmation.ts';
import { isTokenUsable } from '../services/accounts/tokens.ts';

const mails = rateLimit({ name: 'confirmation-mail', tries: 3, minutes: 60 });

/** Proving that the address of an account is one's own. */
export const confirmations = Router();

confirmations.get('/account/confirmation', requireAccount, (_req, res) => res.redirect(303, '/account'));

confirmations.post('/account/confirmation', requireAccount, async (_req, res) => {
  const account = accountOf(res);
  if (account.emailConfirmed) return res.redirect(303, '/account');

  await mails.take(String(account.id));
  await sendConfirmation(account);
  flash(res, 'ok', res.locals.t('accounts:confirm.sent', { email: account.email }));
  res.redirect(303, '/account');
});

confirmations.use('/account/confirm/:token', secretPage);

// Opening the link changes nothing: programs that look through mails for harm open it too.
confirmations.get('/account/confirm/:token', async (req, res) => {
  if (!(await isTokenUsable(req.params.token, 'confirm-email'))) return showExpired(res);
  page(res, 'accounts/confirm', { title: res.locals.t('accounts:confirm.title'), noindex: true });
});

confirmations.post('/account/confirm/:token', async (req, res) => {
  if (!(await confirmEmail(req.params.token))) return showExpired(res);
  flash(res, 'ok', res.locals.t('accounts:confirm.done'));
  res.redirect(303, res.locals.account ? '/account' : '/login');
});

function showExpired(res: Response): void {
  page(res.status(410), 'accounts/confirm-expired', { title: res.locals.t('accounts:expired.title'), noindex: true });
}
