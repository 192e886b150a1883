import connectPgSimple from 'connect-pg-simple';
import session from 'express-session';
import type { RequestHandler } from 'express';
import { config } from '../config.ts';
import { pool } from '../db.ts';

const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1000;

/** Sessions in PostgreSQL, for those who logged in only: a guest gets no row and no cookie of it. */
export function sessions(secret: string): RequestHandler {
  const Store = connectPgSimple(session);
  return session({
    name: 'sid',
    secret,
    store: new Store({ pool, tableName: 'sessions', createTableIfMissing: false, disableTouch: true, pruneSessionInterval: 3600 }),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: config.baseUrl.startsWith('https:'), maxAge: THIRTY_DAYS_MS },
  });
}
