import type { RequestHandler } from 'express';
import type { CurrentAccount } from '../policies/accounts.ts';
import { findCurrentAccount } from '../services/accounts/current.ts';
import { loginPath } from './return-to.ts';

export type { CurrentAccount };

/** Puts the account of the session into res.locals.account, or null. */
export const currentAccount: RequestHandler = async (req, res, next) => {
  res.locals.account = req.session.accountId ? await findCurrentAccount(req.session.accountId) : null;
  next();
};

/** Lets only those through who have logged in; others log in and are brought back. */
export const requireAccount: RequestHandler = (req, res, next) => {
  if (res.locals.account) next();
  else res.redirect(303, loginPath(req));
};
