import { Router } from 'express';
import type { Response } from 'express';
import { Conflict } from '../../errors.ts';
import { accountOf, requireAccount, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { statusRefusal } from '../../policies/registrations.ts';
import { cancellationQuestion, deletionQuestion } from '../../presenters/registration-questions.ts';
import { numberText } from '../../presenters/registrations.ts';
import { registrationRecord } from '../../presenters/registration-record.ts';
import { parseForm } from '../../schemas/form.ts';
import { AttendanceForm, StatusForm } from '../../schemas/registrations.ts';
import { cancelRegistration } from '../../services/registrations/cancel.ts';
import { deleteRegistration } from '../../services/registrations/delete.ts';
import { settlePayments } from '../../services/registrations/money.ts';
import type { RegistrationDetails } from '../../services/registrations/read.ts';
import { changeSide } from '../../services/registrations/side.ts';
import { setStatus } from '../../services/registrations/status.ts';
import { ownRegistration, visibleRegistration } from './access.ts';
import { askToCancel, cancelForVisitor, moveVisitor, sendCalendar, showTicket } from './visitor-pages.ts';

/** One registration by its number: its visitor sees the ticket, its organizer the record. */
export const one = Router();

const addressOf = ({ id }: { id: number }) => `/registrations/${id}`;

one.get('/registrations/:id', requireAccount, async (req, res) => {
  const { registration, isOrganizer } = await visibleRegistration(req, res);
  if (isOrganizer) showRecord(res, registration);
  else showTicket(res, registration, addressOf(registration));
});

one.get('/registrations/:id/event.ics', requireAccount, async (req, res) => {
  sendCalendar(res, (await visibleRegistration(req, res)).registration);
});

one.get('/registrations/:id/cancellation', requireAccount, async (req, res) => {
  const { registration, isOrganizer } = await visibleRegistration(req, res);
  const base = addressOf(registration);
  if (!isOrganizer) return askToCancel(res, registration, base);
  if (registration.status === 'cancelled') return res.redirect(303, base);
  const refusal = statusRefusal(registration.status, 'cancelled', registration.event, new Date());
  if (refusal) return showRecord(res.status(409), registration, res.locals.t(`registrations:refused.${refusal}`));
  const question = cancellationQuestion(registration, res.locals, base, false);
  page(res, 'registrations/confirm', { title: question.title, noindex: true, question });
});

one.post('/registrations/:id/cancellation', requireAccount, async (req, res) => {
  const { registration, isOrganizer } = await visibleRegistration(req, res);
  if (!isOrganizer) return cancelForVisitor(res, registration, addressOf(registration));
  await change(res, registration, res.locals.t('registrations:cancellation.done'), () => cancelRegistration(registration.id));
});

one.post('/registrations/:id/attendance', requireAccount, async (req, res) => {
  const { t } = res.locals;
  const { registration, isOrganizer } = await visibleRegistration(req, res);
  if (!isOrganizer) return moveVisitor(res, registration, addressOf(registration), req.body);
  const form = parseForm(AttendanceForm, req.body, t);
  if (!form.ok) return showRecord(res.status(422), registration, form.errors['attendance']);
  const { attendance } = form.data;
  const said = t(`registrations:side.done_${attendance}`, { email: registration.visitor.email });
  await change(res, registration, said, () => changeSide(registration.id, attendance === 'online'));
});

one.post('/registrations/:id/status', requireOrganizer, async (req, res) => {
  const { t } = res.locals;
  const registration = await ownRegistration(req, res);
  const form = parseForm(StatusForm, req.body, t);
  if (!form.ok) return showRecord(res.status(422), registration, form.errors['status']);
  const { status } = form.data;
  const said = t('registrations:show.changed', { status: t(`shared:status.${status}`) });
  await change(res, registration, said, () => setStatus(registration.id, status));
});

one.post('/registrations/:id/payment', requireOrganizer, async (req, res) => {
  const registration = await ownRegistration(req, res);
  await change(res, registration, res.locals.t('registrations:show.paid_done'), () => settlePayments([registration.id]));
});

one.get('/registrations/:id/deletion', requireOrganizer, async (req, res) => {
  const registration = await ownRegistration(req, res);
  if (registration.billedAmount > 0)
    return showRecord(res.status(409), registration, res.locals.t('registrations:refused.registration_has_money'));
  const question = deletionQuestion(registration, res.locals);
  page(res, 'registrations/confirm', { title: question.title, noindex: true, question });
});

one.post('/registrations/:id/deletion', requireOrganizer, async (req, res) => {
  const registration = await ownRegistration(req, res);
  const owner = ownedBy(accountOf(res));
  const said = res.locals.t('registrations:deletion.done');
  await change(res, registration, said, () => deleteRegistration(registration.id, { owner }), '/registrations');
});

/** Does it, says so on the next page, or tells on the registration's own page which rule forbids it. */
async function change(
  res: Response,
  registration: RegistrationDetails,
  said: string,
  act: () => Promise<unknown>,
  next = addressOf(registration),
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const from = res.locals.t(`shared:status.${registration.status}`);
    return showRecord(res.status(409), registration, res.locals.t(`registrations:refused.${error.code}`, { from }));
  }
  flash(res, 'ok', said);
  res.redirect(303, next);
}

function showRecord(res: Response, registration: RegistrationDetails, refusal = ''): void {
  page(res, 'registrations/show', {
    title: res.locals.t('registrations:ticket.title', { number: numberText(res.locals, registration.id) }),
    record: registrationRecord(registration, res.locals),
    refusal,
  });
}
