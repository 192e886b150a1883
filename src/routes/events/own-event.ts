import type { Request, Response } from 'express';
import { NotFound } from '../../errors.ts';
import { canEditEvent } from '../../policies/events.ts';
import { idOf } from '../../schemas/form.ts';
import { getEvent } from '../../services/events/read.ts';
import type { EventDetails } from '../../services/events/read.ts';

/**
 * The event of an address that ends in /events/:id/…, for whoever may change it.
 * @throws NotFound if there is none or it is somebody else's
 */
export async function ownEvent(req: Request, res: Response): Promise<EventDetails> {
  const event = await getEvent(idOf(req.params['id']));
  if (!canEditEvent(res.locals.account, event)) throw new NotFound();
  return event;
}
