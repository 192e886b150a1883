import { Router } from 'express';
import type { Response } from 'express';
import { flash } from '../middleware/flash.ts';
import { networkOf, rateLimit } from '../middleware/rate-limit.ts';
import { ownPath } from '../middleware/return-to.ts';
import { startSession } from '../middleware/session.ts';
import { page } from '../page.ts';
import { SignUpForm } from '../schemas/accounts.ts';
import { blankForm, parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { EmailTaken, signUp } from '../services/accounts/sign-up.ts';

/** Room for a class that signs up behind one address, none for a machine that asks who has an account. */
const newcomers = rateLimit({ name: 'sign-up', tries: 60, minutes: 60 });

export const signUps = Router();

signUps.get('/signup', (req, res) => {
  const returnTo = ownPath(req.query['return_to']);
  if (res.locals.account) return res.redirect(303, returnTo);
  showSignUp(res, blankForm(), returnTo);
});

signUps.post('/signup', async (req, res) => {
  const { t, locale, account } = res.locals;
  const returnTo = ownPath(req.body?.return_to);
  if (account) return res.redirect(303, returnTo);
  const form = parseForm(SignUpForm, req.body, t);
  if (!form.ok) return showSignUp(res.status(422), form, returnTo);

  await newcomers.take(networkOf(req));
  const { first_name: firstName, last_name: lastName, email, password, role } = form.data;
  try {
    await startSession(req, await signUp({ firstName, lastName, email, password, role, locale }));
  } catch (error) {
    if (!(error instanceof EmailTaken)) throw error;
    return showSignUp(res.status(409), withError(form, 'email', t('accounts:sign_up.taken')), returnTo, true);
  }
  flash(res, 'ok', t('accounts:sign_up.done', { email }));
  res.redirect(303, returnTo);
});

function showSignUp(res: Response, form: Form, returnTo: string, isTaken = false): void {
  page(res, 'accounts/sign-up', { title: res.locals.t('accounts:sign_up.title'), form, returnTo, isTaken });
}
