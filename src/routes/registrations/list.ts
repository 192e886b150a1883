import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { canOrganize, ownedBy } from '../../policies/accounts.ts';
import { listRow, pageHref } from '../../presenters/registration-list.ts';
import { parseForm } from '../../schemas/form.ts';
import { RegistrationFilter, bulkActions, paymentFilters, registrationSorts } from '../../schemas/registrations.ts';
import { ownEventOptions } from '../../services/events/options.ts';
import { findRegistrations } from '../../services/registrations/list.ts';
import { ownReliabilities } from '../ratings/reliability.ts';
import { myRegistrationsPage } from './mine.ts';

/** Everybody's registrations for an organizer's events; a participant's own. */
export const list = Router();

list.get('/registrations', requireAccount, async (req, res) => {
  if (canOrganize(res.locals.account)) await showList(res, req.query);
  else await myRegistrationsPage(req, res);
});

/** An organizer takes part too. */
list.get('/registrations/mine', requireAccount, myRegistrationsPage);

/** The list of an organizer; `refusal`: why what was asked of it could not be done. */
export async function showList(res: Response, filters: unknown, refusal = ''): Promise<void> {
  const { t } = res.locals;
  const owner = ownedBy(accountOf(res));
  const filter = parseForm(RegistrationFilter, filters, t);
  const query = filter.ok ? filter.data : RegistrationFilter.parse({});
  const [events, found] = await Promise.all([
    ownEventOptions(owner),
    filter.ok ? findRegistrations({ ...query, owner, eventId: query.event_id }) : { rows: [], next: null },
  ]);
  page(filter.ok && !refusal ? res : res.status(422), 'registrations/index', {
    title: t('registrations:list.title'),
    noindex: true,
    form: filter,
    refusal,
    sort: query.sort,
    sorts: registrationSorts,
    payments: paymentFilters,
    actions: bulkActions,
    events,
    rows: found.rows.map((row) => listRow(row, res.locals)),
    reliabilities: await ownReliabilities(res, found.rows),
    nextPage: found.next === null ? '' : pageHref(filter.values, found.next),
    here: pageHref(filter.values, query.after),
    isFirstPage: query.after === null,
    isFiltered: Boolean(query.q || query.event_id || query.status || query.payment),
  });
}
