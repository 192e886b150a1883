import { doubleCsrf } from 'csrf-csrf';
import type { RequestHandler } from 'express';
import { config } from '../config.ts';

const secure = config.baseUrl.startsWith('https:');

/** Double submit: the token of the form must fit the cookie, and belongs to the session once one has logged in. */
export function csrf(secret: string): { issue: RequestHandler; check: RequestHandler } {
  const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
    getSecret: () => secret,
    getSessionIdentifier: (req) => (req.session.accountId ? req.sessionID : 'guest'),
    cookieName: secure ? '__Host-csrf' : 'csrf',
    cookieOptions: { sameSite: 'lax', path: '/', secure, httpOnly: true },
    getCsrfTokenFromRequest: (req) => {
      const token: unknown = (req.body as Record<string, unknown> | undefined)?.['_csrf'];
      return typeof token === 'string' ? token : undefined;
    },
    errorConfig: { statusCode: 403, message: 'stale form', code: 'csrf' },
  });
  const issue: RequestHandler = (req, res, next) => {
    let token = '';
    Object.defineProperty(res.locals, 'csrfToken', {
      enumerable: true,
      get: () => (token ||= generateCsrfToken(req, res, { validateOnReuse: false })),
    });
    next();
  };
  return { issue, check: doubleCsrfProtection };
}
