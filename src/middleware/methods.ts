import type { RequestHandler } from 'express';
import { MethodNotAllowed } from '../errors.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** Pages are read and forms are posted; no other method means anything here. */
export const pageMethods: RequestHandler = (req, res, next) => {
  if (METHODS.includes(req.method)) return next();
  res.set('Allow', METHODS.join(', '));
  throw new MethodNotAllowed();
};
