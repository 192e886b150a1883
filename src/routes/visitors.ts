import { Router } from 'express';
import type { Request, Response } from 'express';
import { InvalidField } from '../errors.ts';
import { decodeCursor } from '../formats/cursor.ts';
import { accountOf, requireAccount, requireOrganizer } from '../middleware/current-account.ts';
import { flash } from '../middleware/flash.ts';
import { ownPath } from '../middleware/return-to.ts';
import { page } from '../page.ts';
import { canOrganize, ownedBy } from '../policies/accounts.ts';
import { paymentState } from '../presenters/payment.ts';
import { reliabilityWords } from '../presenters/ratings/reliability.ts';
import { fullName } from '../presenters/visitor-names.ts';
import { visitorHead, visitorRows } from '../presenters/visitors.ts';
import { blankForm, idOf, parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { VisitorFilter, VisitorForm } from '../schemas/visitors.ts';
import { ownEventOptions } from '../services/events/options.ts';
import { reliabilityOf } from '../services/ratings/reliability.ts';
import { remarksOf } from '../services/ratings/remarks.ts';
import { findVisitors, getVisitor, sortColumns, visitorHistory } from '../services/visitors/read.ts';
import type { Visitor } from '../services/visitors/read.ts';
import { createVisitor, deleteVisitor, updateVisitor } from '../services/visitors/write.ts';
import { ownReliabilities } from './ratings/reliability.ts';
import { myRegistrationsPage } from './registrations.ts';

export const visitors = Router();

visitors.get('/visitors', requireAccount, async (req, res) => {
  if (!canOrganize(res.locals.account)) return myRegistrationsPage(req, res);
  await listPage(req, res);
});

async function listPage(req: Request, res: Response): Promise<void> {
  const { t } = res.locals;
  const ownerId = ownedBy(accountOf(res));
  const filter = parseForm(VisitorFilter, req.query, t);
  const events = await ownEventOptions(ownerId);
  const query = filter.ok ? filter.data : VisitorFilter.parse({});
  const after = decodeCursor(query.after, sortColumns[query.sort]);
  const found = filter.ok
    ? await findVisitors({
        ownerId,
        q: query.q,
        eventId: query.event_id,
        ...(query.status ? { status: query.status } : {}),
        sort: query.sort,
        after,
      })
    : { rows: [], next: null };
  page(filter.ok ? res : res.status(422), 'visitors/index', {
    title: t('visitors:title'),
    form: filter,
    sort: query.sort,
    events,
    isFirstPage: after === null,
    isFiltered: Boolean(query.q || query.event_id || query.status),
    ...visitorRows(found, filter.values, res.locals.t),
    reliabilities: await ownReliabilities(res, found.rows),
  });
}

visitors.get('/visitors/new', requireOrganizer, (req, res) => {
  editPage(res, null, blankForm({ return_to: ownPath(req.query['return_to']) }));
});

visitors.post('/visitors', requireOrganizer, async (req, res) => {
  const saved = await saveCard(req, res, null, (card) => createVisitor(accountOf(res).id, card));
  if (!saved) return;
  flash(res, 'ok', res.locals.t('visitors:created', { name: `${saved.firstName} ${saved.lastName}` }));
  res.redirect(303, afterSaving(req, saved));
});

visitors.get('/visitors/:id', requireOrganizer, async (req, res) => {
  const visitor = await getVisitor(idOf(req.params.id), ownedBy(accountOf(res)));
  const { emailAddress, organizerId } = visitor;
  const [history, figures, remarks] = await Promise.all([
    visitorHistory(visitor.id),
    reliabilityOf(emailAddress, organizerId),
    remarksOf(emailAddress, organizerId),
  ]);
  const reliability = reliabilityWords(figures, res.locals);
  const rows = history.map((row) => ({ ...row, payment: paymentState(row) }));
  page(res, 'visitors/show', {
    title: fullName(visitor, res.locals.t),
    visitor: visitorHead(visitor, res.locals.t),
    history: rows,
    reliability,
    remarks,
  });
});

visitors.get('/visitors/:id/edit', requireOrganizer, async (req, res) => {
  const visitor = await getVisitor(idOf(req.params.id), ownedBy(accountOf(res)));
  editPage(res, visitor, blankForm(cardValues(visitor)));
});

visitors.post('/visitors/:id', requireOrganizer, async (req, res) => {
  const visitor = await getVisitor(idOf(req.params.id), ownedBy(accountOf(res)));
  const saved = await saveCard(req, res, visitor, (card) => updateVisitor(visitor.id, card));
  if (!saved) return;
  flash(res, 'ok', res.locals.t('visitors:saved'));
  res.redirect(303, `/visitors/${saved.id}`);
});

visitors.get('/visitors/:id/deletion', requireOrganizer, async (req, res) => {
  const visitor = await getVisitor(idOf(req.params.id), ownedBy(accountOf(res)));
  const registrations = (await visitorHistory(visitor.id)).length;
  page(res, 'visitors/deletion', {
    title: res.locals.t('visitors:deletion.title'),
    visitor: visitorHead(visitor, res.locals.t),
    registrations,
  });
});

visitors.post('/visitors/:id/deletion', requireOrganizer, async (req, res) => {
  const visitor = await getVisitor(idOf(req.params.id), ownedBy(accountOf(res)));
  await deleteVisitor(visitor.id);
  flash(res, 'ok', res.locals.t('visitors:deleted'));
  res.redirect(303, '/visitors');
});

/** Saves the posted card, or answers with the form and its errors and returns null. */
async function saveCard(
  req: Request,
  res: Response,
  visitor: Visitor | null,
  save: (card: { firstName: string; lastName: string; phoneNumber: string | null; emailAddress: string }) => Promise<Visitor>,
): Promise<Visitor | null> {
  const form = parseForm(VisitorForm, req.body, res.locals.t);
  if (!form.ok) return editPage(res.status(422), visitor, form);
  const { first_name, last_name, phone, email } = form.data;
  try {
    return await save({ firstName: first_name, lastName: last_name, phoneNumber: phone, emailAddress: email });
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return editPage(res.status(422), visitor, withError(form, error.field, res.locals.t(`visitors:errors.${error.code}`)));
  }
}

function editPage(res: Response, visitor: Visitor | null, form: Form): null {
  page(res, 'visitors/edit', { title: res.locals.t(visitor ? 'visitors:edit_title' : 'visitors:new_title'), visitor, form });
  return null;
}

const cardValues = (visitor: Visitor) => ({
  first_name: visitor.firstName,
  last_name: visitor.lastName,
  phone: visitor.phoneNumber ?? '',
  email: visitor.emailAddress,
});

/** Back to the form that sent one here to add a visitor, with the new one chosen; else the card. */
function afterSaving(req: Request, visitor: Visitor): string {
  const back = ownPath((req.body as Record<string, unknown>)['return_to']);
  return back === '/' ? `/visitors/${visitor.id}` : `${back}${back.includes('?') ? '&' : '?'}visitor_id=${visitor.id}`;
}
