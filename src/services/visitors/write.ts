import { db, sqlStateOf } from '../../db.ts';
import { Conflict, InvalidField, NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import type { Visitor } from './read.ts';

/** The card as it is typed; the phone is E.164. */
export interface VisitorCard {
  firstName: string;
  lastName: string;
  phoneNumber: string | null;
  emailAddress: string;
}

const select = { id: true, organizerId: true, firstName: true, lastName: true, phoneNumber: true, emailAddress: true } as const;

/**
 * Adds a visitor to an organizer's list.
 * @throws InvalidField (email) if the list has this address already, whatever its case
 */
export function createVisitor(organizerId: number, card: VisitorCard): Promise<Visitor> {
  return explainingTakenAddress(() => db.visitor.create({ data: { organizerId, ...card }, select }));
}

/**
 * Changes a visitor's card.
 * @throws InvalidField (email) if another visitor of the list has this address, or the visitor may rate an event by the one they have
 * @throws NotFound if the visitor is gone
 */
export function updateVisitor(id: number, card: VisitorCard): Promise<Visitor> {
  return explainingTakenAddress(() => db.visitor.update({ where: { id }, data: card, select }));
}

/**
 * Deletes a visitor who never registered for anything.
 * @throws Conflict if registrations hang on the card
 */
export async function deleteVisitor(id: number): Promise<void> {
  try {
    await db.visitor.deleteMany({ where: { id } });
  } catch (error) {
    if (isKnown(error, 'P2003')) throw new Conflict('visitor_has_registrations');
    throw error;
  }
}

async function explainingTakenAddress<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isKnown(error, 'P2002')) throw new InvalidField('email', 'visitor_email_taken');
    if (sqlStateOf(error) === 'TS018') throw new InvalidField('email', 'visitor_email_rates');
    if (isKnown(error, 'P2025')) throw new NotFound();
    throw error;
  }
}

const isKnown = (error: unknown, code: string) => error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;
