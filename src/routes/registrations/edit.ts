import { Router } from 'express';
import type { Response } from 'express';
import { Conflict, InvalidField } from '../../errors.ts';
import { toLocalInput } from '../../formats/dates.ts';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { editPage, editValues } from '../../presenters/registration-form.ts';
import { blankForm, parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { editForm } from '../../schemas/registrations.ts';
import { editRegistration } from '../../services/registrations/edit.ts';
import { getRegistration } from '../../services/registrations/read.ts';
import type { RegistrationDetails } from '../../services/registrations/read.ts';
import { ownRegistration } from './access.ts';

type Moments = Pick<RegistrationDetails, 'billedAt' | 'refundedAt'>;

/** Changing the status and the money of a registration by hand. */
export const edit = Router();

edit.get('/registrations/:id/edit', requireOrganizer, async (req, res) => {
  const registration = await ownRegistration(req, res);
  showForm(res, registration, blankForm(editValues(registration, res.locals.locale)));
});

edit.post('/registrations/:id', requireOrganizer, async (req, res) => {
  const { t } = res.locals;
  const registration = await ownRegistration(req, res);
  const form = parseForm(editForm(registration.event.timeZone), req.body, t);
  if (!form.ok) return showForm(res.status(422), registration, form);
  try {
    await editRegistration(registration.id, { ...form.data, ...exactMoments(form.data, registration) }, { owner: ownedBy(accountOf(res)) });
  } catch (error) {
    if (error instanceof InvalidField)
      return showForm(res.status(422), registration, withError(form, error.field, refusalText(res, error)));
    if (error instanceof Conflict) return showChanged(res, registration.id, form);
    throw error;
  }
  flash(res, 'ok', t('registrations:edit.saved'));
  res.redirect(303, `/registrations/${registration.id}`);
});

/** A field knows minutes only: a moment that was left as it stood keeps its seconds. */
function exactMoments(typed: Moments, { billedAt, refundedAt, event: { timeZone } }: RegistrationDetails): Moments {
  const exact = (now: Date | null, before: Date | null) =>
    now && before && toLocalInput(now, timeZone) === toLocalInput(before, timeZone) ? before : now;
  return { billedAt: exact(typed.billedAt, billedAt), refundedAt: exact(typed.refundedAt, refundedAt) };
}

function refusalText({ locals: { t, fmt } }: Response, { code, params }: InvalidField): string {
  const from = t(`shared:status.${String(params['from'] ?? 'registered')}`);
  return t(`registrations:refused.${code}`, { from, amount: fmt.money(Number(params['amount'] ?? 0)) });
}

/** Somebody else was faster: what was typed stays, and may be saved over what there is now. */
async function showChanged(res: Response, id: number, form: Form): Promise<void> {
  const now = await getRegistration(id);
  const { version = '' } = editValues(now, res.locals.locale);
  const values = { ...form.values, version };
  showForm(res.status(409), now, withError({ ...form, values }, 'form', res.locals.t('registrations:refused.registration_changed')));
}

function showForm(res: Response, registration: RegistrationDetails, form: Form): void {
  page(res, 'registrations/edit', {
    title: res.locals.t('registrations:edit.title'),
    form,
    ...editPage(registration, res.locals),
  });
}
