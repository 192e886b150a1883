import { Router } from 'express';
import type { Response } from 'express';
import { InvalidField } from '../../errors.ts';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { eventOptions, pickedSides, visitorOptions } from '../../presenters/registration-picker.ts';
import { fullName } from '../../presenters/visitor-names.ts';
import { parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { PickerQuery, RegisterVisitorForm } from '../../schemas/registrations.ts';
import { findKnownVisitor, listOpenEvents, registerKnownVisitor } from '../../services/registrations/register-known.ts';
import type { KnownRegistering, OpenEvent } from '../../services/registrations/register-known.ts';
import { findVisitors } from '../../services/visitors/read.ts';

/** So many visitors still make a usable list; beyond that one searches. */
const LONGEST_LIST = 200;

/** An organizer registers somebody out of their list. */
export const newRegistration = Router();

newRegistration.get('/registrations/new', requireOrganizer, async (req, res) => {
  await showPicker(res, { values: typed(req.query), errors: {} });
});

newRegistration.post('/registrations', requireOrganizer, async (req, res) => {
  const { t, locale } = res.locals;
  if (req.body?.find !== undefined) return res.redirect(303, `/registrations/new?${new URLSearchParams(typed(req.body))}`);
  const form = parseForm(RegisterVisitorForm, req.body, t);
  if (!form.ok) return showPicker(res.status(422), form);

  const { event_id: eventId, visitor_id: visitorId, attendance, waitlist: acceptWaitlist } = form.data;
  const wish = { owner: ownedBy(accountOf(res)), locale, acceptWaitlist, isRemote: attendance === 'online' };
  try {
    const result = await registerKnownVisitor(eventId, visitorId, wish);
    await answer(res, form, result);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    await showPicker(res.status(422), withError(form, error.field, t(`registrations:errors.${error.code}`)));
  }
});

/** What is chosen so far, without anything that does not belong there. */
function typed(input: unknown): Record<string, string> {
  const { event_id, visitor_id, visitor_q, attendance = 'offline' } = PickerQuery.parse(input ?? {});
  return { event_id: String(event_id ?? ''), visitor_id: String(visitor_id ?? ''), visitor_q, attendance };
}

async function answer(res: Response, form: Form, { outcome, registrationId, person }: KnownRegistering): Promise<void> {
  const { t } = res.locals;
  const name = fullName(person, t);
  if (outcome === 'registered' || outcome === 'waitlisted') {
    flash(res, 'ok', t(`registrations:new.done_${outcome}`, { name, email: person.email }));
    return res.redirect(303, `/registrations/${registrationId}`);
  }
  if (outcome === 'duplicate') {
    const existing = { href: `/registrations/${registrationId}`, text: t('registrations:new.duplicate', { name }) };
    return showPicker(res.status(409), form, { existing });
  }
  const isFull = outcome === 'sold_out';
  const error = withError(form, 'event_id', t(`registrations:errors.${isFull ? 'full' : 'event_closed'}`));
  return showPicker(res.status(409), error, { offersWaitlist: isFull });
}

interface Told {
  existing?: { href: string; text: string };
  offersWaitlist?: boolean;
}

async function showPicker(res: Response, form: Form, { existing, offersWaitlist = false }: Told = {}): Promise<void> {
  const events = await listOpenEvents(ownedBy(accountOf(res)));
  const { visitors, hasMore } = await visitorsToChoose(res, form.values, events);
  page(res, 'registrations/new', {
    title: res.locals.t('registrations:new.title'),
    noindex: true,
    form: { ...form, values: { attendance: 'offline', ...form.values } },
    events: eventOptions(events, res.locals),
    sides: pickedSides(events, res.locals),
    visitors: visitorOptions(visitors, res.locals),
    hasMore,
    existing: existing ?? null,
    offersWaitlist: offersWaitlist || form.values['waitlist'] !== undefined,
    addHref: `/visitors/new?${new URLSearchParams({ return_to: `/registrations/new?event_id=${form.values['event_id'] ?? ''}` })}`,
  });
}

/** The visitors that fit the search; the chosen one is always among them. An admin chooses from the list of the event's organizer. */
async function visitorsToChoose(res: Response, values: Record<string, string>, events: OpenEvent[]) {
  const { event_id, visitor_id, visitor_q } = PickerQuery.parse(values);
  const ownerId = ownedBy(accountOf(res)) ?? events.find(({ id }) => id === event_id)?.organizerId ?? null;
  const { rows, next } = await findVisitors({ ownerId, q: visitor_q, limit: LONGEST_LIST });
  const isShown = visitor_id === null || rows.some(({ id }) => id === visitor_id);
  const chosen = isShown ? null : await findKnownVisitor(visitor_id, ownerId);
  return { visitors: chosen ? [chosen, ...rows] : rows, hasMore: next !== null };
}
