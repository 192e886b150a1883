import { Router } from 'express';
import type { Request, Response } from 'express';
import { NotFound, TooManyRequests } from '../../errors.ts';
import { roomHub } from '../../services/webinars/log.ts';
import { beat } from '../../services/webinars/presence.ts';
import { ANYBODY } from '../../services/webinars/viewers.ts';
import { passedOf } from './passed.ts';

/**
 * What the page of the room asks for all the time. Like the broadcast it stands before the sessions: a thousand pages that come back at once
 * ask the database for nothing but what they missed.
 */
export const webinarEvents = Router();

/** A stream is begun with a pass; this often it is asked whether that still holds. */
const CHECK_MS = 3000;

/** Pages of one viewer, and of all in this process. */
const MOST_OF_ONE = 8;
const MOST = 20_000;

const streams = new Map<number, number>();
let total = 0;

webinarEvents.get('/webinars/:id/events', async (req, res) => {
  const { room, pass } = await passedOf(req);
  if (res.destroyed) return;
  count(res, pass.viewerId);
  const check = setInterval(() => void passedOf(req).catch(() => res.end()), CHECK_MS);
  res.once('close', () => clearInterval(check));
  roomHub().join(String(room.eventId), res, { lastId: lastIdOf(req), isHost: pass.isHost });
});

/** @throws TooManyRequests for whoever has enough of them, NotFound for who only watches a recording: nothing happens there */
function count(res: Response, viewerId: number): void {
  if (viewerId === ANYBODY.viewerId) throw new NotFound();
  const open = streams.get(viewerId) ?? 0;
  if (open >= MOST_OF_ONE || total >= MOST) throw new TooManyRequests(60);
  streams.set(viewerId, open + 1);
  total += 1;
  res.once('close', () => {
    const left = streams.get(viewerId)! - 1;
    if (left > 0) streams.set(viewerId, left);
    else streams.delete(viewerId);
    total -= 1;
  });
}

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
