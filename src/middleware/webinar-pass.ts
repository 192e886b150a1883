import type { Request, Response } from 'express';
import { config } from '../config.ts';
import type { Pass } from '../services/webinars/viewers.ts';

/** Longer than any broadcast; the page of the room renews it. */
const HOURS = 24;

const nameOf = (eventId: number) => `webinar-${eventId}`;

/**
 * Remembers in the browser, signed, as whom it entered a room: pieces of the broadcast are asked for every second, and whether one may have
 * them must not cost a question to the database.
 */
export function givePass(res: Response, eventId: number, { viewerId, device, isHost }: Pass): void {
  const expires = Date.now() + HOURS * 3_600_000;
  res.cookie(nameOf(eventId), [eventId, viewerId, device, isHost ? 'host' : 'viewer', expires].join(' '), {
    signed: true,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.baseUrl.startsWith('https:'),
    path: `/webinars/${eventId}`,
    maxAge: HOURS * 3_600_000,
  });
}

/** The pass of a browser for a room, or null if it has none that holds. */
export function passOf(req: Request, eventId: number): Pass | null {
  const text = (req.signedCookies as Record<string, string | undefined>)[nameOf(eventId)];
  const [room, viewerId, device, role, expires] = text?.split(' ') ?? [];
  // The signature is of the value alone, and whoever has a pass may give it the name of another room.
  if (Number(room) !== eventId || !viewerId || !device || Number(expires) < Date.now()) return null;
  return { viewerId: Number(viewerId), device, isHost: role === 'host' };
}
