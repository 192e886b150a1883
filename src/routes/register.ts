import { Router } from 'express';
import type { Response } from 'express';
import { NotFound } from '../errors.ts';
import { flash } from '../middleware/flash.ts';
import { networkOf, rateLimit } from '../middleware/rate-limit.ts';
import { page } from '../page.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { sides } from '../policies/registrations.ts';
import { eventState, eventSummary, isFull } from '../presenters/events.ts';
import { firstOpenSide, isSideFull, sideOptions } from '../presenters/sides.ts';
import { blankForm, idOf, parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { AttendanceForm, RegisterForm } from '../schemas/registrations.ts';
import { countWaitlist, countWaitlists } from '../services/events/attendance.ts';
import { getEvent } from '../services/events/read.ts';
import type { EventDetails } from '../services/events/read.ts';
import { isMemberOf } from '../services/events/visibility.ts';
import { registerVisitor } from '../services/registrations/register.ts';
import type { Registering } from '../services/registrations/register.ts';

/** Room for a class or an office behind one address. */
const newcomers = rateLimit({ name: 'register', tries: 30, minutes: 1 });

/** The form by which a person registers for an event, with an account or without. */
export const register = Router();

register.get('/events/:id/register', async (req, res) => {
  const event = await getPublicEvent(req.params.id);
  const { attendance = '' } = AttendanceForm.safeParse(req.query).data ?? {};
  await showForm(res, event, blankForm({ ...valuesOf(res.locals.account), attendance }));
});

register.post('/events/:id/register', async (req, res) => {
  const { t, locale, account } = res.locals;
  const eventId = idOf(req.params.id);
  const form = parseForm(RegisterForm, req.body, t);
  if (!form.ok) return showForm(res.status(422), await getPublicEvent(req.params.id), form);

  await newcomers.take(networkOf(req));
  const { person, isRemote, acceptWaitlist } = form.data;
  const result = await registerVisitor(eventId, person, { locale, acceptWaitlist, isRemote, accountId: account?.id ?? null });
  if (result.outcome === 'registered' || result.outcome === 'waitlisted') return welcome(res, eventId, person.email, result);
  if (result.outcome === 'not_found') throw new NotFound();
  const event = await getPublicEvent(req.params.id);
  if (result.outcome === 'duplicate') return showDuplicate(res, event, person.email, result);
  const isOutsider = result.outcome === 'members_only';
  const told = isOutsider ? withError(form, 'email', t('registrations:errors.members_only', { group: event.groupName })) : form;
  await showForm(res.status(409), event, told, result.outcome === 'sold_out');
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
  const closed = await whyClosed(res, event);
  if (closed) return showClosed(res, event, closed);
  page(res, 'register/new', {
    title: res.locals.t('registrations:form.title'),
    event,
    summary: eventSummary(event, res.locals),
    justFilled,
    ...(event.format === 'hybrid' ? await formOfTwoSides(res, event, form) : await formOfOneSide(event, form, justFilled)),
  });
}

/** Why there is nothing to fill in, as a key of registrations:closed; an event for members only is so for anybody else. */
async function whyClosed(res: Response, event: EventDetails): Promise<string | null> {
  const state = eventState(event);
  if (state === 'cancelled' || state === 'past') return state;
  return event.membersOnly && !(await isMemberOf(event.groupId!, res.locals.account)) ? 'members_only' : null;
}

function showClosed(res: Response, event: EventDetails, state: string): void {
  const { t } = res.locals;
  const title = t(`registrations:closed.${state}`, { group: event.groupName });
  page(res.status(res.statusCode === 200 ? 200 : 409), 'register/closed', { title, event, summary: summaryForAll(res, event), state });
}

/** Where an event for members only takes place is not for whoever cannot register for it. */
const summaryForAll = ({ locals }: Response, event: EventDetails) =>
  eventSummary(event.membersOnly ? { ...event, location: locals.t('registrations:closed.hidden_place') } : event, locals);

async function formOfOneSide(event: EventDetails, form: Form, justFilled: boolean) {
  const waiting = justFilled || isFull(event) ? await countWaitlist(event.id) : null;
  return { form, waiting, sides: null, waitsFor: waiting === null ? '' : 'yes' };
}

async function formOfTwoSides({ locals }: Response, event: EventDetails, form: Form) {
  const waiting = await countWaitlists(event.id);
  const full = sides.filter((side) => isSideFull(event, side));
  const isFullNow = full.length === sides.length;
  const values = { ...form.values, attendance: form.values['attendance'] || firstOpenSide(event) };
  return {
    form: { ...form, values },
    waiting: isFullNow ? waiting.offline + waiting.online : null,
    sides: sideOptions(event, waiting, locals),
    waitsFor: isFullNow ? 'yes' : (full[0] ?? ''),
  };
}

/** Shows the registration to whoever may see it at once, to others the event: what comes by mail is for the owner of the address. */
function welcome(res: Response, eventId: number, email: string, { outcome, registrationId, token }: Registering): void {
  const own = isOwnAddress(res, email) ? `/registrations/${registrationId}` : '';
  const next = token ? `/r/${token}` : own;
  flash(res, 'ok', res.locals.t(`registrations:done.${next ? outcome : `by_mail_${outcome}`}`, { email }));
  res.redirect(303, next || `/events/${eventId}`);
}

/** Says nothing of the first registration; whoever proved that the address is theirs may open it. */
function showDuplicate(res: Response, event: EventDetails, email: string, { registrationId }: Registering): void {
  page(res.status(409), 'register/duplicate', {
    title: res.locals.t('registrations:duplicate.title'),
    summary: summaryForAll(res, event),
    own: isOwnAddress(res, email) ? `/registrations/${registrationId}` : '',
  });
}

const isOwnAddress = ({ locals: { account } }: Response, email: string): boolean =>
  account !== null && account.emailConfirmed && account.email.toLowerCase() === email.toLowerCase();
