import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { forgetCatalogue } from './catalogue.ts';

/** What hangs on an event and would be lost with it. */
export async function countAttached(eventId: number): Promise<{ registrations: number; expenses: number }> {
  const { _count } = await db.event.findUniqueOrThrow({
    where: { id: eventId },
    select: { _count: { select: { registrations: true, expenses: true } } },
  });
  return _count;
}

/**
 * Deletes an event on which nothing hangs; the foreign keys are what refuses.
 * @throws Conflict if there are registrations or expenses
 */
export async function deleteEvent(id: number): Promise<void> {
  try {
    await db.event.deleteMany({ where: { id } });
  } catch (error) {
    const isInUse = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003';
    throw isInUse ? new Conflict('event_in_use') : error;
  }
  forgetCatalogue();
}
