import type { Request } from 'express';

/** A path of our own to go back to, or '/' for anything that leads elsewhere. */
export function ownPath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(value) || value.length > 1000) return '/';
  const url = new URL(value, 'http://own.invalid');
  return url.host === 'own.invalid' ? url.pathname + url.search + url.hash : '/';
}

/** The log-in form that brings one back to this page; after a POST, to the page it came from is not known, so home. */
export function loginPath(req: Request): string {
  const back = req.method === 'GET' ? ownPath(req.originalUrl) : '/';
  return back === '/' ? '/login' : `/login?${new URLSearchParams({ return_to: back })}`;
}
