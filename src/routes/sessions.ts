import { Router } from 'express';
import type { Request, Response } from 'express';
import { flash } from '../middleware/flash.ts';
import { networkOf, rateLimit } from '../middleware/rate-limit.ts';
import { ownPath } from '../middleware/return-to.ts';
import { endSession, startSession } from '../middleware/session.ts';
import { page } from '../page.ts';
import { LogInForm } from '../schemas/accounts.ts';
import { blankForm, parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { findAccountByPassword } from '../services/accounts/log-in.ts';

/** Guessing one person's password; and trying one password on many people, with room for an office behind one address. */
const guesses = rateLimit({ name: 'log-in', tries: 5, minutes: 15 });
const guessesFromNetwork = rateLimit({ name: 'log-in-network', tries: 100, minutes: 15 });

export const sessions = Router();

sessions.get('/login', (req, res) => {
  const returnTo = ownPath(req.query['return_to']);
  if (res.locals.account) return res.redirect(303, returnTo);
  showLogIn(res, blankForm(), returnTo);
});

sessions.post('/login', async (req, res) => {
  const returnTo = ownPath(req.body?.return_to);
  if (res.locals.account) return res.redirect(303, returnTo);
  const form = parseForm(LogInForm, req.body, res.locals.t);
  if (!form.ok) return showLogIn(res.status(422), form, returnTo);

  const accountId = await tryPassword(req, form.data);
  if (accountId === null) return showLogIn(res.status(422), withError(form, 'email', res.locals.t('accounts:log_in.wrong')), returnTo);
  await startSession(req, accountId);
  res.redirect(303, returnTo);
});

sessions.post('/logout', async (req, res) => {
  await endSession(req, res);
  flash(res, 'ok', res.locals.t('accounts:log_in.logged_out'));
  res.redirect(303, '/login');
});

/** Somebody changed the language on a page that answered a POST. */
sessions.get('/logout', (_req, res) => res.redirect(303, '/'));

function showLogIn(res: Response, form: Form, returnTo: string): void {
  page(res, 'accounts/log-in', { title: res.locals.t('accounts:log_in.title'), form, returnTo });
}

/** The account, or null for a wrong password; a right one is no guess and starts the count anew. */
async function tryPassword(req: Request, { email, password }: { email: string; password: string }): Promise<number | null> {
  const network = networkOf(req);
  await guessesFromNetwork.take(network);
  await guesses.take(email, network);
  const accountId = await findAccountByPassword(email, password);
  if (accountId !== null) await Promise.all([guesses.reset(email, network), guessesFromNetwork.giveBack(network)]);
  return accountId;
}
