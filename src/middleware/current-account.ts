import type { RequestHandler, Response } from 'express';
import { Forbidden, NotFound } from '../errors.ts';
import { canOrganize, isAdmin } from '../policies/accounts.ts';
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

/** Lets organizers and admins through; a guest logs in first, a participant is told that the page is for organizers. */
export const requireOrganizer: RequestHandler = (req, res, next) => {
  if (!res.locals.account) return res.redirect(303, loginPath(req));
  if (!canOrganize(res.locals.account)) throw new Forbidden('organizers_only');
  next();
};

/** Lets admins through; for others nothing is there. */
export const requireAdmin: RequestHandler = (_req, res, next) => {
  if (!isAdmin(res.locals.account)) throw new NotFound();
  next();
};

/** The account behind requireAccount or requireOrganizer. */
export const accountOf = (res: Response): CurrentAccount => res.locals.account!;
