import cookieParser from 'cookie-parser';
import type { RequestHandler } from 'express';

/** cookie-parser turns `j:{}` into an object, which would surprise whoever expects text; our cookies are all text. */
const onlyText: RequestHandler = (req, _res, next) => {
  for (const jar of [req.cookies, req.signedCookies] as Record<string, unknown>[]) {
    for (const name of Object.keys(jar)) if (typeof jar[name] !== 'string') delete jar[name];
  }
  next();
};

/** Reads the cookies; those that we signed stand in req.signedCookies. */
export const cookies = (secret: string): RequestHandler[] => [cookieParser(secret), onlyText];
