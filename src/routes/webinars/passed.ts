import type { Request } from 'express';
import { Conflict, NotFound } from '../../errors.ts';
import { passOf } from '../../middleware/webinar-pass.ts';
import { idOf } from '../../schemas/form.ts';
import type { Room } from '../../services/webinars/room.ts';
import { getRoom } from '../../services/webinars/rooms.ts';
import type { Pass } from '../../services/webinars/viewers.ts';

/**
 * The room of an address and the pass for it, without a question to the database.
 * @throws NotFound for who has none or was sent away, Conflict if the same viewer has gone on by another device
 */
export async function passedOf(req: Request): Promise<{ room: Room; pass: Pass }> {
  const eventId = idOf(req.params['id']);
  const pass = passOf(req, eventId);
  const room = pass && (await getRoom(eventId));
  if (!room || room.removed.has(pass.viewerId)) throw new NotFound();
  if (isElsewhere(room, pass)) throw new Conflict('other_device');
  return { room, pass };
}

/** Hosts may use several devices at once. */
export const isElsewhere = (room: Room, pass: Pass): boolean =>
  !pass.isHost && (room.devices.get(pass.viewerId) ?? pass.device) !== pass.device;
