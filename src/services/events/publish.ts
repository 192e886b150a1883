import { db } from '../../db.ts';
import { Conflict, InvalidField } from '../../errors.ts';
import { announce } from './announce.ts';
import { forgetCatalogue } from './catalogue.ts';
import { getEvent } from './read.ts';

/**
 * Puts a draft into the catalogue and opens registration; who waits for such news is told. A published event stays as it is.
 * @throws InvalidField if it is over already, or its organizer no longer leads its group
 * @throws Conflict if it was cancelled
 */
export async function publishEvent(id: number, now = new Date()): Promise<void> {
  const event = await getEvent(id);
  if (event.status === 'published') return;
  if (event.status === 'cancelled') throw new Conflict('event_cancelled');
  if (event.endAt <= now) throw new InvalidField('end_at', 'end_past');
  await db.$transaction(async (tx) => {
    const { count } = await tx.event.updateMany({ where: { id, status: 'draft' }, data: { status: 'published' } });
    if (count > 0) await announce(tx, id);
  });
  forgetCatalogue();
}
