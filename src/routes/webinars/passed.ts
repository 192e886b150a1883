import type { Request } from 'express';
import { Conflict, NotFound } from '../../errors.ts';
import { passOf } from '../../middleware/webinar-pass.ts';
import { idOf } from '../../schemas/form.ts';
import { entryByPass, isElsewhere } from '../../services/webinars/admission.ts';
import type { Room } from '../../services/webinars/room.ts';
import { findViewer, getRoom } from '../../services/webinars/rooms.ts';
import type { Pass } from '../../services/webinars/viewers.ts';

export interface Passed {
  room: Room;
  pass: Pass;
}

/**
 * The room of an address and the pass for it, as long as whoever has the pass may be there; without a question to the database for each time.
 * @throws NotFound for all others, Conflict if the same viewer has gone on by another device
 */
export async function passedOf(req: Request): Promise<Passed> {
  const eventId = idOf(req.params['id']);
  const pass = await passOf(req, eventId);
  const room = pass && (await getRoom(eventId));
  if (!room) throw new NotFound();
  const viewer = await findViewer(eventId, pass.viewerId);
  if (!entryByPass(room, pass, viewer)) throw new NotFound();
  if (isElsewhere(pass, viewer)) throw new Conflict('other_device');
  return { room, pass };
}

/** @throws NotFound for whoever is no host of the room */
export async function passedAsHost(req: Request): Promise<Passed> {
  const passed = await passedOf(req);
  if (!passed.pass.isHost) throw new NotFound();
  return passed;
}
