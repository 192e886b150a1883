import { Router } from 'express';
import type { Request } from 'express';
import { roomHub } from '../../services/webinars/log.ts';
import { beat } from '../../services/webinars/presence.ts';
import { passedOf } from './passed.ts';

/**
 * What the page of the room asks for all the time. Like the broadcast it stands before the sessions: a thousand pages that come back at once
 * ask the database for nothing but what they missed.
 */
export const webinarEvents = Router();

/** A stream is begun with a pass; this often it is asked whether that still holds. */
const CHECK_MS = 3000;

webinarEvents.get('/webinars/:id/events', async (req, res) => {
  const { room, pass } = await passedOf(req);
  if (res.destroyed) return;
  const check = setInterval(() => void passedOf(req).catch(() => res.end()), CHECK_MS);
  res.once('close', () => clearInterval(check));
  roomHub().join(String(room.eventId), res, { lastId: lastIdOf(req), isHost: pass.isHost });
});

/** The pass is kept from other sites by its cookie (SameSite), and being there harms nobody: no token is needed. */
webinarEvents.post('/webinars/:id/presence', async (req, res) => {
  const { room, pass } = await passedOf(req);
  beat(room.eventId, pass.viewerId);
  res.status(204).end();
});

/** What the browser has heard already, or what the page was drawn with; null: nothing before now. */
function lastIdOf(req: Request): number | null {
  const text = req.get('Last-Event-ID') ?? req.query['after'];
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
