import type { RequestHandler, Response } from 'express';
import { config } from '../config.ts';

/** A sentence for the next page: what the last POST did. */
export interface Flash {
  kind: 'ok' | 'warn' | 'bad';
  text: string;
}

const COOKIE = 'flash';
const options = { httpOnly: true, sameSite: 'lax', signed: true, secure: config.baseUrl.startsWith('https:'), path: '/' } as const;

/** Other cookies are signed with the same secret: whoever copies one here gets no flash. */
function readFlash(value: unknown): Flash | null {
  if (typeof value !== 'string' || !value.startsWith('[')) return null;
  const [kind, text] = JSON.parse(value) as [Flash['kind'], string];
  return { kind, text };
}

/** Shows the flash of the cookie once. The cookie is signed, so nobody else can put words on our pages. */
export const flashes: RequestHandler = (req, res, next) => {
  res.locals.flash = readFlash(req.signedCookies[COOKIE]);
  if (res.locals.flash && req.method === 'GET') res.clearCookie(COOKIE, options);
  next();
};

/** Leaves a sentence for the page that the answer redirects to. */
export function flash(res: Response, kind: Flash['kind'], text: string): void {
  res.cookie(COOKIE, JSON.stringify([kind, text.slice(0, 500)]), { ...options, maxAge: 60_000 });
}
