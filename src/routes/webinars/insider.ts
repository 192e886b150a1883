import type { Request, Response } from 'express';
import { Conflict, NotFound } from '../../errors.ts';
import { passOf } from '../../middleware/webinar-pass.ts';
import { entryOf } from '../../policies/webinars.ts';
import type { Entry } from '../../policies/webinars.ts';
import { idOf } from '../../schemas/form.ts';
import { findVisit } from '../../services/webinars/viewers.ts';
import type { Pass, Visit } from '../../services/webinars/viewers.ts';

/** Who asks for a room: what they are to it, and the pass that they have. */
export interface Caller {
  visit: Visit;
  entry: Entry;
  pass: Pass | null;
}

/**
 * What the sender of a request is to the webinar of its address: by account, or by the pass of a guest.
 * @throws NotFound for an event without a webinar
 */
export async function callerOf(req: Request, res: Response): Promise<Caller> {
  const eventId = idOf(req.params['id']);
  const { account } = res.locals;
  const pass = await passOf(req, eventId);
  const visit = await findVisit(eventId, { account, viewerId: pass?.viewerId ?? null });
  if (!visit) throw new NotFound();
  return { visit, entry: entryOf(account, visit), pass };
}

/** The same viewer has gone on by another device since this one entered. */
export const isTakenOver = ({ visit, entry, pass }: Caller): boolean =>
  entry === 'viewer' && pass !== null && pass.viewerId === visit.viewerId && pass.device !== visit.device;

export interface Insider {
  eventId: number;
  visit: Visit;
  pass: Pass;
  isHost: boolean;
}

/**
 * Somebody who is in the room, has a pass and may do something there.
 * @throws NotFound for all others, Conflict on a device that is not the one that watches, and for viewers once the webinar is over
 */
export async function insiderOf(req: Request, res: Response): Promise<Insider> {
  const caller = await callerOf(req, res);
  const { visit, entry, pass } = caller;
  if (!pass || (entry !== 'host' && entry !== 'viewer')) throw new NotFound();
  if (isTakenOver(caller)) throw new Conflict('other_device');
  if (pass.isHost !== (entry === 'host') || (!pass.isHost && pass.viewerId !== visit.viewerId)) throw new NotFound();
  if (visit.state === 'ended' && !pass.isHost) throw new Conflict('webinar_over');
  return { eventId: visit.eventId, visit, pass, isHost: pass.isHost };
}

/** @throws NotFound for whoever is no host of the room */
export async function hostOf(req: Request, res: Response): Promise<Insider> {
  const insider = await insiderOf(req, res);
  if (!insider.isHost) throw new NotFound();
  return insider;
}
