import { promisify } from 'node:util';
import connectPgSimple from 'connect-pg-simple';
import session from 'express-session';
import type { Request, RequestHandler, Response } from 'express';
import { config } from '../config.ts';
import { pool } from '../db.ts';

const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;

const NAME = 'sid';
const cookie = { httpOnly: true, sameSite: 'lax', secure: config.baseUrl.startsWith('https:'), path: '/' } as const;

/** BASE_URL knows how people come; express-session would ask the request, and not every proxy says that it ended HTTPS. */
const secureAsPeopleCome: RequestHandler = (req, _res, next) => {
  if (cookie.secure) Object.defineProperty(req, 'secure', { value: true });
  next();
};

/** Sessions in PostgreSQL, for those who logged in only: a guest gets no row and no cookie of it. */
export function sessions(secret: string): RequestHandler[] {
  const Store = connectPgSimple(session);
  const inPostgres = session({
    name: NAME,
    secret,
    store: new Store({ pool, tableName: 'sessions', createTableIfMissing: false, disableTouch: true, pruneSessionInterval: 3600 }),
    resave: false,
    saveUninitialized: false,
    cookie: { ...cookie, maxAge: THIRTY_DAYS_MS },
  });
  return [secureAsPeopleCome, inPostgres];
}

/** Logs in. The session gets a new id, so that one planted before is worth nothing. */
export async function startSession(req: Request, accountId: number): Promise<void> {
  await promisify(req.session.regenerate.bind(req.session))();
  req.session.accountId = accountId;
  await promisify(req.session.save.bind(req.session))();
}

/** Logs out. */
export async function endSession(req: Request, res: Response): Promise<void> {
  await promisify(req.session.destroy.bind(req.session))();
  res.clearCookie(NAME, cookie);
}
