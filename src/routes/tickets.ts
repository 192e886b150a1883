import { Router } from 'express';
import type { Request } from 'express';
import { NotFound } from '../errors.ts';
import { secretPage } from '../middleware/secret-page.ts';
import { getRegistrationByToken } from '../services/registrations/read.ts';
import type { RegistrationDetails } from '../services/registrations/read.ts';
import { askToCancel, cancelForVisitor, moveVisitor, sendCalendar, showTicket } from './registrations/visitor-pages.ts';

/** One registration by the secret link of its mail; no account is needed. */
export const tickets = Router();

tickets.use('/r/:token', secretPage);

tickets.get('/r/:token', async (req, res) => {
  const registration = await registrationOf(req);
  showTicket(res, registration, `/r/${registration.token}`);
});

tickets.get('/r/:token/event.ics', async (req, res) => {
  sendCalendar(res, await registrationOf(req));
});

tickets.get('/r/:token/cancellation', async (req, res) => {
  const registration = await registrationOf(req);
  askToCancel(res, registration, `/r/${registration.token}`);
});

tickets.post('/r/:token/cancellation', async (req, res) => {
  const registration = await registrationOf(req);
  await cancelForVisitor(res, registration, `/r/${registration.token}`);
});

tickets.post('/r/:token/attendance', async (req, res) => {
  const registration = await registrationOf(req);
  await moveVisitor(res, registration, `/r/${registration.token}`, req.body);
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function registrationOf(req: Request<{ token: string }>): Promise<RegistrationDetails> {
  if (!uuid.test(req.params.token)) throw new NotFound();
  return getRegistrationByToken(req.params.token);
}
