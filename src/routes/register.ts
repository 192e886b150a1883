import { Router } from 'express';
import type { Response } from 'express';
import { NotFound } from '../errors.ts';
import { flash } from '../middleware/flash.ts';
import { networkOf, rateLimit } from '../middleware/rate-limit.ts';
import { page } from '../page.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { eventState, eventSummary, isFull } from '../presenters/events.ts';
import { blankForm, idOf, parseForm } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { RegisterForm } from '../schemas/registrations.ts';
import { countWaitlist } from '../services/events/attendance.ts';
import { getEvent } from '../services/events/read.ts';
import type { EventDetails } from '../services/events/read.ts';
import { registerVisitor } from '../services/registrations/register.ts';
import type { Registering } from '../services/registrations/register.ts';

/** Room for a class or an office behind one address. */
const newcomers = rateLimit({ name: 'register', tries: 30, minutes: 1 });

/** The form by which a person registers for an event, with an account or without. */
export const register = Router();

register.get('/events/:id/register', async (req, res) => {
  const event = await getPublicEvent(req.params.id);
  await showForm(res, event, blankForm(valuesOf(res.locals.account)));
});

register.post('/events/:id/register', async (req, res) => {
  const eventId = idOf(req.params.id);
  const form = parseForm(RegisterForm, req.body, res.locals.t);
  if (!form.ok) return showForm(res.status(422), await getPublicEvent(req.params.id), form);

  await newcomers.take(networkOf(req));
  const { first_name: firstName, last_name: lastName, email, phone, waitlist } = form.data;
  const person = { firstName, lastName, email, phone };
  const result = await registerVisitor(eventId, person, { locale: res.locals.locale, acceptWaitlist: waitlist });
  if (result.outcome === 'registered' || result.outcome === 'waitlisted') return welcome(res, eventId, email, result);
  if (result.outcome === 'not_found') throw new NotFound();
  const event = await getPublicEvent(req.params.id);
  if (result.outcome === 'duplicate') return showDuplicate(res, event, email, result);
  await showForm(res.status(409), event, form, result.outcome === 'sold_out');
});

/** Drafts do not exist for the public, their owners included: nobody can register for one. */
async function getPublicEvent(id: string): Promise<EventDetails> {
  const event = await getEvent(idOf(id));
  if (event.status === 'draft') throw new NotFound();
  return event;
}

function valuesOf(account: CurrentAccount | null): Record<string, string> {
  return account ? { first_name: account.firstName, last_name: account.lastName, email: account.email } : {};
}

/** The form, with the waiting list if there are no seats, or words on why there is no form. `justFilled`: the seats went while it was filled in. */
async function showForm(res: Response, event: EventDetails, form: Form, justFilled = false): Promise<void> {
  const { t } = res.locals;
  const state = eventState(event);
  const common = { title: t('registrations:form.title'), event, summary: eventSummary(event, res.locals) };
  if (state === 'cancelled' || state === 'past') {
    const status = res.statusCode === 200 ? 200 : 409;
    return page(res.status(status), 'register/closed', { ...common, title: t(`registrations:closed.${state}`), state });
  }
  const waiting = justFilled || isFull(event) ? await countWaitlist(event.id) : null;
  page(res, 'register/new', { ...common, form, waiting, justFilled });
}

function welcome(res: Response, eventId: number, email: string, { outcome, token }: Registering): void {
  const said = token ? outcome : 'by_mail';
  flash(res, 'ok', res.locals.t(`registrations:done.${said}`, { email }));
  res.redirect(303, token ? `/r/${token}` : `/events/${eventId}`);
}

/** Says nothing of the first registration; whoever proved that the address is theirs may open it. */
function showDuplicate(res: Response, event: EventDetails, email: string, { registrationId }: Registering): void {
  const { t, account } = res.locals;
  const isOwn = account?.emailConfirmed && account.email.toLowerCase() === email.toLowerCase();
  page(res.status(409), 'register/duplicate', {
    title: t('registrations:duplicate.title'),
    summary: eventSummary(event, res.locals),
    own: isOwn ? `/registrations/${registrationId}` : '',
  });
}
