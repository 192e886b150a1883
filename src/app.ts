import compression from 'compression';
import express from 'express';
import type { Express } from 'express';
import { config } from './config.ts';
import { formBody } from './middleware/body.ts';
import { cookies } from './middleware/cookies.ts';
import { csrf } from './middleware/csrf.ts';
import { currentAccount } from './middleware/current-account.ts';
import { flashes } from './middleware/flash.ts';
import { localization } from './middleware/locale.ts';
import { pageMethods } from './middleware/methods.ts';
import { pageCaching } from './middleware/page-caching.ts';
import { notFound, problem } from './middleware/problem.ts';
import { requestLog } from './middleware/request-log.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { sessions } from './middleware/session.ts';
import { uploads } from './middleware/uploads.ts';
import { routes } from './routes/index.ts';
import { assets } from './routes/assets.ts';
import { covers } from './routes/covers.ts';
import { health } from './routes/health.ts';
import { media } from './routes/media.ts';
import { reportStops } from './routes/own-reports/stop.ts';
import { sessionSecret } from './session-secret.ts';

/** The whole site; the middleware runs in this order. */
export function createApp(): Express {
  const secret = sessionSecret();
  const { issue, check } = csrf(secret);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);

  app.use(requestLog);
  app.use(securityHeaders);
  app.use(health);
  app.use(assets());
  app.use(compression());
  app.use(covers);
  app.use(media);
  app.use(cookies(secret));
  app.use(sessions(secret));
  app.use(currentAccount);
  app.use(pageCaching);
  app.use(localization);
  app.use(flashes);
  app.use(pageMethods);
  app.use(issue);
  app.use(reportStops);
  app.use(formBody);
  app.use(uploads);
  app.use(check);
  app.use(routes);
  app.use(notFound);
  app.use(problem);
  return app;
}
