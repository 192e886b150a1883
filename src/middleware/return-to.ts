import type { Request } from 'express';

const OWN = 'http://own.invalid';

/** A path of our own to go back to, or '/' for anything that leads elsewhere. */
export function ownPath(value: unknown): string {
  if (typeof value !== 'string' || value.length > 1000 || !isPath(value) || !URL.canParse(value, OWN)) return '/';
  const { host, pathname, search, hash } = new URL(value, OWN);
  // '/.//elsewhere' is a path of ours only until its dots are resolved.
  return host === 'own.invalid' && isPath(pathname) ? pathname + search + hash : '/';
}

/** One slash first, for two begin another host; and no backslash, which a browser takes for a slash. */
const isPath = (text: string) => /^\/(?!\/)[^\s\\]*$/.test(text);

/** The log-in form that brings one back to this page; after a POST, to the page it came from is not known, so home. */
export function loginPath(req: Request): string {
  const back = req.method === 'GET' ? ownPath(req.originalUrl) : '/';
  return back === '/' ? '/login' : `/login?${new URLSearchParams({ return_to: back })}`;
}
