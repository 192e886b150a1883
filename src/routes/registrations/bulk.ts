import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { ownPath } from '../../middleware/return-to.ts';
import { page } from '../../page.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { bulkCancellation } from '../../presenters/registration-list.ts';
import { parseForm } from '../../schemas/form.ts';
import { BulkForm } from '../../schemas/registrations.ts';
import type { bulkActions } from '../../schemas/registrations.ts';
import { settlePayments } from '../../services/registrations/money.ts';
import { changeStatus } from '../../services/registrations/status.ts';
import { showList } from './list.ts';

/** Something done with all the registrations that were ticked in the list. */
export const bulk = Router();

bulk.post('/registrations/bulk', requireOrganizer, async (req, res) => {
  const back = listPath(req.body?.back);
  const form = parseForm(BulkForm, req.body, res.locals.t);
  if (!form.ok)
    return showList(res, Object.fromEntries(new URL(back, 'http://own.invalid').searchParams), Object.values(form.errors).join('. '));
  const { action, ids, confirmed } = form.data;
  if (action === 'cancelled' && !confirmed) return askToCancel(res, ids, back);
  const changed = await act(action, ids, ownedBy(accountOf(res)));
  say(res, changed, new Set(ids).size - changed);
  res.redirect(303, back);
});

/** Back to where in the list one was. */
function listPath(value: unknown): string {
  const path = ownPath(value);
  return path === '/registrations' || path.startsWith('/registrations?') ? path : '/registrations';
}

async function act(action: (typeof bulkActions)[number], ids: number[], owner: number | null): Promise<number> {
  if (action === 'paid') return settlePayments(ids, { owner });
  return (await changeStatus(ids, action, { owner })).changed.length;
}

function askToCancel(res: Response, ids: number[], back: string): void {
  const question = bulkCancellation(ids, back, res.locals);
  page(res, 'registrations/confirm', { title: question.title, noindex: true, question });
}

function say(res: Response, changed: number, unchanged: number): void {
  const { t } = res.locals;
  const done = changed > 0 ? t('registrations:bulk.done', { count: changed }) : t('registrations:bulk.none');
  const rest = changed > 0 && unchanged > 0 ? t('registrations:bulk.unchanged', { count: unchanged }) : '';
  flash(res, changed > 0 ? 'ok' : 'warn', `${done} ${rest}`.trim());
}
