import { Router } from 'express';
import type { Response } from 'express';
import { translator } from '../i18n.ts';
import { accountOf, requireAccount } from '../middleware/current-account.ts';
import { flash } from '../middleware/flash.ts';
import { rememberLocale } from '../middleware/locale.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { startSession } from '../middleware/session.ts';
import { page } from '../page.ts';
import { ChangePasswordForm, ProfileForm } from '../schemas/accounts.ts';
import { blankForm, parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { changePassword, WrongPassword } from '../services/accounts/password.ts';
import { becomeOrganizer, updateProfile } from '../services/accounts/profile.ts';

/** Whoever sits down at an open session may not guess its password. */
const guesses = rateLimit({ name: 'current-password', tries: 5, minutes: 15 });

/** The account of whoever has logged in. */
export const accounts = Router();

accounts.get('/account', requireAccount, (_req, res) => {
  const { firstName, lastName, locale } = accountOf(res);
  showAccount(res, blankForm({ first_name: firstName, last_name: lastName, locale }));
});

accounts.post('/account', requireAccount, async (req, res) => {
  const form = parseForm(ProfileForm, req.body, res.locals.t);
  if (!form.ok) return showAccount(res.status(422), form);

  const { first_name: firstName, last_name: lastName, locale } = form.data;
  await updateProfile(accountOf(res).id, { firstName, lastName, locale });
  rememberLocale(res, locale);
  flash(res, 'ok', translator(locale)('accounts:account.saved'));
  res.redirect(303, '/account');
});

accounts.get('/account/password', requireAccount, (_req, res) => showPassword(res, blankForm()));

accounts.post('/account/password', requireAccount, async (req, res) => {
  const form = parseForm(ChangePasswordForm, req.body, res.locals.t);
  if (!form.ok) return showPassword(res.status(422), form);

  const { id } = accountOf(res);
  await guesses.take(String(id));
  try {
    await changePassword(id, form.data.current_password, form.data.password);
  } catch (error) {
    if (!(error instanceof WrongPassword)) throw error;
    return showPassword(res.status(422), withError(form, error.field, res.locals.t('accounts:password.wrong')));
  }
  await Promise.all([guesses.reset(String(id)), startSession(req, id)]);
  flash(res, 'ok', res.locals.t('accounts:password.done'));
  res.redirect(303, '/account');
});

accounts.get('/account/organizer', requireAccount, (_req, res) => res.redirect(303, '/account'));

accounts.post('/account/organizer', requireAccount, async (_req, res) => {
  await becomeOrganizer(accountOf(res).id);
  flash(res, 'ok', res.locals.t('accounts:organizer.done'));
  res.redirect(303, '/account');
});

function showAccount(res: Response, form: Form): void {
  page(res, 'accounts/show', { title: res.locals.t('accounts:settings.tabs.security'), form });
}

function showPassword(res: Response, form: Form): void {
  page(res, 'accounts/password', { title: res.locals.t('accounts:password.title'), form });
}
