import type { Request, Response } from 'express';
import { config } from '../config.ts';
import { isLoggedIn, loginMark } from '../services/webinars/logins.ts';
import type { Pass } from '../services/webinars/viewers.ts';

/** Longer than any broadcast; the page of the room renews it. */
const HOURS = 24;

const nameOf = (eventId: number) => `webinar-${eventId}`;

/**
 * Remembers in the browser, signed, as whom it entered a room: pieces of the broadcast are asked for every second, and whether one may have
 * them must not cost a question to the database. Who is logged in has it until they log out.
 */
export function givePass(res: Response, eventId: number, { viewerId, device, isHost }: Pass): void {
  const expires = Date.now() + HOURS * 3_600_000;
  const login = res.locals.account ? loginMark(res.req.sessionID) : '-';
  res.cookie(nameOf(eventId), [eventId, viewerId, device, isHost ? 'host' : 'viewer', expires, login].join(' '), {
    signed: true,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.baseUrl.startsWith('https:'),
    path: `/webinars/${eventId}`,
    maxAge: HOURS * 3_600_000,
  });
}

/** The pass of a browser for a room, or null if it has none that holds. */
export async function passOf(req: Request, eventId: number): Promise<Pass | null> {
  const text = (req.signedCookies as Record<string, string | undefined>)[nameOf(eventId)];
  const [room, viewerId, device, role, expires, login] = text?.split(' ') ?? [];
  // The signature is of the value alone, and whoever has a pass may give it the name of another room.
  if (Number(room) !== eventId || !viewerId || !device || !login || Number(expires) < Date.now()) return null;
  if (login !== '-' && !(await isLoggedIn(login))) return null;
  return { viewerId: Number(viewerId), device, isHost: role === 'host' };
}
