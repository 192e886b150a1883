import type { RequestHandler } from 'express';

/** For pages with a secret in their address: it is not told to the next site and stays in no cache. */
export const secretPage: RequestHandler = (_req, res, next) => {
  res.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
  next();
};
