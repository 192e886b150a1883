import type { Response } from 'express';
import { config } from '../../config.ts';
import { Conflict } from '../../errors.ts';
import { eventCalendar } from '../../formats/ics.ts';
import { qrSvg } from '../../formats/qr.ts';
import { flash } from '../../middleware/flash.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';
import { page } from '../../page.ts';
import { forSide, statusRefusal } from '../../policies/registrations.ts';
import { calendarEntry } from '../../presenters/calendar.ts';
import { cancellationQuestion } from '../../presenters/registration-questions.ts';
import { ticketPage } from '../../presenters/registrations.ts';
import { parseForm } from '../../schemas/form.ts';
import { AttendanceForm } from '../../schemas/registrations.ts';
import { cancelRegistration } from '../../services/registrations/cancel.ts';
import type { RegistrationDetails } from '../../services/registrations/read.ts';
import { changeSide } from '../../services/registrations/side.ts';

/** Every move is a mail to an address that whoever registered may only have typed. */
const moves = rateLimit({ name: 'attendance', tries: 6, minutes: 60 });

/** The registration as its visitor sees it. `base` is its address: by the secret link or by the account. */
export function showTicket(res: Response, registration: RegistrationDetails, base: string, refusal = ''): void {
  const ticket = ticketPage(registration, res.locals, base);
  page(res, 'tickets/show', {
    title: res.locals.t('registrations:ticket.title', { number: ticket.number }),
    noindex: true,
    ticket,
    code: ticket.hasCode ? codeImage(registration.token) : '',
    refusal,
  });
}

/** The address of the registration as a QR code: whoever checks people in reads the token out of it. */
function codeImage(token: string): string {
  const svg = qrSvg(`${config.baseUrl}/r/${token}`, '');
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** The event for the visitor's calendar, with the link of an online one for whoever has a seat. */
export function sendCalendar(res: Response, registration: RegistrationDetails): void {
  const { event } = registration;
  const own = forSide(event, registration.isRemote);
  const entry = calendarEntry({ ...own, updatedAt: event.changedAt }, res.locals);
  const { joinUrl } = ticketPage(registration, res.locals, '');
  res.attachment(`event-${event.id}.ics`).type('text/calendar; charset=utf-8');
  res.send(eventCalendar(joinUrl ? { ...entry, location: joinUrl } : entry));
}

/** Asks once more before a registration is cancelled. */
export function askToCancel(res: Response, registration: RegistrationDetails, base: string): void {
  if (registration.status === 'cancelled') return res.redirect(303, base);
  const refusal = statusRefusal(registration.status, 'cancelled', registration.event, new Date());
  if (refusal) return refuse(res, registration, base, refusal);
  const question = cancellationQuestion(registration, res.locals, base, true);
  page(res, 'registrations/confirm', { title: question.title, noindex: true, question });
}

/** Cancels for the visitor; a refusal is told on the registration's own page. */
export async function cancelForVisitor(res: Response, registration: RegistrationDetails, base: string): Promise<void> {
  try {
    await cancelRegistration(registration.id, { by: 'visitor' });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return refuse(res, registration, base, error.code);
  }
  const said = registration.status === 'waitlisted' ? 'done_waitlist' : 'done';
  flash(res, 'ok', res.locals.t(`registrations:cancellation.${said}`));
  res.redirect(303, base);
}

/** Moves the visitor to the other side of a hybrid event; a refusal is told on the registration's own page. */
export async function moveVisitor(res: Response, registration: RegistrationDetails, base: string, body: unknown): Promise<void> {
  const { t } = res.locals;
  const form = parseForm(AttendanceForm, body, t);
  if (!form.ok) return showTicket(res.status(422), registration, base, form.errors['attendance']);
  await moves.take(String(registration.id));
  const { attendance } = form.data;
  try {
    await changeSide(registration.id, attendance === 'online');
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return refuse(res, registration, base, error.code);
  }
  flash(res, 'ok', t(`registrations:side.done_${attendance}`, { email: registration.visitor.email }));
  res.redirect(303, base);
}

function refuse(res: Response, registration: RegistrationDetails, base: string, code: string): void {
  showTicket(res.status(409), registration, base, res.locals.t(`registrations:refused.${code}`));
}
