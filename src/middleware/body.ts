import express from 'express';
import type { RequestHandler } from 'express';
import { DomainError } from '../errors.ts';

/** Thrown when a form comes as anything but a form. */
class UnsupportedMediaType extends DomainError {
  constructor() {
    super(415, 'unsupported_media_type');
  }
}

const PLAIN = 'application/x-www-form-urlencoded';

/** With files come forms of those only who have logged in: others have none to send. */
const isForm: RequestHandler = (req, res, next) => {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (hasBody && !req.is(res.locals.account ? [PLAIN, 'multipart/form-data'] : PLAIN)) throw new UnsupportedMediaType();
  next();
};

/** Reads posted forms: names and values, at most 200 of them and 200 KB. */
export const formBody: RequestHandler[] = [isForm, express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 200 })];
