import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { logger } from '../logger.ts';

/** Numbers each request and logs it when it is over; secrets in addresses are left out. */
export const requestLog: RequestHandler = (req, res, next) => {
  const started = performance.now();
  res.locals.requestId = randomUUID();
  res.on('close', () => {
    logger.info({
      event: 'request',
      requestId: res.locals.requestId,
      method: req.method,
      path: withoutSecrets(req.path),
      status: res.statusCode,
      complete: res.writableFinished,
      ms: Math.round(performance.now() - started),
    });
  });
  next();
};

/** Routes do not mind the case of an address either. */
const withoutSecrets = (path: string) => path.replace(/^\/(r|password\/reset|account\/confirm|(?:reports\/)?stop)\/[^/]+/i, '/$1/…');
