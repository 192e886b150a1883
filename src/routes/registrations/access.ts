import type { Request, Response } from 'express';
import { NotFound } from '../../errors.ts';
import { canEditRegistration, isOwnRegistration } from '../../policies/registrations.ts';
import { idOf } from '../../schemas/form.ts';
import { getRegistration } from '../../services/registrations/read.ts';
import type { RegistrationDetails } from '../../services/registrations/read.ts';

/**
 * The registration of the address, for its organizer and for its visitor.
 * @throws NotFound for anybody else
 */
export async function visibleRegistration(
  req: Request,
  res: Response,
): Promise<{ registration: RegistrationDetails; isOrganizer: boolean }> {
  const registration = await getRegistration(idOf(req.params['id']));
  const isOrganizer = canEditRegistration(res.locals.account, registration);
  if (!isOrganizer && !isOwnRegistration(res.locals.account, registration)) throw new NotFound();
  return { registration, isOrganizer };
}

/**
 * The same for its organizer only.
 * @throws NotFound for anybody else
 */
export async function ownRegistration(req: Request, res: Response): Promise<RegistrationDetails> {
  const { registration, isOrganizer } = await visibleRegistration(req, res);
  if (!isOrganizer) throw new NotFound();
  return registration;
}
