import type { RequestHandler } from 'express';

/**
 * A page has a form's token and somebody's data in it: no cache on the way may keep it, nor the browser of whoever has logged in, so that
 * “Back” shows nothing after logging out. What is the same for everybody says so itself.
 */
export const pageCaching: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', res.locals.account ? 'no-store' : 'private, no-cache');
  next();
};
