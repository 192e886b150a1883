import { Router } from 'express';
import { DomainError } from '../errors.ts';
import { rememberLocale, rememberTheme } from '../middleware/locale.ts';
import { ownPath } from '../middleware/return-to.ts';
import { PreferencesForm } from '../schemas/accounts.ts';
import { parseForm } from '../schemas/form.ts';
import { setLocale } from '../services/accounts/profile.ts';

/** Thrown when a choice comes that the page did not offer. */
class UnknownChoice extends DomainError {
  constructor() {
    super(400, 'bad_request');
  }
}

/** The switches of theme and language that every page has. */
export const preferences = Router();

preferences.post('/preferences', async (req, res) => {
  const form = parseForm(PreferencesForm, req.body, res.locals.t);
  if (!form.ok) throw new UnknownChoice();

  const { theme, locale } = form.data;
  if (theme) rememberTheme(res, theme);
  if (locale) rememberLocale(res, locale);
  if (locale && res.locals.account) await setLocale(res.locals.account.id, locale);
  res.redirect(303, ownPath(req.body?.back));
});
